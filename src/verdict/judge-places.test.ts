import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall, anElement, REJECTED } from "../observation/page-call.test-builder.ts";
import { judge } from "./judge.ts";

const API = "https://api.test/items";
const PLAIN = "http://api.test/items";
const UNSEEN = { requestHeaders: null, sentAt: null, response: null };
const NEVER_SENT = { hops: [{ url: PLAIN, ...UNSEEN }], ending: { kind: "not-sent" } } as const;
const UNLOADED = {
  hops: [{ url: API, ...UNSEEN }],
  ending: { kind: "not-sent" },
  resourceType: "script",
  elementFailed: true,
} as const;
const ABORTED = { kind: "failed", error: "net::ERR_ABORTED" } as const;

/** A request that was redirected, without any event after the redirect. */
function redirectedTo(url: string, more: ExchangeInit = {}): ExchangeInit {
  const acao = { "Access-Control-Allow-Origin": "*", Location: url };
  const redirect = { url, internal: false };
  const requestHeaders = { Origin: "https://app.test", "Sec-Fetch-Mode": "cors" };
  const hop = { url: API, requestHeaders, response: { status: 302, headers: acao }, redirect };
  return { hops: [hop], ending: ABORTED, ...more };
}

/** A call without a recorded request, with the response that the page got. */
function respondedWith(responseType: string | null, more: ExchangeInit = {}): ExchangeInit {
  const callResult = { ...REJECTED, result: "resolved", responseType, errorName: null } as const;
  return { hops: [{ url: API, ...UNSEEN }], call: aCall(), callResult, ...more };
}

/** A hop that redirects to itself. */
const AROUND = {
  url: API,
  requestHeaders: { Origin: "https://app.test", "Sec-Fetch-Mode": "cors" },
  response: { status: 302, headers: { "Access-Control-Allow-Origin": "*", Location: API } },
  redirect: { url: API, internal: false },
} as const;

const refused = { call: aCall(), callResult: REJECTED };
const violation = {
  effectiveDirective: "connect-src",
  blockedUrl: API,
  disposition: "enforce",
} as const;

