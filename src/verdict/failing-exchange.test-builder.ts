import fc from "fast-check";
import { anExchange, type ExchangeInit, withFields } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { hostileExchange, hostileValue } from "../exchange/hostile-exchange.test-builder.ts";
import { aCall, REJECTED } from "../observation/page-call.test-builder.ts";
import type { PageCall } from "../observation/page-call.ts";
import type { CauseCode } from "./codes.ts";

const ORIGIN = "https://app.test";
const failed = (error: string) => ({ kind: "failed", error }) as const;
const FAILED = failed("net::ERR_FAILED");

/** A withheld response with these headers. */
const withheld = (headers: Record<string, string>, call: Partial<PageCall> = {}): ExchangeInit => ({
  ending: FAILED,
  call: aCall(call),
  callResult: REJECTED,
  response: { headers },
});

/** A PUT with a header, blocked by its preflight. */
const stopped = (headers: Record<string, string>, status = 204): ExchangeInit => ({
  ending: FAILED,
  method: "PUT",
  call: aCall({ method: "PUT", headerNames: ["x-a"] }),
  callResult: REJECTED,
  requestHeaders: null,
  response: null,
  preflight: {
    status,
    headers: {
      "Access-Control-Allow-Origin": ORIGIN,
      "Access-Control-Allow-Methods": "PUT",
      "Access-Control-Allow-Headers": "x-a",
      ...headers,
    },
    requestHeaders: [
      ["Origin", ORIGIN],
      ["Access-Control-Request-Method", "PUT"],
      ["Access-Control-Request-Headers", "x-a"],
    ],
  },
});

/** A call without a recorded request. */
const unsent = (call: Partial<PageCall>, init: ExchangeInit = {}): ExchangeInit => ({
  ending: { kind: "not-sent" },
  method: call.method ?? "GET",
  call: aCall(call),
  callResult: REJECTED,
  requestHeaders: null,
  response: null,
  ...init,
});

/** A redirect that was not followed. */
const redirected = (location: string, init: ExchangeInit = {}): ExchangeInit => ({
  ending: FAILED,
  call: aCall(),
  callResult: REJECTED,
  response: {
    status: 302,
    headers: { "Access-Control-Allow-Origin": ORIGIN, Location: location },
  },
  ...init,
});

/** A network error before a response. */
const lost = (error: string): ExchangeInit => ({
  ending: failed(error),
  call: aCall(),
  callResult: REJECTED,
  response: null,
});

/** A redirect that the renderer refused. */
const refusedRedirect = (
  location: string,
  call: Partial<PageCall>,
  init: Partial<Exchange> = {},
): ExchangeInit => ({
  ending: failed("net::ERR_ABORTED"),
  call: aCall(call),
  callResult: REJECTED,
  hops: [
    {
      response: {
        status: 302,
        headers: { "Access-Control-Allow-Origin": ORIGIN, Location: location },
      },
      redirect: { url: location, internal: false },
    },
  ],
  ...init,
});

/** A frame that Chromium refuses: the request completes, and the document is not shown. */
const refusedFrame = (headers: Readonly<Record<string, string>>): ExchangeInit => ({
  resourceType: "sub_frame",
  ending: { kind: "completed" },
  response: { headers },
});

const blockedBy = (headers: Record<string, string>, init: ExchangeInit = {}): ExchangeInit => ({
  ending: failed("net::ERR_BLOCKED_BY_RESPONSE"),
  resourceType: "image",
  requestHeaders: {},
  response: { headers },
  ...init,
});

