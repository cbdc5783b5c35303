import { expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aCall, aFailure, anElement, REJECTED } from "../../observation/page-call.test-builder.ts";
import type { PageCallResult } from "../../observation/page-call.ts";
import { judge } from "../judge.ts";
import type { LaneName } from "../lane-name.ts";

const PAGE = "https://app.test";
const CORS = { Origin: PAGE, "Sec-Fetch-Mode": "cors" };
const ALLOW = { "Access-Control-Allow-Origin": PAGE };
const NO_CORS = { "Sec-Fetch-Mode": "no-cors" };
const failed = (error: string) => ({ kind: "failed", error }) as const;

const redirectTo = (Location: string): ExchangeInit => ({
  browser: "gecko",
  initiatorOrigin: PAGE,
  requestHeaders: CORS,
  response: { status: 302, headers: { ...ALLOW, Location } },
});
const forbidden = (to: string): ExchangeInit => ({
  browser: "gecko",
  initiatorOrigin: PAGE,
  hops: [
    {
      requestHeaders: CORS,
      response: { status: 302, headers: { ...ALLOW, Location: to } },
      redirect: { url: to, internal: false },
    },
  ],
  ending: { kind: "pending" },
  call: aCall(),
  violation: { effectiveDirective: "connect-src", blockedUrl: to, disposition: "enforce" },
});
const manual = { call: aCall({ redirect: "manual" }) };
const image = { initiatorOrigin: PAGE, resourceType: "image", requestHeaders: NO_CORS } as const;
const toPassword: ExchangeInit = {
  ...image,
  browser: "gecko",
  hops: [{ url: "https://a.test/" }, { url: "https://user:word@a.test/", response: {} }].map(
    (hop) => ({ requestHeaders: NO_CORS, ...hop }),
  ),
};
/** A same-origin redirect with CORS to a URL with a password. */
const withinOrigin = (init: ExchangeInit): ExchangeInit => ({
  browser: "gecko",
  initiatorOrigin: "https://a.test",
  hops: ["https://a.test/", "https://user:word@a.test/"].map((url, hop) => ({
    url,
    requestHeaders: CORS,
    response:
      hop === 0
        ? { status: 302, headers: { ...ALLOW, Location: "https://user:word@a.test/" } }
        : {},
    ...(hop === 0 && { redirect: { url: "https://user:word@a.test/", internal: false } }),
  })),
  ...init,
});
const framed: ExchangeInit = {
  url: "https://frame.test/",
  resourceType: "sub_frame",
  initiatorOrigin: PAGE,
  embedderPolicy: "require-corp",
  ancestorOrigins: [PAGE],
  response: { headers: {} },
};
const iframe = (credentialless: boolean) =>
  aFailure({ url: "https://frame.test/", resourceType: "other", credentialless });
