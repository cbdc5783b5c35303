import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall, aFailure } from "../observation/page-call.test-builder.ts";
import type { PageCallResult } from "../observation/page-call.ts";
import { judge } from "./judge.ts";

const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const ABORTED = { kind: "failed", error: "net::ERR_ABORTED" } as const;
const ADDRESS = "93.184.216.34";
const rejected = (errorName: string): PageCallResult => ({
  result: "rejected",
  responseType: null,
  status: null,
  errorName,
});

/** The verdict in one line, as "outcome code@stage/hop(parameter) certainty". */
function inShort(init: ExchangeInit): string {
  const { outcome, cause, certainty } = judge(anExchange(init));
  const why =
    cause === null ? "" : ` ${cause.code}@${cause.stage}/${cause.hop}(${cause.parameter ?? ""})`;
  return `${outcome}${why} ${certainty}`;
}

// Each case was found by e2e/conformance and seen in Chromium 156.
describe("a request that failed after its response had started", () => {
  const handedOn = { status: 200, ip: ADDRESS, headers: { "Access-Control-Allow-Origin": "*" } };

  it("was aborted", () => {
    expect(inShort({ ending: FAILED, response: handedOn })).toBe(
      "aborted aborted@response/0() certain",
    );
  });

  it("was blocked where the server's address is not reported", () => {
    expect(inShort({ ending: FAILED, response: { ...handedOn, ip: null } })).toBe(
      "blocked wildcard-origin-not-allowed@response/0() likely",
    );
  });

  it.each([
    ["at once", "AbortError"],
    ["by its timeout", "TimeoutError"],
  ])("was aborted by the page %s, whatever error the browser reports", (_name, errorName) => {
    const init = { ending: FAILED, response: { headers: {} }, call: aCall() };
    expect(inShort({ ...init, callResult: rejected(errorName) })).toBe(
      "aborted aborted@response/0(net::ERR_FAILED) certain",
    );
  });
});

describe("a call that throws", () => {
  const unsent = {
    ending: { kind: "not-sent" },
    requestHeaders: null,
    response: null,
    callResult: rejected("TypeError"),
  } as const;

  // https://fetch.spec.whatwg.org/#dom-request : a body without a source.
  it.each([
    ["no-cors", "blocked no-cors-stream-body@request/0() certain"],
    ["cors", "unknown ambiguous"],
  ] as const)("for a stream in mode %s", (mode, wanted) => {
    const call = aCall({ method: "POST", mode, body: "stream" });
    expect(inShort({ ...unsent, method: "POST", call })).toBe(wanted);
  });

  // https://fetch.spec.whatwg.org/#dom-request : cache mode "only-if-cached".
  it.each([
    ["cors", "blocked only-if-cached-not-same-origin@request/0() certain"],
    ["same-origin", "blocked disallowed-by-mode@request/0() certain"],
  ] as const)("for only-if-cached in mode %s", (mode, wanted) => {
    expect(inShort({ ...unsent, call: aCall({ mode, onlyIfCached: true }) })).toBe(wanted);
  });

  // Measured in Chromium 156 (seed 9600210): a stream body changes mode "same-origin" to "cors".
  it("for a stream body, with only-if-cached in mode same-origin", () => {
    const call = aCall({
      mode: "same-origin",
      onlyIfCached: true,
      method: "PATCH",
      body: "stream",
    });
    const url = "http://api.test/items";
    expect(inShort({ ...unsent, url, method: "PATCH", call })).toBe(
      "blocked mixed-content@request/0() certain",
    );
  });
});

describe("a response with a wrong hash", () => {
  const url = "https://api.test/items";
  const withHash = {
    resourceType: "script",
    element: aFailure({ url, hasIntegrity: true }),
    elementFailed: true,
  };
  const headers = { Origin: "https://app.test" };
  const acao = { "Access-Control-Allow-Origin": "*" };

  it.each<[string, ExchangeInit, string]>([
    [
      "a script's",
      { response: { headers: { ...acao, "Content-Type": "text/javascript" } } },
      "blocked integrity@response/0() likely",
    ],
    [
      "a response that may not be a script",
      { response: { headers: { ...acao, "Content-Type": "text/html" } } },
      "blocked integrity@response/0() ambiguous",
    ],
    ["an error status", { response: { status: 404, headers: acao } }, "allowed certain"],
    [
      "a response to a request without CORS",
      { requestHeaders: { "Sec-Fetch-Mode": "no-cors" } },
      "blocked integrity@response/0() certain",
    ],
  ])("%s", (_name, init, wanted) => {
    expect(inShort({ ...withHash, requestHeaders: headers, ...init })).toBe(wanted);
  });

  // https://fetch.spec.whatwg.org/#main-fetch : a response without a body matches no hash.
  it.each([
    [true, "blocked integrity@redirect/0() certain"],
    [false, "opaque opaque-redirect@redirect/0() certain"],
  ])("is an opaque redirect, with an integrity hash: %s", (hasIntegrity, wanted) => {
    const redirect = { url: "https://api.test/b", internal: false };
    const verdict = inShort({
      hops: [{ url, redirect, response: { status: 302, headers: { ...acao, Location: "/b" } } }],
      ending: ABORTED,
      call: aCall({ url, redirect: "manual", hasIntegrity }),
      callResult: hasIntegrity ? rejected("TypeError") : null,
    });
    expect(verdict).toBe(wanted);
  });
});

