import { expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aCall, anElement, REJECTED } from "../../observation/page-call.test-builder.ts";
import { judge } from "../../verdict/judge.ts";
import type { Judged } from "../../verdict/judged.ts";
import { diagnose } from "../diagnose.ts";
import { surroundingsAmong } from "../surroundings.ts";

const PAGE = "https://app.test";
const URL = "https://api.test/items";

const judged = (init: ExchangeInit): Judged => {
  const exchange = anExchange({ initiatorOrigin: PAGE, url: URL, ...init });
  return { exchange, verdict: judge(exchange) };
};
/** A call that a service worker received, and failed, from 10 s to 11 s. */
const NEVER_SENT = {
  requestHeaders: null,
  response: null,
  ending: { kind: "not-sent" },
} as const;
const call = judged({
  ...{ id: "call", ...NEVER_SENT, startedAt: 10_000, endedAt: 11_000 },
  ...{ call: aCall({ url: URL, served: true }), callResult: REJECTED },
});
/** An element whose service worker returned an error by 10 s. */
const element = judged({
  ...{ id: "element", ...NEVER_SENT, resourceType: "image", startedAt: 10_000, endedAt: 10_000 },
  element: anElement({ url: URL, mode: "cors", served: true, answered: "none" }),
  elementFailed: true,
});
/** The service worker's own request; by default its response lacks CORS headers. */
const worker = (init: ExchangeInit = {}) =>
  judged({
    ...{ id: "worker", tabId: -1, frameId: -1, documentId: null, startedAt: 10_500 },
    ...{ requestHeaders: { Origin: PAGE, "Sec-Fetch-Mode": "cors" }, response: { headers: {} } },
    ending: { kind: "failed", error: "net::ERR_FAILED" },
    ...init,
  });

const OWN = "page service-worker-error";
const PASSED: ExchangeInit = {
  response: { headers: { "Access-Control-Allow-Origin": "*" } },
  ending: { kind: "completed" },
};
const UNSENT: ExchangeInit = {
  ...{ requestHeaders: null, response: null },
  ending: { kind: "failed", error: "net::ERR_CONNECTION_REFUSED" },
};

// https://w3c.github.io/ServiceWorker/#handle-fetch
it.each<[string, Judged, Judged | null, string]>([
  ["was blocked", call, worker(), "server service-worker-request missing-allow-origin"],
  ["found no server", call, worker(UNSENT), "server service-worker-request connection-refused"],
  [
    "was blocked, for an element",
    element,
    worker({ startedAt: 9_000 }),
    "server service-worker-request missing-allow-origin",
  ],
  ["passed", call, worker(PASSED), OWN],
  ["was not recorded", call, null, OWN],
  ["had ended before", call, worker({ startedAt: 9_000 }), OWN],
  ["came after", call, worker({ startedAt: 11_001 }), OWN],
  ["went to another URL", call, worker({ url: `${URL}?page=2` }), OWN],
  ["had another method", call, worker({ method: "PUT" }), OWN],
  ["came from another origin", call, worker({ initiatorOrigin: "https://two.test" }), OWN],
  ["was made by a page", call, worker({ tabId: 2 }), OWN],
])("a service worker's own request %s", (_, of, other, wanted) => {
  const { around } = surroundingsAmong(other === null ? [of] : [of, other]);
  const [deepest] = diagnose(of.exchange, of.verdict, around(of));
  const { side, code, parameter, exchanges = [] } = deepest ?? {};
  expect([side, code, parameter].filter(Boolean).join(" ")).toBe(wanted);
  expect(exchanges).toEqual(wanted === OWN ? [] : ["worker"]);
});
