import { describe, expect, it } from "vitest";
import { diagnose } from "../diagnosis/diagnose.ts";
import { anExchange, type ExchangeInit, type HopInit } from "../exchange/exchange.test-builder.ts";
import { aCall, REJECTED } from "../observation/page-call.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { explainDiagnosed } from "./diagnosis/explain-diagnosed.ts";

const FROM = "http://api.test/items";
const failed = (error: string) => ({ ending: { kind: "failed", error } }) as const;

/** A request whose first URL the browser changed, or a server's redirect. */
function said(to: string, last: HopInit, init: ExchangeInit, internal = true) {
  const first = internal ? { requestHeaders: null, response: null } : {};
  const exchange = anExchange({
    ...init,
    hops: [
      { url: FROM, ...first, redirect: { url: to, internal } },
      { url: to, requestHeaders: { Origin: "null" }, ...last },
    ],
  });
  const verdict = judge(exchange);
  const diagnosis = diagnose(exchange, verdict);
  const words = explainDiagnosed(exchange, verdict, diagnosis);
  return {
    ...words,
    sides: diagnosis.map(({ side, code }) => `${side} ${code}`),
    text: [...words.because, ...words.fix].join("\n"),
  };
}

const OTHER = "http://other.test/x";
const SECURE = "https://api.test/items";
const LACKS = { response: { headers: {} } };
const NO_TLS = failed("net::ERR_SSL_PROTOCOL_ERROR");

// Seen in Chromium 156: declarativeNetRequest's "redirect" and "upgradeScheme", and a host with HSTS.
describe("a URL that was changed before anything was requested", () => {
  it("is an extension's change where it leads elsewhere", () => {
    const { title, because, fix, sides, text, remedyHelps } = said(
      OTHER,
      LACKS,
      failed("net::ERR_FAILED"),
    );
    expect(title).toBe("Turn off the extension rule that redirects GET /items");
    expect(because[0]).toBe(
      `An extension changed the URL from ${FROM} to ${OTHER}. Nothing was sent to the first URL.`,
    );
    expect(fix[0]).toContain("turn off or correct the rule");
    expect(sides).toEqual(["browser missing-allow-origin"]);
    expect(text).not.toMatch(/redirected from one|Send Access|must allow|every origin/);
    expect(remedyHelps).toBe(false);
  });

  // Seen in Chromium 156 with upgrade-insecure-requests: the request has the https URL only.
  it.each([
    ["http", "browser tls-error", "Find out what changes http to https in GET /items"],
    ["https", "server tls-error", "Fix the certificate or TLS setup of api.test"],
  ])("is the policy's where the page's call has %s", (scheme, side, title) => {
    const call = aCall({ url: `${scheme}://api.test/items` });
    const exchange = anExchange({
      url: SECURE,
      call,
      callResult: REJECTED,
      ...NO_TLS,
      response: null,
    });
    const verdict = judge(exchange);
    const diagnosis = diagnose(exchange, verdict);
    expect(diagnosis.map(({ side, code }) => `${side} ${code}`)).toContain(side);
    const words = explainDiagnosed(exchange, verdict, diagnosis);
    expect(words.title).toBe(title);
    expect(words.because.join().includes("upgrade-insecure-requests")).toBe(scheme === "http");
  });

  it("is no server's fault where http became https, and the port speaks no https", () => {
    const { title, sides, text } = said(SECURE, { response: null }, NO_TLS);
    expect(title).toBe("Find out what changes http to https in GET /items");
    expect(sides).toEqual(["browser tls-error"]);
    expect(text).toContain("HSTS");
    expect(text).not.toMatch(/certificate/);
  });

  it("is no reason where the host has no address", () => {
    const lost = said(SECURE, { response: null }, failed("net::ERR_NAME_NOT_RESOLVED"));
    expect(lost.sides).toEqual(["network name-not-resolved"]);
    expect(lost.title).toContain("it has no address");
  });

  it("keeps the server's part where its https URL responded", () => {
    const { because, fix, text } = said(SECURE, LACKS, failed("net::ERR_FAILED"));
    expect(because[0]).toContain(`changed ${FROM} to ${SECURE}`);
    expect(fix[0]).toBe(`If the server supports https, use ${SECURE} in your code.`);
    expect(fix[1]).toContain("The server must allow that origin.");
    expect(text).not.toContain("redirected from one cross-origin server");
  });

  it("is left alone where a server redirected, or the request passed", () => {
    const byServer = said(OTHER, LACKS, failed("net::ERR_FAILED"), false);
    expect(byServer.text).toContain("redirected from one cross-origin server to another");
    const passed = said(
      OTHER,
      { response: { headers: { "Access-Control-Allow-Origin": "*" } } },
      {},
    );
    expect(passed.text).not.toContain("extension");
  });
});