describe("how a request was made", () => {
  const http = { initiatorOrigin: "http://app.test", url: "http://api.test/x" };

  it("shows a font preloaded without crossorigin by its missing Origin", () => {
    const { mode, outcome } = judge(
      anExchange({ ...http, resourceType: "font", requestHeaders: {}, response: { headers: {} } }),
    );
    expect([mode, outcome]).toEqual([{ value: "no-cors", basis: "inferred" }, "opaque"]);
  });

  it.each<[string, ExchangeInit, string]>([
    ["the page itself", { frameId: 0 }, "cors inferred"],
    ["a frame of an unknown origin", { frameId: 5 }, "cors assumed"],
    [
      "a frame that requests from another site",
      { frameId: 5, topOrigin: "http://top.test" },
      "cors inferred",
    ],
    [
      "a frame that requests from its parent's site",
      { frameId: 5, topOrigin: "http://a.api.test" },
      "cors assumed",
    ],
    [
      "a frame of the page's own origin",
      { frameId: 5, parentFrameId: 0, topOrigin: "http://app.test", url: "http://b.app.test/x" },
      "cors inferred",
    ],
  ])("infers mode cors from an image's Origin: %s", (_name, init, wanted) => {
    const origin = { "Access-Control-Allow-Origin": "http://app.test" };
    const { mode } = judge(
      anExchange({
        ...http,
        resourceType: "image",
        requestHeaders: { Origin: "http://app.test" },
        response: { headers: origin },
        ...init,
      }),
    );
    expect(`${mode.value} ${mode.basis}`).toBe(wanted);
  });

  it.each(["same-origin", "include"] as const)(
    "follows from the element that failed: credentials %s",
    (credentials) => {
      const element = aFailure({ url: http.url, mode: "cors", credentials });
      const verdict = judge(
        anExchange({
          ...http,
          resourceType: "image",
          ending: FAILED,
          requestHeaders: { Origin: "http://app.test" },
          response: { headers: { "Access-Control-Allow-Origin": "*, *" } },
          element,
          elementFailed: true,
        }),
      );
      expect(verdict.credentials).toEqual({ value: credentials, basis: "observed" });
      expect(verdict.certainty).toBe("certain");
    },
  );

  // https://fetch.spec.whatwg.org/#http-network-or-cache-fetch : includeCredentials. "same-origin" sends none
  // where the tainting is "opaque" (Firefox 153); Chromium 156 sends them after a redirect from the page's origin.
  const SENT = { "Sec-Fetch-Storage-Access": "none" };
  const from = (browser: "chromium" | "gecko", ...hops: string[]) =>
    judge(
      anExchange({
        browser,
        initiatorOrigin: "http://localhost",
        hops: hops.map((url) => ({
          url,
          requestHeaders: { "Sec-Fetch-Mode": "no-cors", ...(url.includes("api") ? SENT : {}) },
        })),
      }),
    ).credentials;
  it.each([
    ["gecko", "http://localhost/a", { value: "include", basis: "observed" }],
    ["chromium", "http://localhost/a", { value: "same-origin", basis: "assumed" }],
    ["chromium", "https://api.test/a", { value: "include", basis: "observed" }],
  ] as const)(
    "knows credentials by the headers after a redirect without CORS: %s, from %s",
    (browser, first, known) => {
      expect(from(browser, first, "https://api2.test/b")).toEqual(known);
    },
  );
});

it("does not call credentials inferred while an open mode only assumes them", () => {
  const { mode, credentials } = judge(
    anExchange({
      initiatorOrigin: "http://app.test",
      url: "http://api.test/x",
      method: "POST",
      requestHeaders: { Origin: "http://app.test" },
      response: { headers: { "Access-Control-Allow-Origin": "http://app.test" } },
    }),
  );
  expect([mode.basis, credentials.basis]).toEqual(["assumed", "assumed"]);
});

it("keeps an opaque redirect that the browser followed without passing it to the page", () => {
  const result = { result: "resolved", responseType: "opaqueredirect" } as const;
  const verdict = inShort({
    hops: [{ url: "https://api.test/a" }, { url: "https://api.test/b", response: null }],
    ending: FAILED,
    call: aCall({ url: "https://api.test/a", redirect: "manual", keepalive: true }),
    callResult: { ...result, status: 0, errorName: null },
  });
  expect(verdict).toBe("opaque opaque-redirect@redirect/0() certain");
});

it.each([
  ["a document, which sends client hints", "D1", ["last-event-id", "x-exqwyjbgkd-78lpa"], 1],
  ["a document with other names", "D1", ["x-zt-1c4", "~tilde"], 0],
  ["a worker, which sends none (conformance seed 183008707)", null, ["x-zt-1c4", "~tilde"], 1],
] as const)(
  "names the disallowed header that comes first for %s",
  (_, documentId, names, first) => {
    const { cause } = judge(
      anExchange({
        initiatorOrigin: "http://app.test",
        url: "http://api-a.localhost/x",
        documentId,
        method: "HEAD",
        ending: FAILED,
        requestHeaders: null,
        response: null,
        preflight: {
          headers: {
            "Access-Control-Allow-Origin": "http://app.test",
            "Access-Control-Allow-Headers": "content-type",
          },
          requestHeaders: {
            Origin: "http://app.test",
            "Access-Control-Request-Method": "HEAD",
            "Access-Control-Request-Headers": names.join(","),
          },
        },
        // Nobody reports a worker's calls.
        call:
          documentId === null
            ? null
            : aCall({
                url: "http://api-a.localhost/x",
                method: "HEAD",
                headerNames: [...names, "rtt", "save-data"],
              }),
      }),
    );
    expect(cause?.parameter).toBe(names[first]);
  },
);
