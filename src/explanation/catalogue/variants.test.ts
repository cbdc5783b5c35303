import { afterAll, beforeAll, describe, expect, it } from "vitest";
import english from "../../../public/_locales/en/messages.json" with { type: "json" };
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aCall } from "../../observation/page-call.test-builder.ts";
import type { FindingCode } from "../../verdict/codes.ts";
import { aFinding, aVerdict, type BlockInit } from "../../verdict/verdict.test-builder.ts";
import type { Finding } from "../../verdict/verdict.ts";
import { speakFrom } from "../../words/message-table.ts";
import { speakWith } from "../../words/words.ts";
import { explainFinding } from "../explain.ts";

const namesIn = (texts: readonly string[]) =>
  texts.map((text) => /^\w+/.exec(text)?.[0] ?? text).join(" ");

/** The explanation of one finding in English. */
function explained(
  code: FindingCode,
  finding: Partial<Finding>,
  init: ExchangeInit = {},
  verdict: BlockInit = {},
) {
  const found = aFinding(code, finding);
  return explainFinding(anExchange(init), aVerdict({ findings: [found], ...verdict }), found);
}

const withCors = (status: number) => ({ status, headers: {} });
const stored = (origin: string | null): ExchangeInit => ({
  response: { headers: {}, fromCache: true },
  cachedFrom: { exchange: "1", origin },
});

// Messages by name, as in sentences.test.ts: for notes, and for the variants of one code.
const SAID: readonly (readonly [
  name: string,
  code: FindingCode,
  finding: Partial<Finding>,
  init: ExchangeInit,
  because: string,
  fix: string,
])[] = [
  [
    "a cache that another origin filled",
    "cached-for-another-request",
    {},
    stored("https://other.test"),
    "why_cached_for_another_request_not_requested why_cached_for_another_request_stored_origin",
    "why_keep_vary_everywhere why_cached_for_another_request_fix_same why_clear_cache",
  ],
  [
    "a cache that a request without an origin filled",
    "cached-for-another-request",
    {},
    stored(null),
    "why_cached_for_another_request_not_requested why_cached_for_another_request_stored_no_origin",
    "why_keep_vary_everywhere why_cached_for_another_request_fix_same why_clear_cache",
  ],
  [
    "a response that caches may mix up",
    "vary-origin-missing",
    {},
    { response: withCors(200) },
    "why_vary_origin_missing_because why_vary_origin_missing_may_mix",
    "why_keep_vary_everywhere",
  ],
  [
    "a response that a cache may have mixed up",
    "vary-origin-missing",
    {},
    { response: { headers: {}, fromCache: true } },
    "why_vary_origin_missing_because why_vary_origin_missing_mixed",
    "why_keep_vary_everywhere why_clear_cache",
  ],
  [
    "a preflight response that was not HTTP",
    "invalid-response",
    { stage: "preflight" },
    { method: "PUT", preflight: {} },
    "why_invalid_response_because why_never_sent",
    "why_invalid_response_fix why_invalid_response_fix_then",
  ],
  [
    "a response that was not HTTP",
    "invalid-response",
    { stage: "response" },
    {},
    "why_invalid_response_because",
    "why_invalid_response_fix why_invalid_response_fix_then",
  ],
  [
    "a method that is listed in upper case",
    "method-disallowed",
    { stage: "preflight", parameter: "patch" },
    {
      method: "patch",
      preflight: { response: { headers: { "Access-Control-Allow-Methods": "PATCH" } } },
    },
    "why_response_says why_method_disallowed_because_case",
    "why_method_disallowed_fix_case",
  ],
  [
    "an address space that was not set by the call",
    "invalid-local-network-access",
    { parameter: "loopback" },
    {},
    "why_invalid_local_network_access_because_named why_invalid_local_network_access_stopped",
    "why_invalid_local_network_access_fix why_invalid_local_network_access_fix_public",
  ],
  [
    "a worker's script of another origin",
    "disallowed-by-mode",
    { stage: "request" },
    { call: aCall({ api: "worker" }) },
    "why_disallowed_by_mode_because why_disallowed_by_mode_foreign",
    "why_disallowed_by_mode_fix_worker why_disallowed_by_mode_fix_worker_blob",
  ],
  [
    "a request that was redirected to another origin",
    "disallowed-by-mode",
    { stage: "redirect" },
    { response: { status: 302, headers: { Location: "https://other.test/" } } },
    "why_disallowed_by_mode_because why_disallowed_by_mode_foreign_redirect",
    "why_disallowed_by_mode_fix why_disallowed_by_mode_fix_own",
  ],
  [
    "a file that was requested",
    "cors-disabled-scheme",
    { stage: "request" },
    { url: "file:///a.json" },
    "why_cors_disabled_scheme_because why_cors_disabled_scheme_http_only",
    "why_cors_disabled_scheme_fix_file",
  ],
  [
    "a scheme without servers",
    "cors-disabled-scheme",
    { stage: "request" },
    { url: "ftp://a.test/" },
    "why_cors_disabled_scheme_because why_cors_disabled_scheme_http_only",
    "why_cors_disabled_scheme_fix",
  ],
];

