import { describe, expect, it } from "vitest";
import {
  anExchange,
  type ExchangeInit,
  type ResponseInit,
} from "../../exchange/exchange.test-builder.ts";
import type { EmbedderPolicy } from "../../http/embedder-policy.ts";
import { judge } from "../judge.ts";

const COMPLETED = { kind: "completed" } as const;
// Seen in Chromium 156 where the frame was refused before the body arrived.
const ABORTED = { kind: "failed", error: "net::ERR_ABORTED" } as const;
const HERE = "https://api.test";
const THERE = "https://app.test";
const SITE = "https://www.api.test";

/** The verdict on a frame of https://api.test, in one line. */
function shortOf(init: ExchangeInit): string {
  const exchange = anExchange({
    resourceType: "sub_frame",
    ancestorOrigins: [THERE],
    ...init,
    requestHeaders: { "Sec-Fetch-Mode": "navigate", ...init.requestHeaders },
  });
  const { outcome, cause, certainty, alternatives } = judge(exchange);
  const others = alternatives.map(({ code }) => ` or ${code}`).join("");
  return `${outcome} ${cause?.code ?? null} ${certainty}${others}`;
}

const BY_COEP = "corp-not-same-origin-after-defaulted-to-same-origin-by-coep";
const REFUSED = "blocked frame-not-allowed certain";
const SHOWN = "allowed null certain";

// https://html.spec.whatwg.org/multipage/document-lifecycle.html#the-x-frame-options-header
// https://w3c.github.io/webappsec-csp/#frame-ancestors-navigation-response
// biome-ignore format: a table is read by its columns.
describe("the header that refuses to be framed, in Chromium", () => {
  it.each([
    ["X-Frame-Options", "DENY", COMPLETED, REFUSED],
    ["X-Frame-Options", "DENY", ABORTED, REFUSED],
    ["X-Other", "DENY", COMPLETED, SHOWN],
    ["X-Other", "DENY", ABORTED, "aborted aborted certain"],
    ["X-Frame-Options", "SAMEORIGIN, SAMEORIGIN", COMPLETED, REFUSED],
    ["Content-Security-Policy", "img-src *, frame-ancestors 'none'", COMPLETED, REFUSED],
    ["Content-Security-Policy", "frame-ancestors 'self'", COMPLETED, REFUSED],
    ["Content-Security-Policy", "frame-ancestors", COMPLETED, REFUSED],
    ["Content-Security-Policy", `frame-ancestors ${THERE}`, COMPLETED, SHOWN],
  ])("%s: %s, %o: %s", (name, value, ending, wanted) => {
    expect(shortOf({ response: { headers: { [name]: value } }, ending })).toBe(wanted);
  });

  // Measured in Chromium 156 and Firefox 153. Firefox follows https://w3c.github.io/webappsec-csp/#match-ports,
  // and ignores paths.
  it.each([
    ["http://app.test:8443", REFUSED, "blocked"],
    ["https://app.test:8443/path", REFUSED, "blocked"],
    ["https://app.test:8443?query", REFUSED, "blocked"],
    ["https://app.test:8443/?query", SHOWN, "allowed"],
    ["https://app.test:8443", SHOWN, "allowed"],
    ["http://app.test:*", SHOWN, "allowed"],
  ])("lists %s, framed by https://app.test:8443: %s; Firefox allows it", (source, wanted, there) => {
    const init: ExchangeInit = {
      ancestorOrigins: ["https://app.test:8443"],
      response: { headers: { "Content-Security-Policy": `frame-ancestors ${source}` } },
      ending: COMPLETED,
    };
    const lanesIn = (browser: "chromium" | "gecko") =>
      judge(anExchange({ resourceType: "sub_frame", ...init, browser })).lanes;
    expect(shortOf(init)).toBe(wanted);
    expect(shortOf({ ...init, browser: "gecko" })).toBe(SHOWN);
    expect(lanesIn("chromium").gecko.outcome).toBe("allowed");
    expect(lanesIn("gecko").chromium.outcome).toBe(there);
  });

  const self = { response: { headers: { "Content-Security-Policy": "frame-ancestors 'self'" } } };
  it.each<[string, Partial<ExchangeInit>, string]>([
    ["only ancestors of its own origin", { ancestorOrigins: [HERE, HERE] }, SHOWN],
    ["one ancestor of another origin", { ancestorOrigins: [HERE, THERE] }, REFUSED],
    ["one ancestor of unknown origin", { ancestorOrigins: [HERE, null, HERE] }, "allowed null ambiguous or frame-not-allowed"],
    ["one ancestor of unknown origin, aborted", { ancestorOrigins: [null, HERE], ending: ABORTED }, "aborted aborted ambiguous or frame-not-allowed"],
    // The frame's own document may have made the request, not the parent.
    ["a parent that may be opaque", { ancestorOrigins: ["null", HERE], initiatorOrigin: "null" }, "blocked frame-not-allowed likely"],
    ["a parent that may be opaque, in a page of another origin", { ancestorOrigins: ["null", THERE], initiatorOrigin: "null" }, REFUSED],
  ])("has %s: %s", (_, init, wanted) => {
    expect(shortOf({ ...self, ...init })).toBe(wanted);
  });

  it("names the header that refuses, with its value", () => {
    const headers = { "X-Frame-Options": "SAMEORIGIN, ALLOWALL" };
    const { cause, findings } = judge(
      anExchange({ resourceType: "sub_frame", ancestorOrigins: [HERE], response: { headers } }),
    );
    expect(cause?.parameter).toBe("X-Frame-Options");
    expect(findings[0]?.evidence).toEqual([
      { header: "X-Frame-Options", got: "SAMEORIGIN, ALLOWALL", wanted: null },
    ]);
  });

  it("has no effect on a redirect", () => {
    const headers = { "X-Frame-Options": "DENY", Location: "https://else.test/" };
    expect(shortOf({ response: { status: 302, headers }, ending: ABORTED })).toMatch(/^aborted/);
  });
});

