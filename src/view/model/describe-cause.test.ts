import { expect, it } from "vitest";
import { anExchange } from "../../exchange/exchange.test-builder.ts";
import { judge } from "../../verdict/judge.ts";
import { otherFindings } from "./describe-cause.ts";
import { rowOf } from "./row.ts";

const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const put = (status: number, headers: Record<string, string>) =>
  anExchange({
    method: "PUT",
    requestHeaders: null,
    response: null,
    ending: FAILED,
    preflight: {
      status,
      headers,
      requestHeaders: {
        Origin: "https://app.test",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "x-a,x-b",
      },
    },
  });

// biome-ignore format: a table is read by its columns.
it.each([
  ["the root cause, which the title names",        put(401, { "WWW-Authenticate": "Basic" }),                          "preflight-met-authentication"],
  ["the other headers, which the title names too", put(204, { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PUT" }), "header-disallowed"],
])("omits %s", (_name, exchange, reported) => {
  const verdict = judge(exchange);
  expect(verdict.findings.map(({ code }) => code)).toContain(reported);
  const others = otherFindings(rowOf(exchange, judge(exchange)));
  expect(others.map(({ code }) => code)).not.toContain(reported);
});

it("keeps other problems", () => {
  const exchange = put(204, { "Access-Control-Allow-Origin": "*" });
  const others = otherFindings(rowOf(exchange, judge(exchange))).map(({ code }) => code);
  expect(others).toEqual(["header-disallowed", "header-disallowed"]);
});