/** An exchange for each cause; `value` fills a place where server or page may send anything. */
export const FAILING: Readonly<Record<CauseCode, (value: string) => ExchangeInit>> = {
  "missing-allow-origin": (value) => withheld({ Server: value }),
  "multiple-allow-origin-values": (value) =>
    withheld({ "Access-Control-Allow-Origin": `${ORIGIN}, ${value.replace(/[*]/g, "") || "x"}` }),
  "invalid-allow-origin-value": (value) =>
    withheld({ "Access-Control-Allow-Origin": `no-origin${value.replaceAll(/[,\s]/g, "")}` }),
  "allow-origin-mismatch": (value) =>
    withheld({ "Access-Control-Allow-Origin": "https://b.test", Server: value }),
  "wildcard-origin-not-allowed": (value) =>
    withheld({ "Access-Control-Allow-Origin": "*", Server: value }, { credentials: "include" }),
  "invalid-allow-credentials": (value) =>
    withheld(
      {
        "Access-Control-Allow-Origin": ORIGIN,
        "Access-Control-Allow-Credentials": `no ${value}`,
      },
      { credentials: "include" },
    ),
  "preflight-invalid-status": (value) => stopped({ "WWW-Authenticate": value }, 401),
  "preflight-disallowed-redirect": (value) => stopped({ Location: `/login?${value}` }, 302),
  "invalid-allow-methods": (value) => stopped({ "Access-Control-Allow-Methods": `PUT ${value} ;` }),
  "invalid-allow-headers": (value) => stopped({ "Access-Control-Allow-Headers": `x-a ${value} ;` }),
  "method-disallowed": () => stopped({ "Access-Control-Allow-Methods": "DELETE" }),
  "header-disallowed": () => stopped({ "Access-Control-Allow-Headers": "x-b" }),
  "redirect-contains-credentials": () => redirected("https://user:secret@b.test/"),
  "disallowed-by-mode": () => unsent({ mode: "same-origin" }),
  "cors-disabled-scheme": () => redirected("foo:bar"),
  "invalid-response": () => withheld({}),
  "no-cors-redirect-mode-not-follow": () => unsent({ mode: "no-cors", redirect: "error" }),
  "no-cors-method-not-safelisted": () => unsent({ mode: "no-cors", method: "PUT" }),
  "no-cors-stream-body": () => unsent({ mode: "no-cors", method: "POST", body: "stream" }),
  "insecure-local-network": () => ({
    ...lost("net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS"),
    initiatorOrigin: "http://app.test",
  }),
  "invalid-local-network-access": () => ({
    ...lost("net::ERR_FAILED"),
    call: aCall({ targetAddressSpace: "local" }),
  }),
  "local-network-access-denied": () => lost("net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS"),
  "mixed-content": () => unsent({ url: "http://api.test/items" }, { url: "http://api.test/items" }),
  csp: (value) =>
    unsent(
      {},
      {
        violation: {
          effectiveDirective: `connect-src ${value}`,
          blockedUrl: "https://api.test/items",
          disposition: "enforce",
        },
      },
    ),
  "corp-not-same-origin": () => blockedBy({ "Cross-Origin-Resource-Policy": "same-origin" }),
  "corp-not-same-site": () => blockedBy({ "Cross-Origin-Resource-Policy": "same-site" }),
  "corp-not-same-origin-after-defaulted-to-same-origin-by-coep": (value) =>
    blockedBy({ Server: value }),
  "coep-frame": (value) => ({
    ...refusedFrame({ Server: value, "Cross-Origin-Resource-Policy": "cross-origin" }),
    embedderPolicy: "require-corp",
  }),
  "frame-not-allowed": () => refusedFrame({ "X-Frame-Options": "DENY" }),
  "credentialed-subresource": () =>
    refusedRedirect("https://user:secret@b.test/", { api: "event-source" }),
  orb: () => ({
    ending: failed("net::ERR_BLOCKED_BY_ORB"),
    resourceType: "image",
    requestHeaders: {},
    response: { headers: { "Content-Type": "text/html" } },
  }),
  "mime-type": () => ({
    browser: "gecko",
    ending: failed("NS_ERROR_CORRUPTED_CONTENT"),
    resourceType: "script",
    requestHeaders: {},
    response: { headers: { "Content-Type": "image/png" } },
  }),
  integrity: () => ({
    call: aCall({ hasIntegrity: true }),
    callResult: REJECTED,
  }),
  "blocked-by-client": () => lost("net::ERR_BLOCKED_BY_CLIENT"),
  "service-worker-error": () => unsent({ served: true }),
  "redirect-mode-error": () => refusedRedirect("https://api.test/b", { redirect: "error" }),
  "opaque-no-cors": (value) => ({
    call: aCall({ mode: "no-cors" }),
    requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
    response: { headers: { Server: value } },
  }),
  "opaque-redirect": () => refusedRedirect("https://api.test/b", { redirect: "manual" }),
  "forbidden-method": () => unsent({ method: "TRACE" }),
  "invalid-call": (value) => ({
    ...unsent({ headerNames: [`${value} `] }),
    callResult: { ...REJECTED, result: "thrown" },
  }),
  "only-if-cached-not-same-origin": () => unsent({ onlyIfCached: true }),
  aborted: () => ({
    ...lost("net::ERR_ABORTED"),
    callResult: { ...REJECTED, errorName: "AbortError" },
  }),
  "name-not-resolved": () => lost("net::ERR_NAME_NOT_RESOLVED"),
  "connection-refused": () => lost("net::ERR_CONNECTION_REFUSED"),
  "connection-reset": () => lost("net::ERR_CONNECTION_RESET"),
  "empty-response": () => lost("net::ERR_EMPTY_RESPONSE"),
  "timed-out": () => lost("net::ERR_TIMED_OUT"),
  "tls-error": () => lost("net::ERR_CERT_AUTHORITY_INVALID"),
  offline: () => lost("net::ERR_INTERNET_DISCONNECTED"),
  "proxy-error": () => lost("net::ERR_PROXY_CONNECTION_FAILED"),
  "protocol-error": () => lost("net::ERR_INVALID_HTTP_RESPONSE"),
  "unsafe-port": () => lost("net::ERR_UNSAFE_PORT"),
  "too-many-redirects": () => lost("net::ERR_TOO_MANY_REDIRECTS"),
  "unsafe-redirect": () => lost("net::ERR_UNSAFE_REDIRECT"),
  "network-error": () => lost("net::ERR_NEW_IN_NEXT_VERSION"),
};