// https://html.spec.whatwg.org/multipage/browsers.html#check-a-navigation-response's-adherence-to-its-embedder-policy
// https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
// biome-ignore format: a table is read by its columns.
describe("a frame in a page with an embedder policy, in Chromium", () => {
  const COEP = "Cross-Origin-Embedder-Policy";
  const CORP = "Cross-Origin-Resource-Policy";
  // Chromium sends this value across sites where the frame lacks the attribute "credentialless".
  const HELD = { "Sec-Fetch-Storage-Access": "active" };
  const withBoth = { [COEP]: "require-corp", [CORP]: "cross-origin" };

  it.each<[EmbedderPolicy | null, parent: string, headers: Readonly<Record<string, string>>, string]>([
    ["unsafe-none",    THERE, {}, SHOWN],
    ["unsafe-none",    THERE, { [CORP]: "same-origin" }, SHOWN],
    [null,             THERE, {}, "allowed null likely"],
    [null,             THERE, withBoth, SHOWN],
    ["require-corp",   THERE, {}, `blocked ${BY_COEP} certain`],
    ["credentialless", THERE, {}, `blocked ${BY_COEP} certain`],
    ["require-corp",   THERE, withBoth, SHOWN],
    ["credentialless", THERE, { ...withBoth, [COEP]: 'require-corp; report-to="x"' }, SHOWN],
    ["require-corp",   THERE, { ...withBoth, [COEP]: "unsafe-none" }, "blocked coep-frame certain"],
    ["require-corp",   THERE, { ...withBoth, [COEP]: '"require-corp"' }, "blocked coep-frame certain"],
    ["require-corp",   THERE, { ...withBoth, [CORP]: "Cross-Origin" }, `blocked ${BY_COEP} certain`],
    ["require-corp",   THERE, { ...withBoth, [CORP]: "same-origin" }, "blocked corp-not-same-origin certain"],
    ["require-corp",   THERE, { ...withBoth, [CORP]: "same-site" }, "blocked corp-not-same-site certain"],
    ["require-corp",   HERE,  { [COEP]: "require-corp" }, SHOWN],
    ["require-corp",   HERE,  {}, "blocked coep-frame certain"],
    ["require-corp",   HERE,  { [CORP]: "cross-origin" }, "blocked coep-frame certain"],
    ["require-corp",   SITE,  { ...withBoth, [CORP]: "same-site" }, "allowed null ambiguous or corp-not-same-site"],
    ["require-corp",   "http://api.test", { ...withBoth, [CORP]: "same-site" }, "blocked corp-not-same-site certain"],
    // Chromium knows the site from which an opaque origin was derived.
    ["require-corp",   "null", { ...withBoth, [CORP]: "same-site" }, "allowed null ambiguous or corp-not-same-site"],
    ["require-corp",   "null", { ...withBoth, [CORP]: "same-origin" }, "blocked corp-not-same-origin certain"],
    // The embedder's policy comes first.
    ["require-corp",   THERE, { "X-Frame-Options": "DENY" }, `blocked ${BY_COEP} certain`],
  ])("%s around, of %s, with the response %j: %s", (embedderPolicy, parent, headers, wanted) => {
    const response = { headers };
    const requestHeaders = HELD;
    expect(shortOf({ embedderPolicy, ancestorOrigins: [parent], response, requestHeaders })).toBe(wanted);
  });

  // https://wicg.github.io/anonymous-iframe/
  it.each<[string, Partial<ExchangeInit>, string]>([
    ["completed", {}, "blocked coep-frame likely"],
    ["aborted", { ending: ABORTED }, "blocked coep-frame likely"],
    ["with a cookie", { requestHeaders: { Cookie: "a=b" } }, "blocked coep-frame certain"],
    ["without access to cookies", { requestHeaders: { "Sec-Fetch-Storage-Access": "none" } }, "blocked coep-frame likely"],
    // The browser reports that the document was committed.
    ["shown", { documentShown: true }, SHOWN],
    ["shown, then aborted", { documentShown: true, ending: ABORTED }, "aborted aborted certain"],
    ["refused in any case", { response: { headers: { "X-Frame-Options": "DENY" } } }, "blocked coep-frame ambiguous or frame-not-allowed"],
  ])("may be credentialless: %s", (_, init, wanted) => {
    const embedderPolicy = "require-corp";
    expect(shortOf({ embedderPolicy, ancestorOrigins: [HERE], ...init })).toBe(wanted);
  });

  it("checks the resource policy of a redirect", () => {
    const response = { status: 302, headers: { Location: "https://else.test/" } };
    const init = { embedderPolicy: "require-corp", requestHeaders: HELD, ending: ABORTED } as const;
    expect(shortOf({ ...init, response })).toBe(`blocked ${BY_COEP} certain`);
  });
});