describe("the scheme of a redirect's target is", () => {
  const to = (Location: string, url?: string): ExchangeInit => {
    const response = { status: 302, headers: { Location } };
    return { hops: [{ response, ...(url && { redirect: { url, internal: false } }) }] };
  };
  it.each<[string, ExchangeInit, string]>([
    ["that of the URL that the browser named", to("x", "data:,x"), "data:"],
    ["that of Location, where the browser named no URL", to("FTP://a.test/"), "ftp:"],
    ["not known without either", { response: { status: 302, headers: {} } }, "that scheme"],
    ["not known for a URL without a scheme", to("/items"), "that scheme"],
  ])("%s", (_name, init, scheme) => {
    const words = explained("cors-disabled-scheme", { stage: "redirect" }, init);
    expect(words.short).toContain(scheme);
  });
});

describe("the explanation of", () => {
  beforeAll(() => speakWith((name) => (name === "language_tag" ? "en" : name)));
  afterAll(() => speakWith(speakFrom(english)));

  it.each(SAID)("%s", (_name, code, finding, init, because, fix) => {
    const words = explained(code, finding, init);
    expect(namesIn(words.because)).toBe(because);
    expect(namesIn(words.fix)).toBe(fix);
  });
});

// https://w3c.github.io/webappsec-csp/#directives-fetch
describe("the directive of a policy is", () => {
  it.each([
    ["audio", "media-src"],
    ["font", "font-src"],
    ["frame", "frame-src"],
    ["iframe", "frame-src"],
    ["image", "img-src"],
    ["manifest", "manifest-src"],
    ["object", "object-src"],
    ["script", "script-src"],
    ["sharedworker", "worker-src"],
    ["style", "style-src"],
    ["track", "media-src"],
    ["video", "media-src"],
    ["worker", "worker-src"],
    ["", "connect-src"],
    ["report", "connect-src"],
  ])("for the destination %j %s", (destination, directive) => {
    const words = explained("csp", { parameter: null }, {}, { destination });
    expect(words.title).toContain(directive);
    expect(words.fix.join()).toContain(directive);
  });

  it.each([
    ["the one that the browser names", "script-src-elem", "script-src-elem"],
    ["not a name that is not a directive", "https://a.test/", "connect-src"],
  ])("%s", (_name, parameter, directive) => {
    expect(explained("csp", { parameter }).short).toContain(directive);
  });
});

// https://fetch.spec.whatwg.org/#http-redirect-fetch : the target is checked like a first URL. (Seen in
// Chromium 156 and Firefox 153: the hop's own server is allowed, and has responded.)
describe("a policy that refuses a redirect's target", () => {
  const from = { url: "https://a.test/x" };
  const to = (Location: string): ExchangeInit => ({
    hops: [{ ...from, response: { status: 302, headers: { Location } } }],
  });
  const followed = { ...from, redirect: { url: "https://b.test:8443/y", internal: false } };

  it.each<[string, ExchangeInit]>([
    ["in Location", to("https://b.test:8443/y")],
    ["that the browser reports", { hops: [followed] }],
  ])("names the target %s", (_name, init) => {
    const { title, because, fix } = explained("csp", { stage: "redirect" }, init);
    expect(title).toContain("Allow https://b.test:8443 in connect-src");
    expect(because[0]).toContain("https://b.test:8443/y");
    expect(because.slice(1)).toEqual([
      "The browser did not follow the redirect from https://a.test, so nothing was sent to https://b.test:8443.",
    ]);
    expect(fix.join()).toContain("add https://b.test:8443 to");
    expect([title, ...fix].join()).not.toContain("//a.test");
  });

  it("names the target of an insecure redirect", () => {
    const words = explained("mixed-content", { stage: "redirect" }, to("http://b.test/y"));
    expect(words.title).toContain("b.test");
    expect(words.because[0]).toContain("http://b.test/y");
    expect(words.because[1]).toContain("the redirect from https://a.test");
    expect(words.fix).toEqual(["Serve b.test over https, and let GET /x redirect to https."]);
  });

  it("names no host where the target is unknown", () => {
    const { title } = explained("csp", { stage: "redirect" }, { hops: [from] });
    expect(title).toContain("Allow the new URL in connect-src");
  });

  it("names the hop's own server before it is requested", () => {
    const { title, because } = explained("csp", { stage: "request" }, { hops: [from] });
    expect(title).toContain("Allow https://a.test in");
    expect(because[1]).toContain("never reached a.test");
  });
});

// An extension may cancel a request when its response arrives: webRequest.onHeadersReceived.
it.each([
  ["denies that a blocked request reached the server", null, true],
  ["does not deny it where the server responded", {}, false],
] as const)("%s", (_name, response, isDenied) => {
  const { because } = explained("blocked-by-client", { stage: "request" }, { response });
  expect(because.some((text) => text.includes("never reached"))).toBe(isDenied);
});

describe("the title of a redirect that the call refuses", () => {
  it.each([
    ["names the URL that may be requested directly", { Location: "https://api.test/new" }, "/new"],
    ["names the path where the target is unknown", {}, "/items"],
  ])("%s", (_name, headers, part) => {
    const init = { url: "https://api.test/items", response: { status: 302, headers } };
    expect(explained("redirect-mode-error", { stage: "response" }, init).title).toContain(part);
  });
});
