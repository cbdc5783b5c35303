import { expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall, REJECTED, RESOLVED } from "../observation/page-call.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { lanesAround } from "./lanes-around.ts";
import { surroundingsAmong } from "./surroundings.ts";

const PAGE = "https://app.test";
const URL = "https://api.test/items";

const judged = (init: ExchangeInit): Judged => {
  const exchange = anExchange({ browser: "gecko", initiatorOrigin: PAGE, url: URL, ...init });
  return { exchange, verdict: judge(exchange) };
};
const UNSENT = { id: "call", requestHeaders: null, response: null } as const;
const TIMES = { startedAt: 10_000, endedAt: 11_000 };
/** Calls that a service worker received: it passed the first, and failed the second. */
const passed = judged({
  ...{ ...UNSENT, ...TIMES, ending: { kind: "completed" } },
  ...{ call: aCall({ url: URL, served: true }), callResult: RESOLVED },
});
const failed = judged({
  ...{ ...UNSENT, ...TIMES, ending: { kind: "not-sent" } },
  ...{ call: aCall({ url: URL, served: true }), callResult: REJECTED },
});
/** A call of the same URL that went to the network. */
const unserved = judged({
  ...{ id: "call", ...TIMES, call: aCall({ url: URL }), callResult: RESOLVED },
  ...{
    requestHeaders: { Origin: PAGE },
    response: { headers: { "Access-Control-Allow-Origin": "*" } },
  },
});
/** The service worker's own request. A status 407 without a proxy passes in Firefox, and fails in Chromium. */
const worker = (
  status: number,
  headers: Readonly<Record<string, string>>,
  init: ExchangeInit = {},
) =>
  judged({
    ...{ id: "worker", tabId: -1, frameId: -1, documentId: null, startedAt: 10_500 },
    requestHeaders: { Origin: PAGE, "Sec-Fetch-Mode": "cors" },
    response: { status, headers },
    ...init,
  });
const CORS = { "Access-Control-Allow-Origin": "*" };

// https://w3c.github.io/ServiceWorker/#handle-fetch
it.each<[string, Judged, Judged | null, readonly [spec: string, chromium: string, gecko: string]]>([
  ["passes in each browser", passed, worker(200, CORS), ["allowed", "allowed", "allowed"]],
  ["passes here alone", passed, worker(407, CORS), ["allowed", "worker-request", "allowed"]],
  ["is blocked in each browser", failed, worker(200, {}), ["blocked", "blocked", "blocked"]],
  ["was not recorded", passed, null, ["allowed", "allowed", "allowed"]],
  [
    "was aborted here",
    passed,
    worker(407, CORS, { ending: { kind: "failed", error: "NS_BINDING_ABORTED" } }),
    ["allowed", "allowed", "allowed"],
  ],
  ["is not the page's", unserved, worker(407, CORS), ["allowed", "allowed", "allowed"]],
])("a service worker's own request that %s", (_, of, other, wanted) => {
  const { around } = surroundingsAmong(other === null ? [of] : [of, other]);
  const { spec, chromium, gecko } = lanesAround(of, around(of));
  expect([spec, chromium, gecko].map(({ outcome, open }) => open ?? outcome)).toEqual(wanted);
});
