import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { explain } from "./explain.ts";

const START = Date.UTC(2026, 0, 2, 3, 4, 5);
const url = "https://api.test/items";

/** The explanation of a PUT that ended after a time, with what its page saw. */
function said(ms: number, errorName: string | null, init: ExchangeInit = {}) {
  const seen =
    errorName === null
      ? {}
      : {
          call: aCall({ url, method: "PUT" }),
          callResult: { result: "rejected", responseType: null, status: null, errorName } as const,
        };
  const exchange = anExchange({
    ...{
      url,
      method: "PUT",
      ending: { kind: "failed", error: "net::ERR_ABORTED" },
      response: null,
    },
    ...{ startedAt: START, endedAt: START + ms, ...seen, ...init },
  });
  const verdict = judge(exchange);
  expect(verdict).toMatchObject({ outcome: "aborted", cause: { code: "aborted" } });
  return explain(exchange, verdict);
}

const open = { startedAt: START, status: 200, response: null, endedAt: null } as const;
const preflight = { preflight: open, requestHeaders: null };
const IN_FIREFOX = {
  ...preflight,
  browser: "gecko",
  ending: { kind: "failed", error: "NS_BINDING_ABORTED" },
} as const;
const passed = {
  preflight: {
    startedAt: START,
    response: {
      receivedAt: START + 400,
      headers: {
        "Access-Control-Allow-Origin": "https://app.test",
        "Access-Control-Allow-Methods": "PUT",
      },
    },
  },
};

// Seen in Chromium 156 and Firefox 153: a server that hangs, and a page with a time limit.
describe("a page that aborted a request without a response", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    ["a preflight, by a time limit",      1500, "TimeoutError", preflight, "OPTIONS /items received no response within 1.5 seconds"],
    ["a preflight, without the probe",    1500, null,           preflight, "OPTIONS /items received no response within 1.5 seconds"],
    ["a preflight, in Firefox",           1500, "TimeoutError", IN_FIREFOX, "OPTIONS /items received no response within 1.5 seconds"],
    ["the request after its preflight",   2400, "TimeoutError", passed,    "PUT /items received no response within 2 seconds"],
    ["a preflight, after a long wait",    9000, "AbortError",   preflight, "OPTIONS /items received no response within 9 seconds"],
    ["the request, by a short time limit", 240, "TimeoutError", {},        "PUT /items received no response within 0.2 seconds"],
    ["exactly a second",                  1000, "AbortError",   preflight, "OPTIONS /items received no response within 1 second"],
    ["a response that does not end",      3000, "TimeoutError", { response: {} }, "the response to PUT /items did not end within 3 seconds"],
  ] as const)("names what waited: %s", (_, ms, errorName, init, title) => {
    const { title: shown, because, fix } = said(ms, errorName, init as ExchangeInit);
    expect(shown.replace(/^Find out why /, "")).toBe(title);
    expect(because.join("\n")).toMatch(/within [\d.]+ seconds?\./);
    expect(fix[0]).toContain("Check why api.test, or a gateway");
    expect(fix.join("\n").includes("raise the page's time limit")).toBe(errorName === "TimeoutError");
  });

  // The preflight response arrives while the browser aborts the request (seen in Chromium 156).
  it.each([
    ["TimeoutError", 1500],
    ["AbortError", 9000],
  ])("names a preflight that was too late for the request, after %s", (errorName, ms) => {
    const response = { receivedAt: START + ms - 1, headers: {} };
    const late = { preflight: { startedAt: START, response }, requestHeaders: null };
    const { title, because, fix } = said(ms, errorName, late);
    expect(title).toBe("Find out why OPTIONS /items received no response in time");
    expect(because[1]).toBe("api.test did not respond to OPTIONS /items in time.");
    expect(fix[0]).toContain("did not respond to OPTIONS /items");
  });

  it("names the service worker where it had to respond", () => {
    const call = aCall({ url, method: "PUT", served: true });
    const { title, fix } = said(2000, "TimeoutError", { call, ending: { kind: "not-sent" } });
    expect(title).toBe("Find out why PUT /items received no response within 2 seconds");
    expect(fix[0]).toBe("Check why the page's service worker did not respond to PUT /items.");
  });

  // biome-ignore format: a table is read by its columns.
  it.each([
    ["an abort at once",                300, "AbortError",   {}],
    ["without the probe",               999, null,           {}],
    ["a stream that was closed",       9000, "AbortError",   { response: {} }],
    ["a signal that had timed out",       1, "TimeoutError", { ending: { kind: "not-sent" } }],
  ] as const)("blames no server: %s", (_, ms, errorName, init) => {
    expect(said(ms, errorName, init as ExchangeInit).title).toBe(
      "Nothing to change on the server: PUT /items was aborted",
    );
  });
});
