import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { judge } from "./judge.ts";

const UNSENT: ExchangeInit = {
  ...{ ending: { kind: "not-sent" }, requestHeaders: null, response: null },
  callResult: { result: "rejected", responseType: null, status: null, errorName: "TypeError" },
};
const VIOLATION = {
  ...{ effectiveDirective: "connect-src", blockedUrl: "https://api.test/items" },
  disposition: "enforce",
} as const;
const CORS = { Origin: "https://app.test", "Sec-Fetch-Mode": "cors" };
const OPEN = { headers: { "Access-Control-Allow-Origin": "*" } };
const IMAGE = {
  browser: "gecko",
  resourceType: "image",
  requestHeaders: CORS,
  response: OPEN,
} as const;

/** "outcome code certainty" for a page that began after the probe, and for one that began before it. */
function afterAndBefore(init: ExchangeInit): string[] {
  return [anExchange(init), { ...anExchange(init), fromLatePage: true } as const].map((it) => {
    const { outcome, cause, certainty } = judge(it);
    return `${outcome} ${cause?.code ?? "-"} ${certainty}`;
  });
}

// A page that began before the probe may have replaced the functions that the probe calls, and so forge its
// reports: https://tc39.es/ecma262/#sec-reflect.apply is an ordinary property.
describe("a report of a page that was there before the probe", () => {
  it.each<[string, ExchangeInit, string]>([
    [
      "a call without a recorded request",
      { ...UNSENT, call: aCall({ mode: "same-origin" }) },
      "blocked disallowed-by-mode",
    ],
    [
      "a call that was reportedly refused by the browser",
      { ...UNSENT, call: aCall({ onlyIfCached: true }) },
      "blocked only-if-cached-not-same-origin",
    ],
    [
      "credentials that no header shows",
      {
        ...{
          requestHeaders: CORS,
          response: OPEN,
          ending: { kind: "failed", error: "net::ERR_FAILED" },
        },
        call: aCall({ credentials: "include" }),
      },
      "blocked wildcard-origin-not-allowed",
    ],
    ["a timeline that shows a status", { ...IMAGE, timedStatus: 200 }, "allowed -"],
  ])("makes no verdict certain: %s", (_what, init, verdict) => {
    expect(afterAndBefore(init)).toEqual([`${verdict} certain`, `${verdict} likely`]);
  });

  it.each<[string, ExchangeInit, string]>([
    [
      "the browser's own report of a policy",
      { ...UNSENT, call: aCall(), violation: VIOLATION },
      "blocked csp certain",
    ],
    [
      "a request that is blocked whatever the call was",
      {
        ...{
          requestHeaders: CORS,
          ending: { kind: "failed", error: "net::ERR_BLOCKED_BY_CLIENT" },
        },
        call: aCall(),
      },
      "blocked blocked-by-client certain",
    ],
    [
      "a verdict that is not certain anyway",
      { ...IMAGE, timedStatus: 0 },
      "blocked wildcard-origin-not-allowed likely",
    ],
    [
      "a pending request",
      { ending: { kind: "pending" }, response: null, call: aCall() },
      "pending - certain",
    ],
  ])("does not change: %s", (_what, init, verdict) => {
    expect(afterAndBefore(init)).toEqual([verdict, verdict]);
  });
});