// The conformance run measures Chromium 156 in each of these cases.
describe("judge, for calls from frames, workers and service workers", () => {
  it.each<[string, ExchangeInit, string]>([
    // https://w3c.github.io/webappsec-mixed-content/#categorize-settings-object
    [
      "mixed content in a sandboxed frame of a secure page",
      {
        ...NEVER_SENT,
        ...refused,
        initiatorOrigin: "null",
        documentOrigins: ["https://app.test"],
      },
      "blocked mixed-content certain",
    ],
    [
      "no mixed content where no ancestor is secure",
      { ...NEVER_SENT, ...refused, initiatorOrigin: "null", documentOrigins: ["http://app.test"] },
      "unknown ambiguous",
    ],
    [
      "mixed content of an element",
      {
        ...NEVER_SENT,
        resourceType: "script",
        element: anElement({ url: PLAIN }),
        elementFailed: true,
      },
      "blocked mixed-content certain",
    ],
    // https://w3c.github.io/webappsec-secure-contexts/#potentially-trustworthy-url
    [
      "a redirect to an unknown scheme",
      redirectedTo("foo:bar", refused),
      "blocked mixed-content certain",
    ],
    ["a redirect that leaves TLS", redirectedTo(PLAIN, refused), "blocked mixed-content certain"],
    [
      "a redirect that leaves TLS, with an unknown redirect mode",
      redirectedTo(PLAIN),
      "blocked mixed-content|opaque-redirect|redirect-mode-error ambiguous",
    ],
    [
      "an element's redirect that leaves TLS",
      redirectedTo(PLAIN, { resourceType: "script" }),
      "blocked mixed-content likely",
    ],
    // https://fetch.spec.whatwg.org/#http-fetch : the redirect mode is checked before the target
    [
      "a redirect that leaves TLS, with redirect mode manual",
      redirectedTo(PLAIN, { call: aCall({ redirect: "manual" }) }),
      "opaque opaque-redirect certain",
    ],
    [
      "a redirect that leaves TLS, with redirect mode error",
      redirectedTo(PLAIN, { call: aCall({ redirect: "error" }) }),
      "blocked redirect-mode-error certain",
    ],
    // Blink, BaseFetchContext::CanRequestInternal: credentials in the URL, then mixed content
    [
      "a redirect that leaves TLS, to a URL with a password",
      redirectedTo("http://user:secret@api.test/", refused),
      "blocked credentialed-subresource certain",
    ],
    // https://w3c.github.io/webappsec-csp/#should-block-request
    [
      "a redirect that the page's policy blocks",
      redirectedTo("https://other.test/", { ...refused, violation }),
      "blocked csp certain",
    ],
    [
      "an element's redirect that ends without a reason",
      redirectedTo("https://other.test/", { resourceType: "script" }),
      "aborted aborted|csp ambiguous",
    ],
    // https://fetch.spec.whatwg.org/#main-fetch : with mode "no-cors", "manual" is a network error at once
    [
      "a no-cors fetch's redirect that ends without a reason",
      redirectedTo("https://other.test/", {
        hops: [
          {
            url: API,
            requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
            response: { status: 302, headers: { Location: "https://other.test/" } },
            redirect: { url: "https://other.test/", internal: false },
          },
        ],
      }),
      "aborted aborted|csp ambiguous",
    ],
    [
      "a fetch's redirect that ends without a reason, with an unknown redirect mode",
      redirectedTo("https://other.test/"),
      "opaque opaque-redirect|redirect-mode-error|csp|aborted ambiguous",
    ],
    [
      "a fetch's redirect that ends without a reason, with redirect mode follow",
      redirectedTo("https://other.test/", { call: aCall({ redirect: "follow" }) }),
      "aborted aborted|csp ambiguous",
    ],
    [
      "a redirect of a fetch that its page aborted",
      redirectedTo("https://other.test/", {
        call: aCall(),
        callResult: { ...REJECTED, errorName: "AbortError" },
      }),
      "aborted aborted certain",
    ],
    // https://fetch.spec.whatwg.org/#http-redirect-fetch : only keepalive calls end in this way
    [
      "more than twenty redirects",
      redirectedTo(API, { ...refused, hops: Array.from({ length: 20 }, () => AROUND) }),
      "failed too-many-redirects certain",
    ],
    [
      "nineteen redirects",
      redirectedTo(API, {
        hops: Array.from({ length: 19 }, () => AROUND),
        resourceType: "script",
      }),
      "aborted aborted|csp ambiguous",
    ],
    // https://w3c.github.io/ServiceWorker/#handle-fetch
    [
      "a call that its service worker failed",
      { ...NEVER_SENT, hops: [{ url: API, ...UNSEEN }], ...refused, call: aCall({ served: true }) },
      "blocked service-worker-error likely",
    ],
    [
      "a call with an integrity hash that its service worker failed",
      {
        ...{ ...NEVER_SENT, hops: [{ url: API, ...UNSEEN }], ...refused },
        call: aCall({ served: true, hasIntegrity: true }),
      },
      "blocked service-worker-error|integrity ambiguous",
    ],
    // The page's timeline shows these statuses (measured in Chromium 156 and Firefox 153).
    ...(
      [
        ["fetch", true, 0, "blocked integrity likely"],
        ["fetch", false, 0, "blocked service-worker-error likely"],
        ["event-source", true, 0, "allowed likely"],
        ["event-source", false, 0, "blocked service-worker-error likely"],
        ["beacon", true, 200, "allowed likely"],
        ["beacon", true, 0, "opaque opaque-no-cors likely"],
        ["beacon", false, 0, "blocked service-worker-error likely"],
      ] as const
    ).map(([api, answeredByWorker, timedStatus, said]): [string, ExchangeInit, string] => [
      `${api}, ${answeredByWorker ? "responded to" : "not responded to"} by the worker, status ${timedStatus}`,
      {
        ...{ ...NEVER_SENT, hops: [{ url: API, ...UNSEEN }], ...refused },
        ...{ answeredByWorker, timedStatus },
        call: aCall({ api, served: true, hasIntegrity: api === "fetch" }),
      },
      said,
    ]),
    [
      "an element that its service worker failed",
      { ...UNLOADED, element: anElement({ served: true, answered: "none" }) },
      "blocked service-worker-error likely",
    ],
    [
      "an element that its service worker may have failed, without an entry in the timeline",
      { ...UNLOADED, element: anElement({ served: true }) },
      "unknown service-worker-error ambiguous",
    ],
    // https://w3c.github.io/webappsec-mixed-content/#upgrade-algorithm
    [
      "a video over http that may have been upgraded to https",
      {
        ...UNLOADED,
        hops: [{ url: "http://media.test/v", ...UNSEEN }],
        element: anElement({ served: true, resourceType: "media", url: "http://media.test/v" }),
        elementFailed: true,
      },
      "unknown service-worker-error|mixed-content ambiguous",
    ],
    // Chromium 156 refuses a preloaded track, which Fetch does not upgrade, and reports it as a video.
    [
      "a video over http without a response by its timeline",
      {
        ...UNLOADED,
        hops: [{ url: "http://media.test/v", ...UNSEEN }],
        element: anElement({
          ...{ served: true, resourceType: "media", url: "http://media.test/v" },
          answered: "none",
        }),
        elementFailed: true,
      },
      "blocked mixed-content|service-worker-error ambiguous",
    ],
    [
      "a script over http, which is never upgraded",
      {
        ...UNLOADED,
        hops: [{ url: "http://media.test/s", ...UNSEEN }],
        element: anElement({ served: true, url: "http://media.test/s" }),
        elementFailed: true,
      },
      "blocked mixed-content certain",
    ],
    [
      "an element that could not use its service worker's response",
      { ...UNLOADED, element: anElement({ served: true, answered: 200 }) },
      "allowed likely",
    ],
    [
      "an element that could not use its service worker's opaque response",
      { ...UNLOADED, element: anElement({ served: true, answered: 0 }) },
      "opaque opaque-no-cors likely",
    ],
    // Chromium 156 also shows no status for a video that its element cancelled.
    [
      "a same-origin element without a status, which may have been cancelled",
      {
        ...UNLOADED,
        hops: [{ url: "https://app.test/v", ...UNSEEN }],
        element: anElement({ served: true, answered: 0 }),
      },
      "unknown opaque-no-cors ambiguous",
    ],
    // Seen in Chromium 156 for audio with crossorigin, which would refuse an opaque response too.
    [
      "an element with CORS and without a status, which may have been cancelled",
      {
        ...UNLOADED,
        element: anElement({ served: true, answered: 0, mode: "cors" }),
      },
      "unknown service-worker-error ambiguous",
    ],
    [
      "an element that Firefox reports to the extension in more detail than to its page",
      {
        ...{ ...UNLOADED, browser: "gecko" },
        element: anElement({ served: true, answered: 200, mode: "no-cors" }),
      },
      "opaque opaque-no-cors likely",
    ],
    // Seen in Firefox 153: an element with credentials may not use a response that its worker got without.
    [
      "an element with CORS that failed, which Firefox reports to the extension in more detail",
      {
        ...{ ...UNLOADED, browser: "gecko", elementFailed: true },
        element: anElement({ served: true, answered: 200, mode: "cors" }),
      },
      "unknown service-worker-error ambiguous",
    ],
    [
      "a same-origin element that failed",
      {
        ...{ ...UNLOADED, browser: "gecko", elementFailed: true },
        hops: [{ url: "https://app.test/v", ...UNSEEN }],
        element: anElement({ served: true, answered: 200, mode: "cors" }),
      },
      "allowed likely",
    ],
    [
      "an element with an integrity hash that a service worker handled",
      {
        ...UNLOADED,
        element: anElement({ served: true, answered: 200, hasIntegrity: true }),
      },
      "unknown integrity ambiguous",
    ],
    [
      "a beacon that a service worker handled",
      {
        ...NEVER_SENT,
        hops: [{ url: API, ...UNSEEN }],
        call: aCall({ api: "beacon", mode: "no-cors", served: true }),
        callResult: { result: "resolved", responseType: null, status: null, errorName: null },
      },
      "unknown service-worker-error|blocked-by-client|csp ambiguous",
    ],
    [
      "an EventSource that may not have been able to use its service worker's response",
      {
        ...{ ...NEVER_SENT, hops: [{ url: API, ...UNSEEN }], ...refused },
        call: aCall({ api: "event-source", served: true }),
      },
      "unknown service-worker-error|blocked-by-client|csp ambiguous",
    ],
    // https://fetch.spec.whatwg.org/#concept-response-type : the response type decides
    ["a response made by a service worker", respondedWith("default"), "allowed certain"],
    [
      "a response made by a service worker to a no-cors call",
      respondedWith("default", { call: aCall({ mode: "no-cors" }) }),
      "allowed certain",
    ],
    [
      "an opaque response from a service worker",
      respondedWith("opaque"),
      "opaque opaque-no-cors certain",
    ],
    [
      "an opaque redirect from a service worker",
      respondedWith("opaqueredirect"),
      "opaque opaque-redirect certain",
    ],
    [
      "a response to XMLHttpRequest, which has no type",
      respondedWith(null, { call: aCall({ api: "xhr" }) }),
      "allowed certain",
    ],
    ["a response to fetch with an unknown type", respondedWith(null), "allowed likely"],
  ])("%s", (_name, init, wanted) => {
    const { outcome, cause, alternatives, certainty } = judge(anExchange(init));
    const codes = [cause, ...alternatives].flatMap((it) => (it === null ? [] : [it.code]));
    expect([outcome, codes.join("|"), certainty].filter(Boolean).join(" ")).toBe(
      wanted === "unknown ambiguous" ? "unknown blocked-by-client|csp ambiguous" : wanted,
    );
  });

  it("takes mode and credentials mode from the element's attributes", () => {
    const url = "http://api.test/items";
    const requested = {
      url,
      resourceType: "script",
      requestHeaders: { Origin: "https://app.test" },
    };
    const request = (mode: "cors" | "no-cors", credentials: "same-origin" | "include") => {
      const element = anElement({ url, mode, credentials });
      const verdict = judge(anExchange({ ...requested, frameId: 3, element }));
      return [verdict.mode, verdict.credentials].map(({ value, basis }) => `${value} ${basis}`);
    };
    expect(request("cors", "include")).toEqual(["cors observed", "include observed"]);
    expect(request("no-cors", "include")).toEqual(["no-cors observed", "include observed"]);
    const unsaid = judge(anExchange({ ...requested, frameId: 3 }));
    expect(unsaid.mode.basis).toBe("assumed");
  });

  it("does not claim that a call never reached the server if a service worker may have forwarded it", () => {
    const init = { ...NEVER_SENT, ...refused };
    expect(judge(anExchange(init)).reachedServer).toBe(false);
    expect(judge(anExchange({ ...init, call: aCall({ served: true }) })).reachedServer).toBe(null);
  });
});
