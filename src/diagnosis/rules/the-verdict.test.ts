import { expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aCall } from "../../observation/page-call.test-builder.ts";
import { judge } from "../../verdict/judge.ts";
import { diagnose } from "../diagnose.ts";
import { surroundingsAmong } from "../surroundings.ts";

const ORIGIN = "https://app.test";
const ALLOWED = { "Access-Control-Allow-Origin": ORIGIN, "Access-Control-Allow-Methods": "PUT" };
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;

const url = "https://api.test/items";
/** A request that passed. */
const passed = (more: ExchangeInit): ExchangeInit => ({
  call: aCall(),
  response: { headers: { ...ALLOWED, Vary: "Origin" } },
  ...more,
});
/** A PUT of whose preflight response another extension removed a header. */
const stripped: ExchangeInit = {
  ...{ method: "PUT", call: aCall({ method: "PUT" }), ending: FAILED, url },
  ...{ requestHeaders: null, response: null },
  preflight: {
    response: { headers: ALLOWED, rewrittenHeaders: { "Access-Control-Allow-Methods": "PUT" } },
  },
};

function codesOf(...all: readonly ExchangeInit[]): string[] {
  const judged = all.map((init, index) => {
    const exchange = anExchange({ ...init, id: `${index}` });
    return { exchange, verdict: judge(exchange) };
  });
  const last = judged.at(-1) as (typeof judged)[number];
  const around = surroundingsAmong(judged).around(last);
  return diagnose(last.exchange, last.verdict, around).map(({ side, code }) => `${side} ${code}`);
}

it.each<[string, readonly ExchangeInit[]]>([
  ["no other request", []],
  ["a passed GET of the same URL", [passed({ url })]],
  ["a passed GET of another URL", [passed({ url: "https://api.test/other" })]],
  [
    "a passed POST with a preflight",
    [
      passed({
        url,
        method: "POST",
        call: aCall({ method: "POST" }),
        preflight: { headers: ALLOWED },
      }),
    ],
  ],
])("a header that an extension removed accuses no server beside %s", (_name, before) => {
  expect(codesOf(...before, stripped)).toEqual([
    "browser headers-rewritten-by-extension",
    "server missing-allow-origin",
  ]);
});