/** The code that no exchange gets: Chromium uses it only for its own requests. */
const NEVER_DECIDED: ReadonlySet<CauseCode> = new Set(["invalid-response"]);

export const FAILING_CODES = (Object.keys(FAILING) as CauseCode[]).filter(
  (code) => !NEVER_DECIDED.has(code),
);

/** Arbitrary values around the deciding header lines. */
const around = () =>
  fc.record({
    value: hostileValue(),
    path: fc.oneof(
      fc.constant("/items"),
      fc.webPath(),
      fc.constantFrom("/`|x", "/%zz?a=<b>", "/x[y]?{z}|"),
    ),
    query: fc.webQueryParameters(),
    lines: fc.array(
      fc.tuple(fc.constantFrom("Server", "X-Powered-By", "Vary", "X-Told"), hostileValue()),
      { maxLength: 3 },
    ),
    statusText: hostileValue(),
    browser: fc.constantFrom("chromium" as const, "gecko" as const),
  });

/**
 * An exchange that fails for any one cause, with hostile other values. With Gecko as its browser, some get
 * another cause or none.
 */
export function failingExchange(): fc.Arbitrary<Exchange> {
  return fc
    .tuple(fc.constantFrom(...FAILING_CODES), around())
    .map(([code, { value, path, query, lines, statusText, browser }]) => {
      const exchange = anExchange({ ...FAILING[code](value), browser });
      const suffix = `${path}${path.includes("?") ? "&" : "?"}${query}`;
      return withFields(exchange, {
        call: exchange.call && { ...exchange.call, url: withSuffix(exchange.call.url, suffix) },
        hops: exchange.hops.map((hop) => ({
          ...hop,
          url: withSuffix(hop.url, suffix),
          response: hop.response && {
            ...hop.response,
            statusText,
            headers: [...hop.response.headers, ...lines],
          },
        })),
      });
    });
}

const withSuffix = (url: string, suffix: string) =>
  URL.canParse(suffix, url) ? new URL(suffix, url).href : url;

/** Any hostile exchange, of which one in twenty is blocked, or a failing one. */
export const anyHostileExchange = (): fc.Arbitrary<Exchange> =>
  fc.oneof(hostileExchange(), failingExchange());
