import { anExchange, type ExchangeInit } from "../../src/exchange/exchange.test-builder.ts";
import { aCall } from "../../src/observation/page-call.test-builder.ts";
import { judge } from "../../src/verdict/judge.ts";
import type { Judged } from "../../src/verdict/judged.ts";
import { type Call, ORIGINS, type Result } from "./caller.ts";

const OK = { kind: "completed" } as const;
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;

/** A call on the wire, judged as if the extension had recorded it in Chromium. */
export function asJudged(call: Call, result: Result, server: string, index: number): Judged {
  const { method = "GET", path, headers = {}, credentials = false, page } = call;
  const origin = ORIGINS[page];
  const url = `${server}${path}`;
  const preflight = result.responses.find(({ isPreflight }) => isPreflight);
  const response = result.responses.find(({ isPreflight }) => !isPreflight);
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const init: ExchangeInit = {
    id: String(index),
    startedAt: Date.UTC(2026, 0, 2) + index * 1_000,
    ...{ url, method, initiatorOrigin: origin, ending: result.readable ? OK : FAILED },
    call: aCall({
      ...{ url, method, mode: "cors", credentials: credentials ? "include" : "same-origin" },
      ...{ headerNames: names, body: call.body === undefined ? "none" : "plain" },
    }),
    callResult: result.readable
      ? { result: "resolved", responseType: "cors", status: result.status, errorName: null }
      : { result: "rejected", responseType: null, status: null, errorName: "TypeError" },
    requestHeaders: result.sent ? [["Origin", origin], ...Object.entries(headers)] : null,
    response:
      response === undefined
        ? null
        : {
            ...{ status: response.status, headers: response.lines, linesSeen: true },
            fromCache: response.fromCache === true,
          },
    preflight:
      preflight === undefined
        ? null
        : {
            response: { status: preflight.status, headers: preflight.lines, linesSeen: true },
            requestHeaders: [
              ["Origin", origin],
              ["Access-Control-Request-Method", method],
              ...(names.length > 0
                ? [["Access-Control-Request-Headers", [...names].sort().join(",")] as const]
                : []),
            ],
          },
  };
  const exchange = anExchange(init);
  return { exchange, verdict: judge(exchange) };
}