describe("a request that failed before it was sent", () => {
  const unsent = (init: ExchangeInit) => {
    const exchange = anExchange({
      ...{ url: FROM, method: "PUT", requestHeaders: null, response: null },
      ...{ ...failed("net::ERR_FAILED"), ...init },
    });
    const verdict = judge(exchange);
    expect(verdict.outcome).toBe("unknown");
    return explainDiagnosed(exchange, verdict, diagnose(exchange, verdict));
  };
  const upgraded = "Probably the browser changed the preflight's URL to https";

  // https://fetch.spec.whatwg.org/#cors-preflight-fetch : redirect mode "error".
  it("had its preflight redirected by HSTS, probably", () => {
    const { title, because, fix } = unsent({});
    expect(title).toBe(`Request ${SECURE}: the browser probably changes http to https`);
    expect(because.join("\n")).toContain(upgraded);
    expect(because.join("\n")).not.toContain("should have passed");
    expect(fix[0]).toBe(`In your code, request ${SECURE}.`);
  });

  it.each([["https://api.test/items"], ["http://192.168.0.9/items"], ["http://[fe80::1]/items"]])(
    "has an unknown reason at %s",
    (url) => {
      const { title, because } = unsent({ url });
      expect(title).toBe("Check the browser console: PUT /items failed before it was sent");
      expect(because.join("\n")).not.toContain(upgraded);
      expect(because.join("\n")).not.toContain("should have passed");
    },
  );
});

// https://fetch.spec.whatwg.org/#http-network-or-cache-fetch : keepalive requests and beacons share 64 KiB.
it.each([
  ["beacon", "QuotaExceededError", "Send less data with POST /items: sendBeacon() returned false"],
  ["fetch", "TypeError", "Check the browser console: POST /items failed before it was sent"],
] as const)("a %s that may have been too large, with %s", (api, errorName, title) => {
  const url = "https://api.test/items";
  const exchange = anExchange({
    ...{ url, method: "POST", requestHeaders: null, response: null, ending: { kind: "not-sent" } },
    call: aCall({ api, url, method: "POST", mode: "no-cors", keepalive: true, body: "plain" }),
    callResult: { result: "rejected", responseType: null, status: null, errorName },
  });
  const said = explainDiagnosed(exchange, judge(exchange), []);
  expect(said.title).toBe(title);
  expect(said.because.join(" ")).toContain("together must not exceed 64 KiB");
  expect(said.fix[0]).toContain("without keepalive");
});

// https://w3c.github.io/FileAPI/#url-intro : revoked, or of another origin.
it("a request for an object URL that may have been revoked", () => {
  const url = "blob:https://app.test/0264fbb5-8749-4943-a62a-27cf7ccab4d1";
  const exchange = anExchange({
    ...{ url, requestHeaders: null, response: null, ending: { kind: "not-sent" } },
    ...{ call: aCall({ url, served: true }), callResult: REJECTED },
  });
  const { because, fix } = explainDiagnosed(exchange, judge(exchange), []);
  expect([...because, ...fix].join(" ")).toMatch(
    /URL\.revokeObjectURL\(\).*Revoke the URL only after/s,
  );
  expect(because.join(" ")).not.toContain("service worker");
});