// Firefox 153 names the reason of a refusal in the error, so a completed document was shown.
describe("a frame in Firefox", () => {
  const browser = "gecko";
  const failed = (error: string) => ({ kind: "failed", error }) as const;
  const everything = { "X-Frame-Options": "DENY", "Cross-Origin-Resource-Policy": "same-origin" };

  it.each<[string, Partial<ExchangeInit>, string]>([
    ["completed", {}, SHOWN],
    ["refused for its policy", { ending: failed("NS_ERROR_DOM_COEP_FAILED") }, "coep-frame"],
    [
      "refused for its resource policy",
      { ending: failed("NS_ERROR_DOM_CORP_FAILED") },
      "corp-not-same-origin",
    ],
    [
      "refused by X-Frame-Options",
      { ending: failed("NS_ERROR_XFO_VIOLATION") },
      "frame-not-allowed",
    ],
  ])("%s", (_, init, wanted) => {
    const response = { headers: everything };
    const short = shortOf({ browser, embedderPolicy: "require-corp", response, ...init });
    expect(short).toBe(wanted === SHOWN ? wanted : `blocked ${wanted} certain`);
  });

  // For a frame, a status of 0 in the timeline only means that the document is cross-origin.
  it("is shown although the page's timeline has no status for it", () => {
    expect(shortOf({ browser, timedStatus: 0 })).toBe(SHOWN);
  });
});