const refused = (credentialless: boolean): ExchangeInit => ({
  ...framed,
  browser: "gecko",
  element: iframe(credentialless),
  ending: failed("NS_ERROR_DOM_COEP_FAILED"),
});
const OF_PAGE: ExchangeInit = {
  url: `${PAGE}/frame`,
  response: { headers: { "Cross-Origin-Resource-Policy": "same-origin" } },
};
const embeddable = (url: string): ExchangeInit => ({
  ...framed,
  url,
  response: {
    headers: {
      "Cross-Origin-Resource-Policy": "cross-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
});
const HELD = { Cookie: "a=b" };
const OPAQUE: PageCallResult = {
  result: "resolved",
  responseType: "opaque",
  status: 0,
  errorName: null,
};
const FAILED_CORS = { "Access-Control-Allow-Origin": "https://two.test" };
const to = (Location: string, init: ExchangeInit = {}, headers: object = ALLOW): ExchangeInit => ({
  initiatorOrigin: PAGE,
  requestHeaders: CORS,
  response: { status: 302, headers: { ...headers, Location } },
  ...init,
});
const noUrl = (init: ExchangeInit = {}, headers?: object) =>
  to("http://", { ending: failed("net::ERR_INVALID_REDIRECT"), ...init }, headers);
const unsafe = (redirect: "manual" | "error", headers?: object) =>
  to("data:,a", { ending: failed("net::ERR_UNSAFE_REDIRECT"), call: aCall({ redirect }) }, headers);
const asked407: ExchangeInit = {
  browser: "gecko",
  method: "PUT",
  requestHeaders: CORS,
  preflight: { status: 407, ending: failed("NS_ERROR_DOM_BAD_URI") },
  response: null,
  ending: failed("NS_ERROR_DOM_BAD_URI"),
};
const stream = (url: string, mode: "cors" | "no-cors" = "cors"): ExchangeInit => ({
  browser: "gecko",
  url,
  method: "PUT",
  initiatorOrigin: "http://app.test",
  requestHeaders: { Origin: "http://app.test", "Sec-Fetch-Mode": mode },
  ...(mode === "cors" && { preflight: {} }),
  call: aCall({ method: "PUT", mode, body: "stream" }),
});
const sameOriginStream = (browser: "chromium" | "gecko"): ExchangeInit => ({
  browser,
  method: "PUT",
  requestHeaders: null,
  response: null,
  ending: { gecko: { kind: "not-sent" } as const, chromium: failed("net::ERR_FAILED") }[browser],
  call: aCall({ method: "PUT", mode: "same-origin", body: "stream" }),
  callResult: REJECTED,
});
const mixedRedirect = (headers: object) =>
  to("http://api.test/next", { ending: failed("net::ERR_FAILED"), call: aCall() }, headers);
const listed = (policy: string): ExchangeInit => ({
  ...framed,
  embedderPolicy: "unsafe-none",
  documentShown: true,
  response: { headers: { "Content-Security-Policy": `frame-ancestors ${policy}` } },
});
/** A frame that Chromium refused because a document around it has an opaque origin. */
const inOpaque = (policy: string): ExchangeInit => ({
  ...listed(policy),
  ancestorOrigins: ["null", PAGE],
  initiatorOrigin: "null",
  documentShown: false,
});
/** A frame that Firefox showed, as it does where an ancestor is a `data:` document. */
const ofGecko = (ancestorOrigins: readonly string[]): ExchangeInit => ({
  ...listed("*"),
  ...{ browser: "gecko", initiatorOrigin: null, ancestorOrigins },
});
const ledBy = (policy: string): ExchangeInit => ({
  ...framed,
  documentShown: true,
  response: {
    headers: {
      "Cross-Origin-Resource-Policy": policy,
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
});
const ledFrame: ExchangeInit = {
  ...framed,
  documentShown: true,
  hops: [
    {
      url: "https://frame.test/",
      requestHeaders: {},
      response: { status: 302, headers: { Location: PAGE } },
    },
    {
      url: PAGE,
      requestHeaders: {},
      response: { headers: { "Cross-Origin-Embedder-Policy": "require-corp" } },
    },
  ],
};
const plain = (init: ExchangeInit): ExchangeInit => ({
  url: "http://api.test/",
  initiatorOrigin: PAGE,
  requestHeaders: CORS,
  response: { headers: ALLOW },
  call: aCall({ url: "http://api.test/" }),
  ...init,
});
const track: ExchangeInit = { ...plain({}), browser: "gecko", resourceType: "media", call: null };
const mixedTrackRedirect: ExchangeInit = {
  ...{ initiatorOrigin: PAGE, resourceType: "media", ending: failed("net::ERR_ABORTED") },
  ...{ element: anElement({ resourceType: "media", mode: "cors" }), elementFailed: true },
  hops: [
    {
      requestHeaders: { ...CORS, "Sec-Fetch-Dest": "track" },
      response: { status: 302, headers: { ...ALLOW, Location: "http://api.test/next" } },
      redirect: { url: "http://api.test/next", internal: false },
    },
  ],
};
const upgraded: ExchangeInit = {
  ...track,
  hops: [
    {
      url: "http://api.test/",
      requestHeaders: null,
      response: null,
      redirect: { url: "https://api.test/", internal: true },
    },
    { url: "https://api.test/", requestHeaders: CORS, response: { headers: ALLOW } },
  ],
};
const served = (frameId: number, documentOrigins: readonly string[] = [PAGE]): ExchangeInit => ({
  browser: "gecko",
  frameId,
  documentOrigins,
  requestHeaders: null,
  response: null,
  ending: { kind: "not-sent" },
  call: aCall({ served: true }),
  callResult: REJECTED,
});
const servedPassword = (browser: "chromium" | "gecko"): ExchangeInit => ({
  ...served(0),
  browser,
  url: "https://user:word@api.test/",
  call: aCall({ url: "https://user:word@api.test/", served: true }),
});
/** The service worker responded. */
const GOT: ExchangeInit = {
  ending: { kind: "completed" },
  callResult: { ...REJECTED, result: "resolved", responseType: "cors", status: 200 },
};
const servedElement = (frameId: number): ExchangeInit => ({
  browser: "gecko",
  frameId,
  documentOrigins: [PAGE],
  requestHeaders: null,
  response: null,
  ending: { kind: "not-sent" },
  element: anElement({ served: true, answered: "none" }),
  elementFailed: true,
});
const blank = (init: ExchangeInit): ExchangeInit =>
  to("about:blank", { requestHeaders: NO_CORS, ...init });
const unsafeBlank = (init: ExchangeInit = {}) =>
  blank({ ending: failed("net::ERR_UNSAFE_REDIRECT"), ...init });
const noCors = (keepalive: boolean) => ({ call: aCall({ mode: "no-cors", keepalive }) });
const shown = (url: string, policy: string | null, init: ExchangeInit = {}): ExchangeInit => ({
  ...framed,
  documentShown: true,
  url,
  response: {
    headers: {
      "Cross-Origin-Embedder-Policy": "require-corp",
      ...(policy !== null && { "Cross-Origin-Resource-Policy": policy }),
    },
  },
  ...init,
});
/** A keepalive request that was redirected to about:blank, as Firefox records it. */
const LOADED_BLANK: ExchangeInit = {
  ...{ browser: "gecko", initiatorOrigin: PAGE, ending: { kind: "pending" }, ...noCors(true) },
  hops: [
    {
      requestHeaders: NO_CORS,
      response: { status: 302, headers: { Location: "about:blank" } },
      redirect: { url: "about:blank", internal: false },
    },
  ],
};
/** A CORS script of a page, whose response has this media type. */
const typed = (type: string): ExchangeInit => ({
  ...{ initiatorOrigin: PAGE, resourceType: "script", requestHeaders: CORS },
  response: { headers: { ...ALLOW, "Content-Type": type } },
  element: anElement({ resourceType: "script", mode: "cors", credentials: "same-origin" }),
});
/** A no-cors classic script, whose response has these headers. */
const classic = (headers: Readonly<Record<string, string>>): ExchangeInit => ({
  ...{ initiatorOrigin: PAGE, resourceType: "script", requestHeaders: NO_CORS },
  ...{ element: anElement({ resourceType: "script", mode: "no-cors" }), response: { headers } },
});
const NOT_A_SCRIPT = { ending: failed("NS_ERROR_CORRUPTED_CONTENT"), browser: "gecko" } as const;
/** An image with this resource policy, in a page with the embedder policy "require-corp". */
const consenting = (policy: string, init: ExchangeInit = {}): ExchangeInit => ({
  ...image,
  embedderPolicy: "require-corp",
  response: { headers: { "Content-Type": "image/png", "Cross-Origin-Resource-Policy": policy } },
  ...init,
});
const TWICE = "cross-origin, cross-origin";
const leadingOut = (Location: string): ExchangeInit => ({
  ...{ initiatorOrigin: PAGE, ending: { kind: "pending" } },
  hops: [
    {
      requestHeaders: NO_CORS,
      response: { status: 302, headers: { Location } },
      redirect: { url: Location, internal: false },
    },
  ],
});
/** A redirect to mixed content in a Firefox worker. */
const refusedRedirect = (Location: string): ExchangeInit => ({
  ...redirectTo(Location),
  call: aCall({ redirect: "error" }),
  callResult: REJECTED,
  ending: { kind: "completed" },
});
const ofWorker = (initiatorOrigin: string, documentOrigins: readonly string[]): ExchangeInit => ({
  ...to("http://api.test/next", { ending: failed("NS_ERROR_NET_ON_RECEIVING_FROM") }),
  ...{ browser: "gecko", documentId: null, initiatorOrigin, documentOrigins },
});
const font = { initiatorOrigin: PAGE, resourceType: "font" } as const;
const media = (status: number): ExchangeInit => ({
  ...image,
  resourceType: "media",
  response: { status, headers: { "Content-Type": "audio/wav" } },
});

// Measured by `npm run conformance -- --across` in Chromium 156 and Firefox 153.
// biome-ignore format: a table is read by its columns.
it.each<[string, LaneName, ExchangeInit, string]>([
  ["an unsafe redirect that is not followed", "chromium", { ...redirectTo("data:,a"), ...manual }, "opaque-redirect"],
  ["an unsafe redirect that is not followed", "gecko", { ...redirectTo("data:,a"), ...manual, browser: "chromium", ending: failed("net::ERR_UNSAFE_REDIRECT") }, "opaque-redirect"],
  ["an invalid Location", "chromium", redirectTo("http://"), "protocol-error"],
  ["a redirect to a password with redirect mode error", "chromium", refusedRedirect("https://user:word@b.test/"), "redirect-contains-credentials"],
  ["a redirect to a password with redirect mode error", "gecko", { ...refusedRedirect("https://user:word@b.test/"), browser: "chromium", ending: failed("net::ERR_FAILED") }, "redirect-mode-error"],
  ["a redirect to a password of the page's own origin with redirect mode error", "chromium", { ...refusedRedirect("https://user:word@app.test/"), url: `${PAGE}/` }, "redirect-mode-error"],
  ["a redirect with redirect mode error", "chromium", refusedRedirect("https://b.test/"), "redirect-mode-error"],
  ["a worker's redirect with CORS to a scheme that is not fetched", "chromium", { ...forbidden("foo:bar"), violation: null, documentId: null, call: null }, "blocked: own-policy"],
  ["a document's redirect with CORS to a scheme that is not fetched", "chromium", { ...forbidden("foo:bar"), violation: null }, "cors-disabled-scheme"],
  ["an invalid Location with redirect mode error", "chromium", { ...redirectTo("http://"), call: aCall({ redirect: "error" }), callResult: REJECTED, ending: { kind: "completed" } }, "protocol-error"],
  ["an invalid Location in a page with an embedder policy", "gecko", to("http://", { embedderPolicy: "require-corp", requestHeaders: NO_CORS, call: aCall({ mode: "no-cors" }), ending: failed("net::ERR_INVALID_REDIRECT") }), "corp-not-same-origin-after-defaulted-to-same-origin-by-coep"],
  ["a resource policy without effect", "chromium", consenting(TWICE, { browser: "gecko" }), "corp-not-same-origin-after-defaulted-to-same-origin-by-coep"],
  ["an effective resource policy", "chromium", consenting("cross-origin", { browser: "gecko" }), "opaque-no-cors"],
  ["a resource policy without effect, blocked by Chromium", "gecko", consenting(TWICE, { ending: failed("net::ERR_BLOCKED_BY_RESPONSE") }), "opaque-no-cors"],
  ["a redirect whose resource policy is without effect, blocked by Chromium", "gecko", consenting(TWICE, { ending: failed("net::ERR_BLOCKED_BY_RESPONSE"), response: { status: 302, headers: { Location: PAGE, "Cross-Origin-Resource-Policy": TWICE } } }), "response-unseen"],
  ["a resource policy beside an empty line", "gecko", { ...image, response: { headers: [["Cross-Origin-Resource-Policy", "same-origin"], ["Cross-Origin-Resource-Policy", ""]] } }, "corp-not-same-origin"],
  ["a script with an image's type", "gecko", classic({ "Content-Type": "image/png" }), "mime-type"],
  ["a script with an image's type", "spec", classic({ "Content-Type": "image/png" }), "mime-type"],
  ["a script with a text type", "gecko", classic({ "Content-Type": "text/plain" }), "opaque-no-cors"],
  ["a script that Gecko refused", "chromium", { ...classic({ "Content-Type": "image/png" }), ...NOT_A_SCRIPT }, "opaque-no-cors"],
  ["a script with an image's type and nosniff that Gecko refused", "chromium", { ...classic({ "Content-Type": "image/png", "X-Content-Type-Options": "nosniff" }), ...NOT_A_SCRIPT }, "mime-type"],
  ["a URL with a password that a service worker handles", "gecko", { ...served(0), browser: "chromium", call: aCall({ url: "https://user:word@api.test/", served: true }) }, "response-unseen"],
  ["a URL with a password that Chromium's service worker responded to", "gecko", { ...servedPassword("chromium"), ...GOT }, "allowed"],
  ["a URL with a password that Firefox's service worker failed to get", "chromium", servedPassword("gecko"), "service-worker-error"],
  ["a URL with a password that Firefox's service worker responded to", "chromium", { ...servedPassword("gecko"), ...GOT }, "response-unseen"],
  ["a URL with a password that the service worker left to the browser", "chromium", { ...plain({}), browser: "gecko", url: "https://user:word@api.test/", call: aCall({ url: "https://user:word@api.test/", served: true }) }, "allowed"],
  ["a URL with a password that a service worker handles, blocked as mixed content", "gecko", { ...servedPassword("chromium"), url: "http://user:word@api.test/", call: aCall({ url: "http://user:word@api.test/", served: true }) }, "mixed-content"],
  ["a password in a redirect without CORS", "chromium", toPassword, "credentialed-subresource"],
  ["a password in a redirect without CORS from a URL with one", "chromium", { ...toPassword, hops: (toPassword.hops ?? []).map((hop) => ({ ...hop, url: "https://user:word@a.test/" })) }, "credentialed-subresource"],
  ["a password in a redirect of a keepalive request without CORS", "chromium", { ...toPassword, resourceType: "xmlhttprequest", ...noCors(true) }, "credentialed-subresource"],
  ["a password in a redirect of a beacon", "chromium", { ...toPassword, resourceType: "beacon", call: aCall({ api: "beacon", mode: "no-cors", keepalive: true }) }, "opaque-no-cors"],
  ["a password in a redirect without CORS", "gecko", { ...toPassword, browser: "chromium" }, "opaque-no-cors"],
  ["a status 407", "chromium", { browser: "gecko", initiatorOrigin: PAGE, requestHeaders: CORS, response: { status: 407, headers: ALLOW } }, "network-error"],
  ["a status 401", "chromium", { browser: "gecko", initiatorOrigin: PAGE, requestHeaders: CORS, response: { status: 401, headers: ALLOW } }, "allowed"],
  ["a frame that Gecko refused", "chromium", { ...framed, browser: "gecko", ending: failed("NS_ERROR_DOM_COEP_FAILED") }, "own-policy"],
  ["a frame with cookies that Gecko refused", "chromium", { ...framed, browser: "gecko", requestHeaders: { Cookie: "a=1" }, ending: failed("NS_ERROR_DOM_COEP_FAILED") }, "own-policy"],
  ["a frame that Chromium showed", "gecko", { ...framed, documentShown: true }, "coep-frame"],
  ["a frame without credentialless that Gecko refused", "chromium", refused(false), "corp-not-same-origin-after-defaulted-to-same-origin-by-coep"],
  ["a same-origin frame without credentialless that Gecko refused", "chromium", { ...refused(false), ...OF_PAGE }, "coep-frame"],
  ["a same-origin frame without credentialless, in a page that may be sandboxed", "chromium", { ...refused(false), ...OF_PAGE, initiatorOrigin: null }, "blocked: call-unseen"],
  ["a credentialless frame that Gecko refused", "chromium", refused(true), "allowed"],
  ["a credentialless frame that its X-Frame-Options blocks", "chromium", { ...refused(true), response: { headers: { "X-Frame-Options": "DENY" } } }, "frame-not-allowed"],
  ["a credentialless frame whose frame-ancestors lists a page that may be sandboxed", "chromium", { ...refused(true), initiatorOrigin: null, response: { headers: { "Content-Security-Policy": `frame-ancestors ${PAGE}` } } }, "call-unseen"],
  ["a credentialless frame whose frame-ancestors lists a page that is not sandboxed", "chromium", { ...refused(true), response: { headers: { "Content-Security-Policy": `frame-ancestors ${PAGE}` } } }, "allowed"],
  ["a redirect of a credentialless frame that Gecko refused", "chromium", { ...refused(true), response: { status: 302, headers: { Location: PAGE } }, ending: failed("NS_ERROR_DOM_CORP_FAILED") }, "response-unseen"],
  ["a credentialless frame that Chromium showed", "gecko", { ...framed, documentShown: true, element: iframe(true) }, "coep-frame"],
  ["an embedder policy of an insecure frame", "gecko", { ...embeddable("http://frame.test/"), documentShown: true }, "coep-frame"],
  ["an embedder policy of an insecure frame", "chromium", { ...embeddable("http://frame.test/"), browser: "gecko", element: iframe(false), ending: failed("NS_ERROR_DOM_COEP_FAILED") }, "allowed"],
  ["a frame that may be embedded", "gecko", { ...framed, documentShown: true, response: { headers: { "Cross-Origin-Resource-Policy": "cross-origin", "Cross-Origin-Embedder-Policy": "require-corp" } } }, "allowed"],
  ["a frame that Chromium refused", "gecko", { ...framed, requestHeaders: HELD }, "coep-frame"],
  ["an image that is JSON", "gecko", { ...image, response: { headers: { "Content-Type": "application/json" } } }, "own-policy"],
  ["an invalid Location by Gecko's parser", "gecko", noUrl(), "protocol-error"],
  ["an invalid Location by Gecko's parser that CORS blocks", "gecko", noUrl({}, FAILED_CORS), "allow-origin-mismatch"],
  ["an invalid Location by Gecko's parser that is not followed", "gecko", noUrl({ call: aCall({ redirect: "manual" }) }), "opaque-redirect"],
  ["an unsafe redirect that is not followed, with an integrity hash", "gecko", { ...unsafe("manual"), call: aCall({ redirect: "manual", hasIntegrity: true }) }, "response-unseen"],
  ["an unsafe redirect with redirect mode error", "gecko", unsafe("error"), "redirect-mode-error"],
  ["an unsafe redirect with redirect mode error that CORS blocks", "gecko", unsafe("error", FAILED_CORS), "allow-origin-mismatch"],
  ["a fetch redirected to a password within the origin", "chromium", withinOrigin({ call: aCall() }), "credentialed-subresource"],
  ["an XMLHttpRequest redirected to a password within the origin", "chromium", withinOrigin({ call: aCall({ api: "xhr" }) }), "allowed"],
  ["an unknown call redirected to a password within the origin", "chromium", withinOrigin({ call: null }), "call-unseen"],
  ["a script redirected to a password within the origin", "chromium", withinOrigin({ call: null, resourceType: "script" }), "credentialed-subresource"],
  ["a fetch redirected to a password on another origin", "chromium", { ...withinOrigin({ call: aCall() }), initiatorOrigin: PAGE }, "redirect-contains-credentials"],
  ["a redirect to another scheme with redirect mode manual", "chromium", { ...redirectTo("mailto:a@b.test"), ...manual }, "opaque-redirect"],
  ["a redirect to another scheme that the page's policy blocks", "chromium", forbidden("mailto:a@b.test"), "csp"],
  ["a redirect to another scheme that the page's policy blocks", "spec", forbidden("mailto:a@b.test"), "cors-disabled-scheme"],
  ["a redirect to another scheme that the page's policy blocks", "gecko", { ...forbidden("mailto:a@b.test"), browser: "chromium", ending: failed("net::ERR_ABORTED"), callResult: REJECTED }, "csp"],
  ["a redirect to another scheme that the page's policy blocks", "chromium", forbidden("mailto:a@b.test"), "csp"],
  ["a redirect to another scheme that Gecko refused", "chromium", { ...redirectTo("mailto:a@b.test"), ending: failed("NS_ERROR_DOM_BAD_URI") }, "cors-disabled-scheme"],
  ["a status 407 of a preflight", "chromium", asked407, "network-error"],
  ["a status 407 of a preflight", "spec", asked407, "preflight-invalid-status"],
  ["a status 407 of a preflight that Chromium does not report", "gecko", { ...asked407, browser: "chromium", preflight: { response: null, ending: failed("net::ERR_UNEXPECTED_PROXY_AUTH") }, ending: failed("net::ERR_UNEXPECTED_PROXY_AUTH") }, "blocked: response-unseen"],
  ["a body shorter than its Content-Length", "gecko", { requestHeaders: CORS, initiatorOrigin: PAGE, response: { headers: ALLOW }, ending: failed("net::ERR_CONTENT_LENGTH_MISMATCH"), call: aCall({ hasIntegrity: true }), callResult: REJECTED }, "response-unseen"],
  ["an image that broke off", "gecko", { ...image, response: { headers: { "Content-Type": "image/png" } }, ending: failed("net::ERR_CONTENT_LENGTH_MISMATCH") }, "response-unseen"],
  ["a stream over HTTP/1.1", "chromium", stream("http://api.test/"), "tls-error"],
  ["a stream over an unknown protocol", "chromium", stream("https://api.test/"), "response-unseen"],
  ["a stream whose redirect is not followed", "chromium", { ...stream("https://api.test/"), response: { status: 302, headers: { ...ALLOW, Location: "/" } }, call: aCall({ method: "PUT", body: "stream", redirect: "manual" }), callResult: { ...OPAQUE, responseType: "opaqueredirect" } }, "response-unseen"],
  ["a text whose redirect is not followed", "chromium", { ...stream("https://api.test/"), response: { status: 302, headers: { ...ALLOW, Location: "/" } }, call: aCall({ method: "PUT", body: "plain", redirect: "manual" }), callResult: { ...OPAQUE, responseType: "opaqueredirect" } }, "opaque-redirect"],
  ["a stream with mode same-origin", "chromium", sameOriginStream("gecko"), "preflight-unseen"],
  ["a stream with mode same-origin", "gecko", sameOriginStream("chromium"), "disallowed-by-mode"],
  ["a stream that a service worker handled", "gecko", { ...served(0), browser: "chromium", call: aCall({ served: true, method: "PUT", body: "stream" }) }, "response-unseen"],
  ["a stream without CORS", "chromium", stream("http://api.test/", "no-cors"), "no-cors-stream-body"],
  ["a stream blocked as mixed content", "chromium", { ...stream("http://api.test/"), initiatorOrigin: PAGE, preflight: null, requestHeaders: null, response: null, ending: { kind: "not-sent" }, callResult: REJECTED }, "mixed-content"],
  ["a redirect to a frame that Gecko refuses", "gecko", ledFrame, "corp-not-same-origin-after-defaulted-to-same-origin-by-coep"],
  ["a frame whose resource policy has no effect", "gecko", ledBy("SAME-ORIGIN"), "allowed"],
  ["a frame whose resource policy has no effect, refused by Chromium", "gecko", { ...ledBy("SAME-ORIGIN"), documentShown: false, requestHeaders: HELD }, "allowed"],
  ["a frame whose resource policy has no effect, shown by Gecko", "chromium", { ...ledBy("SAME-ORIGIN"), browser: "gecko" }, "own-policy"],
  ["a frame listed by a path", "gecko", { ...listed(`${PAGE}/path`), documentShown: false }, "allowed"],
  ["a frame listed by a path", "spec", { ...listed(`${PAGE}/path`), browser: "gecko" }, "frame-not-allowed"],
  ["a frame of an unknown ancestor listed by a path", "gecko", { ...listed(`${PAGE}/path`), ancestorOrigins: [PAGE, null] }, "own-policy"],
  ["a frame listed by a path and by an origin", "gecko", listed(`${PAGE}/path ${PAGE}`), "allowed"],
  ["a frame listed beside non-ASCII text", "gecko", listed("é; frame-ancestors 'none'"), "own-policy"],
  ["a frame listed beside non-ASCII text that another policy refuses", "gecko", { ...listed("*"), documentShown: false, requestHeaders: HELD, response: { headers: [["Content-Security-Policy", "frame-ancestors é"], ["Content-Security-Policy", "frame-ancestors 'none'"]] } }, "frame-not-allowed"],
  ["a frame listed by its page's URL, in a sandboxed page", "gecko", inOpaque(PAGE), "call-unseen"],
  ["a frame listed by its page's URL, in a sandboxed page", "spec", inOpaque(PAGE), "frame-not-allowed"],
  ["a frame listed by *, in a data: page, shown by Gecko", "chromium", ofGecko(["null", PAGE]), "frame-not-allowed"],
  ["a frame listed by *, in a data: page, shown by Gecko", "spec", ofGecko(["null", PAGE]), "frame-not-allowed"],
  ["a frame listed by *, in a page with an origin, shown by Gecko", "chromium", { ...ofGecko([PAGE]), initiatorOrigin: PAGE }, "allowed"],
  ["a frame that lists no ancestors, in a data: page, shown by Gecko", "chromium", { ...ofGecko(["null", PAGE]), response: { headers: {} } }, "allowed"],
  ["a frame listed by no page", "gecko", inOpaque("'none'"), "frame-not-allowed"],
  ["a frame listed by another page's URL, in a sandboxed page", "gecko", { ...inOpaque(PAGE), ancestorOrigins: ["null", "https://two.test"] }, "frame-not-allowed"],
  ["a track over http", "chromium", track, "mixed-content"],
  ["a track that Chromium refused", "gecko", { ...track, browser: "chromium", url: "http://api.test/", requestHeaders: null, response: null, ending: { kind: "not-sent" }, element: anElement({ url: "http://api.test/", resourceType: "media", mode: "cors" }), elementFailed: true }, "own-policy"],
  ["a track redirected to http, recorded in Chromium", "gecko", mixedTrackRedirect, "own-policy"],
  ["a video that Chromium upgraded to https", "gecko", { ...upgraded, browser: "chromium" }, "allowed"],
  ["a video that Gecko upgraded to https", "chromium", upgraded, "allowed"],
  ["a call that Gecko upgraded to https", "spec", { ...upgraded, resourceType: "xmlhttprequest", call: aCall({ url: "http://api.test/" }) }, "allowed"],
  ["a call that Gecko upgraded to https", "chromium", { ...upgraded, resourceType: "xmlhttprequest", call: aCall({ url: "http://api.test/" }) }, "allowed"],
  ["a shared worker's mixed content", "gecko", plain({ documentId: null, tabId: -1, call: null }), "mixed-content"],
  ["a page's call over http that Gecko allowed", "chromium", plain({ browser: "gecko" }), "allowed"],
  ["a redirect to mixed content that CORS blocks", "gecko", mixedRedirect(FAILED_CORS), "mixed-content"],
  ["a redirect to mixed content that CORS blocks, with redirect mode manual", "gecko", { ...mixedRedirect(FAILED_CORS), call: aCall({ redirect: "manual" }) }, "allow-origin-mismatch"],
  ["a redirect to mixed content without Access-Control-Allow-Origin", "gecko", mixedRedirect({}), "mixed-content"],
  ["a redirect to mixed content that CORS blocks", "chromium", { ...mixedRedirect(FAILED_CORS), browser: "gecko", ending: failed("NS_ERROR_UNEXPECTED") }, "allow-origin-mismatch"],
  ["a worker's redirect that a policy or CORS blocked", "chromium", { ...ofWorker(PAGE, [PAGE]), response: { status: 301, headers: { ...ALLOW, "Access-Control-Allow-Credentials": "*", Location: "https://two.test/" } } }, "blocked: call-unseen"],
  ["a worker's redirect that only a policy can have blocked", "chromium", { ...ofWorker(PAGE, [PAGE]), response: { status: 301, headers: { ...ALLOW, "Access-Control-Allow-Credentials": "true", Location: "https://two.test/" } } }, "csp"],
  ["mixed content of an opaque origin's worker", "chromium", ofWorker("null", [PAGE]), "own-policy"],
  ["mixed content of a worker of unknown origin", "chromium", { ...ofWorker("null", [PAGE]), initiatorOrigin: null }, "own-policy"],
  ["mixed content of a worker without a document, which may be shared", "chromium", ofWorker(PAGE, []), "own-policy"],
  ["mixed content of a document's own worker", "chromium", ofWorker(PAGE, [PAGE]), "mixed-content"],
  ["mixed content of a recorded call", "chromium", { ...ofWorker(PAGE, []), call: aCall() }, "mixed-content"],
  ["mixed content of an opaque origin's worker", "spec", ofWorker("null", [PAGE]), "mixed-content"],
  ["a keepalive request redirected to about:blank", "gecko", unsafeBlank(noCors(true)), "opaque-no-cors"],
  ["a beacon redirected to about:blank", "gecko", unsafeBlank({ call: aCall({ api: "beacon", mode: "no-cors", keepalive: true }) }), "response-unseen"],
  ["a no-cors call without keepalive redirected to about:blank", "gecko", unsafeBlank(noCors(false)), "unsafe-redirect"],
  ["a request redirected to about:blank, possibly of a worker", "gecko", unsafeBlank(), "call-unseen"],
  ["an image redirected to about:blank", "gecko", unsafeBlank({ resourceType: "image" }), "unsafe-redirect"],
  ["a keepalive request redirected to about:srcdoc", "gecko", to("about:srcdoc", { requestHeaders: NO_CORS, ending: failed("net::ERR_UNSAFE_REDIRECT"), ...noCors(true) }), "unsafe-redirect"],
  ["a keepalive request with CORS redirected to about:blank", "gecko", to("about:blank", { ending: failed("net::ERR_UNSAFE_REDIRECT"), call: aCall({ keepalive: true }) }), "cors-disabled-scheme"],
  ["a redirect to about:blank that Gecko loaded", "chromium", { ...LOADED_BLANK, callResult: OPAQUE }, "unsafe-redirect"],
  ["a frame of the page's own origin", "gecko", shown(PAGE, null), "call-unseen"],
  ["a frame of the page's own origin with Cross-Origin-Resource-Policy same-origin", "gecko", shown(PAGE, "same-origin"), "call-unseen"],
  ["a frame that may be same-site", "gecko", shown("https://api.app.test/", "same-site", { element: iframe(false) }), "call-unseen"],
  ["a frame that may be same-site, refused by Gecko as cross-site", "chromium", { ...shown("https://api.app.test/", "same-site"), element: iframe(false), browser: "gecko", documentShown: false, ending: failed("NS_ERROR_DOM_CORP_FAILED") }, "call-unseen"],
  ["a cross-site frame with Cross-Origin-Resource-Policy same-site", "chromium", { ...shown("https://other.example/", "same-site"), element: iframe(false), browser: "gecko", documentShown: false, ending: failed("NS_ERROR_DOM_CORP_FAILED") }, "corp-not-same-site"],
  ["a frame of the page's own origin with Cross-Origin-Resource-Policy cross-origin", "gecko", shown(PAGE, "cross-origin"), "allowed"],
  ["a frame of the page's own origin whose resource policy has no effect", "gecko", shown(PAGE, "SAME-ORIGIN"), "allowed"],
  ["a frame whose resource policy is empty", "gecko", { ...ledBy(""), documentShown: false, element: iframe(false), elementFailed: false, ending: failed("net::ERR_ABORTED") }, "corp-not-same-origin-after-defaulted-to-same-origin-by-coep"],
  ["a frame of the page's own origin, in a page without an embedder policy", "gecko", shown(PAGE, null, { embedderPolicy: "unsafe-none" }), "allowed"],
  ["a frame of the page's own origin, redirected to a document that is refused anyway", "gecko", { ...ledFrame, documentShown: false, requestHeaders: HELD, hops: [...(ledFrame.hops ?? [])].reverse().map((hop, index) => ({ ...hop, response: index === 0 ? { status: 302, headers: { Location: "https://frame.test/" } } : { headers: {} } })) }, "blocked: call-unseen"],
  ["a frame of the page's own origin that Gecko showed", "chromium", shown(PAGE, null, { browser: "gecko", element: iframe(false) }), "allowed"],
  ["an integrity hash of a redirect that is not followed", "chromium", { ...redirectTo("/next"), call: aCall({ redirect: "manual", hasIntegrity: true }) }, "integrity"],
  ["an integrity hash of a redirect that is not followed", "gecko", { ...redirectTo("/next"), browser: "chromium", call: aCall({ redirect: "manual", hasIntegrity: true }) }, "opaque-redirect"],
  ["a relative redirect from a URL with a password", "chromium", { ...redirectTo("/next"), url: "https://user:word@api.test/", ending: failed("NS_ERROR_UNEXPECTED") }, "response-unseen"],
  ["a redirect to a URL with a password", "chromium", { ...redirectTo("https://user:word@api.test/"), ending: failed("NS_ERROR_UNEXPECTED") }, "redirect-contains-credentials"],
  ["a font that includes credentials", "gecko", { ...font, requestHeaders: CORS, element: anElement({ resourceType: "font", mode: "cors" }), response: { headers: ALLOW } }, "allowed"],
  ["a font that includes credentials, from a server that allows *", "gecko", { ...font, requestHeaders: CORS, element: anElement({ resourceType: "font", mode: "cors" }), response: { headers: { "Access-Control-Allow-Origin": "*" } }, ending: failed("net::ERR_FAILED") }, "allowed"],
  ["a font that includes credentials, from a server that allows another origin", "gecko", { ...font, requestHeaders: CORS, element: anElement({ resourceType: "font", mode: "cors" }), response: { headers: FAILED_CORS }, ending: failed("net::ERR_FAILED") }, "allow-origin-mismatch"],
  ["a redirect status without Location, with redirect mode error", "gecko", { ...plain({ call: aCall({ redirect: "error" }), callResult: { ...OPAQUE, responseType: "cors", status: 302 } }), url: "https://api.test/", response: { status: 302, headers: ALLOW } }, "redirect-mode-error"],
  ["a redirect status without Location, refused by Gecko with redirect mode error", "chromium", { ...plain({ call: aCall({ redirect: "error" }), callResult: REJECTED }), browser: "gecko", url: "https://api.test/", response: { status: 302, headers: ALLOW } }, "allowed"],
  ["a redirect status without Location, refused by Gecko with redirect mode error and an integrity hash", "chromium", { ...plain({ call: aCall({ redirect: "error", hasIntegrity: true }), callResult: REJECTED }), browser: "gecko", url: "https://api.test/", response: { status: 302, headers: ALLOW } }, "response-unseen"],
  ["a redirect status without Location, from a service worker", "gecko", { ...served(0), browser: "chromium", call: aCall({ served: true, redirect: "error" }), callResult: { ...OPAQUE, responseType: "cors", status: 302 } }, "response-unseen"],
  ["a call with redirect mode error that Firefox's service worker failed", "chromium", { ...served(0), call: aCall({ served: true, redirect: "error" }) }, "response-unseen"],
  ["a response with an authentication challenge", "gecko", { ...image, response: { status: 401, headers: { "WWW-Authenticate": "Basic" } }, ending: { kind: "pending" } }, "response-unseen"],
  ["a pending response", "gecko", { ...image, response: { status: 401, headers: {} }, ending: { kind: "pending" } }, "pending"],
  ["a call with redirect mode error that Chromium's service worker failed", "gecko", { ...served(0), browser: "chromium", call: aCall({ served: true, redirect: "error" }) }, "service-worker-error"],
  ["a synchronous call of a served page", "gecko", { requestHeaders: CORS, response: { headers: {} }, ending: failed("net::ERR_FAILED"), call: aCall({ api: "xhr", served: true, uploadListener: false }), callResult: { ...REJECTED, result: "thrown" } }, "response-unseen"],
  ["an asynchronous call of a served page", "gecko", { requestHeaders: CORS, response: { headers: {} }, ending: failed("net::ERR_FAILED"), call: aCall({ api: "xhr", served: true, uploadListener: false }), callResult: REJECTED }, "missing-allow-origin"],
  ["a served call of a frame without its own URL", "chromium", served(3), "response-unseen"],
  ["a served call of an about:srcdoc frame", "chromium", { ...served(3), fromSrcdoc: true }, "service-worker-error"],
  ["an image over http of a served frame without its own URL, which may be mixed content", "chromium", { ...servedElement(3), resourceType: "image", url: "http://api.test/", element: anElement({ url: "http://api.test/", resourceType: "image", mode: "cors", served: true, answered: "none" }), elementFailed: true }, "response-unseen"],
  ["a served call of a frame with its own URL", "chromium", served(3, [PAGE, PAGE]), "service-worker-error"],
  ["an element of a served frame without its own URL", "chromium", servedElement(3), "response-unseen"],
  ["a style with a proxy's status, from a service worker", "chromium", { ...servedElement(0), element: anElement({ served: true, answered: 407 }) }, "response-unseen"],
  ["a call with a proxy's status, from a service worker", "chromium", { ...served(0), ending: { kind: "completed" }, call: aCall({ served: true }), callResult: { ...OPAQUE, responseType: "cors", status: 407 } }, "response-unseen"],
  ["a medium of a served page that Gecko requested", "chromium", { ...media(500), browser: "gecko", element: anElement({ resourceType: "media", served: true }), elementFailed: true, ending: failed("NS_BINDING_ABORTED") }, "response-unseen"],
  ["a medium without CORS that Chromium's service worker got", "gecko", { ...servedElement(0), browser: "chromium", resourceType: "media", element: anElement({ resourceType: "media", served: true, answered: 200 }) }, "response-unseen"],
  ["a medium without CORS that Chromium's service worker got", "spec", { ...servedElement(0), browser: "chromium", resourceType: "media", element: anElement({ resourceType: "media", served: true, answered: 200 }) }, "allowed"],
  ["a medium with CORS of a served page that Gecko requested", "chromium", { ...media(200), browser: "gecko", requestHeaders: CORS, response: { headers: ALLOW }, element: anElement({ resourceType: "media", mode: "cors", credentials: "same-origin", served: true }) }, "allowed"],
  ["a track of another origin, in a served page", "chromium", { browser: "gecko", initiatorOrigin: PAGE, resourceType: "media", requestHeaders: null, response: null, ending: { kind: "not-sent" }, element: anElement({ resourceType: "media", mode: "same-origin", served: true }), elementFailed: true }, "disallowed-by-mode"],
  ["a keepalive call that a service worker got", "gecko", { ...served(0), browser: "chromium", call: aCall({ served: true, keepalive: true }) }, "response-unseen"],
  ["a keepalive call that bypassed the service worker in Gecko", "chromium", { ...plain({}), browser: "gecko", call: aCall({ url: "http://api.test/", served: true, keepalive: true }) }, "response-unseen"],
  ["a keepalive call that the service worker did not handle", "gecko", { ...plain({ documentId: "1" }), url: "https://api.test/", call: aCall({ served: true, keepalive: true }) }, "allowed"],
  ["a keepalive call that its page may not make", "gecko", { ...served(0), browser: "chromium", call: aCall({ served: true, keepalive: true, mode: "same-origin" }) }, "disallowed-by-mode"],
  ["a module of another type", "chromium", { ...typed("application/json"), browser: "gecko", ending: failed("NS_ERROR_CORRUPTED_CONTENT") }, "call-unseen"],
  ["a script of a type that browsers always refuse", "chromium", { ...typed("image/png"), browser: "gecko", ending: failed("NS_ERROR_CORRUPTED_CONTENT") }, "mime-type"],
  ["a script of another type that its element refused", "gecko", { ...typed("application/json"), elementFailed: true }, "call-unseen"],
  ["a script of another type that its element loaded", "gecko", typed("application/json"), "allowed"],
  ["a script of a JavaScript type that its element refused", "gecko", { ...typed("text/javascript"), elementFailed: true }, "allowed"],
  ["an image redirected to another scheme", "gecko", { ...leadingOut("foo:bar"), resourceType: "image" }, "response-unseen"],
  ["a script redirected to another scheme", "gecko", { ...leadingOut("foo:bar"), resourceType: "script" }, "network-error"],
  ["a secure worker's redirect to another scheme", "chromium", { ...leadingOut("foo:bar"), browser: "gecko", documentId: null }, "own-policy"],
  ["a secure worker's redirect to another scheme", "gecko", { ...leadingOut("foo:bar"), documentId: null }, "network-error"],
  ["a secure document's redirect to another scheme", "chromium", { ...leadingOut("foo:bar"), browser: "gecko", call: aCall({ mode: "no-cors" }), callResult: REJECTED }, "network-error"],
  ["an insecure worker's redirect to another scheme", "chromium", { ...leadingOut("foo:bar"), browser: "gecko", documentId: null, initiatorOrigin: "http://app.test" }, "network-error"],
  ["a served call of a page", "chromium", served(0), "service-worker-error"],
  ["a font preloaded without CORS", "gecko", { ...font, requestHeaders: NO_CORS, response: { headers: {} } }, "response-unseen"],
  ["a font preloaded without CORS, from a server that allows the page's origin", "gecko", { ...font, requestHeaders: NO_CORS, response: { headers: ALLOW } }, "allowed"],
  ["a font preloaded without CORS, from a server that allows another origin", "gecko", { ...font, requestHeaders: NO_CORS, response: { headers: FAILED_CORS } }, "response-unseen"],
  ["a font with credentials, blocked as mixed content", "gecko", { ...font, url: "http://api.test/", element: anElement({ url: "http://api.test/", resourceType: "font", mode: "cors" }), elementFailed: true, requestHeaders: null, response: null, ending: { kind: "not-sent" } }, "mixed-content"],
  ["a font that Gecko preloaded without CORS", "chromium", { ...font, browser: "gecko", requestHeaders: CORS, element: anElement({ resourceType: "font" }), response: { headers: ALLOW } }, "response-unseen"],
  ["a font with credentials that is redirected", "gecko", { ...font, requestHeaders: CORS, element: anElement({ resourceType: "font", mode: "cors" }), response: { status: 302, headers: { ...ALLOW, Location: "/next" } }, ending: failed("net::ERR_FAILED") }, "response-unseen"],
  ["a font that Gecko requested with CORS", "chromium", { ...font, browser: "gecko", requestHeaders: CORS, response: { headers: ALLOW } }, "allowed"],
  ["a font preloaded without CORS in a page with an embedder policy", "gecko", { ...font, embedderPolicy: "require-corp", requestHeaders: NO_CORS, response: { headers: ALLOW }, ending: failed("net::ERR_BLOCKED_BY_RESPONSE") }, "allowed"],
  ["an image in a page with an embedder policy", "gecko", { ...image, embedderPolicy: "require-corp", requestHeaders: NO_CORS, response: { headers: ALLOW }, ending: failed("net::ERR_BLOCKED_BY_RESPONSE") }, "corp-not-same-origin-after-defaulted-to-same-origin-by-coep"],
  ["a font with credentials that a service worker failed", "gecko", { ...servedElement(0), browser: "chromium", resourceType: "font", element: anElement({ resourceType: "font", mode: "cors", served: true, answered: "none" }) }, "response-unseen"],
  ["a font without credentials that a service worker failed", "gecko", { ...servedElement(0), browser: "chromium", resourceType: "font", element: anElement({ resourceType: "font", mode: "cors", credentials: "same-origin", served: true, answered: "none" }) }, "service-worker-error"],
  ["media with an error status", "gecko", media(500), "orb"],
  ["media that loaded", "gecko", media(200), "opaque-no-cors"],
  ["media that Gecko blocked", "chromium", { ...media(500), browser: "gecko", ending: failed("NS_BINDING_ABORTED") }, "opaque-no-cors"],
  ["an unrequested part of an image", "gecko", { ...image, response: { status: 206, headers: { "Content-Type": "image/png" } } }, "orb"],
  ["an image with an image's type", "gecko", { ...image, response: { headers: { "Content-Type": "image/png" } } }, "opaque-no-cors"],
])("%s: in %s", (_what, lane, init, wanted) => {
  const exchange = anExchange(init);
  const { outcome, cause, open } = judge(exchange).lanes[lane];
  // Views show the cause at its hop.
  if (cause !== null) expect(exchange.hops[cause.hop]).toBeDefined();
  const isStopped = outcome === "blocked" && open !== null;
  expect(isStopped ? `blocked: ${open}` : (open ?? cause?.code ?? outcome)).toBe(wanted);
});