// https://html.spec.whatwg.org/multipage/browsers.html#check-a-global-object's-embedder-policy
// Seen in Chromium 156 and Firefox 153.
describe("the script of a worker", () => {
  const REFUSED = "blocked coep-frame certain";
  const ofWorker = { "Sec-Fetch-Dest": "worker", "Sec-Fetch-Mode": "same-origin" };
  const script = (init: ExchangeInit) =>
    shortOf({
      ...{ resourceType: "script", initiatorOrigin: HERE, url: `${HERE}/worker.js` },
      ...{ embedderPolicy: "require-corp", requestHeaders: ofWorker, ...init },
    });
  it.each<[string, ExchangeInit, string]>([
    ["aborts, in Chromium", { ending: ABORTED }, REFUSED],
    ["completes, in Firefox", { browser: "gecko", ending: COMPLETED }, REFUSED],
    ["with another policy", { embedderPolicy: "credentialless" }, REFUSED],
    [
      "that sends the policy too",
      { response: { headers: { "Cross-Origin-Embedder-Policy": "credentialless" } } },
      "allowed null certain",
    ],
    ["of a page without a policy", { embedderPolicy: "unsafe-none" }, "allowed null certain"],
    ["of an unknown page", { embedderPolicy: null }, "allowed null certain"],
    ["that is missing", { response: { status: 404 } }, "allowed null certain"],
    [
      "that a worker imports",
      { requestHeaders: { ...ofWorker, "Sec-Fetch-Mode": "no-cors" } },
      "allowed null certain",
    ],
    [
      "that is shared, and has its own policy",
      { requestHeaders: { ...ofWorker, "Sec-Fetch-Dest": "sharedworker" } },
      "allowed null certain",
    ],
  ])("that %s: %o", (_, init, wanted) => {
    expect(script(init)).toBe(wanted);
  });
});

// https://w3c.github.io/ServiceWorker/#update-algorithm : seen in Chromium 156, which aborts it.
it.each<[string, ResponseInit, string]>([
  ["an HTML page", { headers: { "Content-Type": "text/html" } }, "blocked mime-type certain"],
  ["no type", { headers: {} }, "blocked mime-type certain"],
  [
    "a redirect",
    { status: 302, headers: { Location: "/b.js" } },
    "blocked redirect-mode-error certain",
  ],
  [
    "a script",
    { headers: { "Content-Type": "text/javascript; charset=utf-8" } },
    "aborted aborted certain",
  ],
  [
    "an error page",
    { status: 500, headers: { "Content-Type": "text/html" } },
    "aborted aborted certain",
  ],
])("a service worker's script that is %s: %o", (_what, response, wanted) => {
  const requestHeaders = { "Sec-Fetch-Dest": "serviceworker", "Sec-Fetch-Mode": "same-origin" };
  const init = { resourceType: "script", initiatorOrigin: HERE, url: `${HERE}/sw.js` } as const;
  expect(shortOf({ ...init, requestHeaders, response, ending: ABORTED })).toBe(wanted);
  // Firefox 153 completes it, and calls a redirect a loop.
  if (response.status !== undefined) return;
  const inFirefox = shortOf({ ...init, requestHeaders, response, browser: "gecko" });
  expect(inFirefox).toBe(wanted.replace("aborted aborted", "allowed null"));
});

// https://html.spec.whatwg.org/multipage/document-lifecycle.html#the-x-frame-options-header : seen in Chromium
// 156, which aborts or completes it, and shows no document.
it.each<[string, ExchangeInit, string]>([
  ["aborted, with a header", { ending: ABORTED }, "blocked frame-not-allowed likely"],
  ["completed, with a header", { ending: COMPLETED }, "blocked frame-not-allowed likely"],
  ["shown", { documentShown: true }, "allowed null certain"],
  ["aborted, without a header", { ending: ABORTED, response: {} }, "aborted aborted certain"],
  [
    "no document",
    { requestHeaders: { "Sec-Fetch-Mode": "no-cors" } },
    "opaque opaque-no-cors certain",
  ],
  ["pending", { ending: { kind: "pending" } }, "pending null certain"],
])("the document of an object that is %s: %o", (_what, init, wanted) => {
  const response = { headers: { "X-Frame-Options": "DENY" } };
  const object = { resourceType: "object", ancestorOrigins: [], initiatorOrigin: THERE } as const;
  expect(shortOf({ ...object, response, ...init })).toBe(wanted);
});
