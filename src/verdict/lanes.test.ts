import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anExchange,
  anOtherRequester,
  type ExchangeInit,
} from "../exchange/exchange.test-builder.ts";
import { aCall, anElement } from "../observation/page-call.test-builder.ts";
import { decideExchange } from "./decide-exchange.ts";
import { anyHostileExchange } from "./failing-exchange.test-builder.ts";
import { judge } from "./judge.ts";
import { LANES, type LaneName } from "./lane-name.ts";
import { LANE_RULES } from "./lanes/all.ts";
import { isWalkedAlike, mainFetch } from "./standard/main-fetch.ts";
import type { Lane } from "./verdict.ts";

const PAGE = "https://app.test";
const ALLOW = { "Access-Control-Allow-Origin": PAGE };
const STAR = { "Access-Control-Allow-Origin": "*" };

const said = ({ outcome, cause, open }: Lane) => open ?? cause?.code ?? outcome;

const laneOf = (lane: LaneName, init: ExchangeInit) => said(judge(anExchange(init)).lanes[lane]);

/** A PUT hop after a cross-origin redirect, with a preflight that got these headers. */
const redirected = (
  browser: "chromium" | "gecko",
  origin: string,
  allowed: Readonly<Record<string, string>>,
  response: Readonly<Record<string, string>>,
): ExchangeInit => {
  const methods = { "Access-Control-Allow-Methods": "PUT" };
  const put = { method: "PUT", requestHeaders: { Origin: PAGE } };
  return {
    browser,
    initiatorOrigin: PAGE,
    hops: [
      {
        ...put,
        url: "https://a.test/",
        preflight: { status: 204, headers: { ...ALLOW, ...methods } },
      },
      {
        ...put,
        url: "https://b.test/",
        requestHeaders: { Origin: "null" },
        preflight: {
          status: 204,
          requestHeaders: { Origin: origin, "Access-Control-Request-Method": "PUT" },
          headers: { ...allowed, ...methods },
        },
        response: { headers: response },
      },
    ],
  };
};

describe("a lane after a redirect, whose preflight sends another Origin", () => {
  const nulled = { "Access-Control-Allow-Origin": "null" };

  // https://fetch.spec.whatwg.org/#http-redirect-fetch taints the origin; Gecko's preflight still sends
  // the original origin (measured in 153).
  // biome-ignore format: a table is read by its columns.
  it.each<[string, LaneName, ExchangeInit, string]>([
    ["stays open where the server may echo the origin", "gecko", redirected("chromium", "null", nulled, nulled), "origin-unseen"],
    ["follows the echo of a preflight response with Vary: Origin", "gecko", redirected("chromium", "null", { ...nulled, Vary: "Accept, origin" }, nulled), "allowed"],
    ["follows the echo of a response with Vary: Origin", "gecko", redirected("chromium", "null", nulled, { ...nulled, Vary: "Origin" }), "allowed"],
    ["stays open where the response has another value", "gecko", redirected("chromium", "null", { ...nulled, Vary: "Origin" }, STAR), "origin-unseen"],
    ["stays open where only a response with another value has Vary: Origin", "gecko", redirected("chromium", "null", nulled, { ...STAR, Vary: "Origin" }), "origin-unseen"],
    ["follows an echo that two responses show", "chromium", redirected("gecko", PAGE, ALLOW, nulled), "allowed"],
    ["keeps a fixed origin", "chromium", redirected("gecko", PAGE, ALLOW, ALLOW), "allow-origin-mismatch"],
    ["keeps *", "gecko", redirected("chromium", "null", STAR, STAR), "allowed"],
  ])("%s", (_name, lane, init, wanted) => {
    expect(laneOf(lane, init)).toBe(wanted);
  });
});

describe("the response to another requester of the same URL", () => {
  const NULL = { "Access-Control-Allow-Origin": "null" };
  const requested = (...requesters: Parameters<typeof anOtherRequester>[0][]): ExchangeInit => ({
    ...redirected("chromium", "null", NULL, NULL),
    requesters: requesters.map(anOtherRequester),
  });
  const two = "https://two.test";

  // biome-ignore format: a table is read by its columns.
  it.each<[string, ExchangeInit, string]>([
    ["shows an echo", requested({ hop: 1, origin: two, allowOrigin: two }), "allowed"],
    ["shows a fixed origin", requested({ hop: 1, origin: two, allowOrigin: "null" }), "allow-origin-mismatch"],
    ["shows nothing where it allows a third origin", requested({ hop: 1, origin: two, allowOrigin: PAGE }), "origin-unseen"],
    ["shows nothing about another URL", requested({ hop: 0, origin: two, allowOrigin: two }), "origin-unseen"],
    ["shows nothing without an origin", requested({ hop: 1, origin: null, allowOrigin: "null" }), "origin-unseen"],
    ["shows nothing where both sent the same origin", requested({ hop: 1, origin: "null", allowOrigin: "null" }), "origin-unseen"],
    ["shows an echo after a requester that shows nothing", requested({ hop: 1, origin: null, allowOrigin: null }, { hop: 1, origin: two, allowOrigin: two }), "allowed"],
  ])("%s", (_name, init, wanted) => {
    expect(laneOf("gecko", init)).toBe(wanted);
  });

  const several = { "Access-Control-Allow-Origin": "https://x.test, NULL" };
  const other = { "Access-Control-Allow-Origin": "https://x.test" };

  // Where the value contains or may contain the sent origin, the value for another origin is unknown.
  // biome-ignore format: a table is read by its columns.
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ["a list with the sent origin", several, "origin-unseen"],
    ["another origin and Vary: Origin", { ...other, Vary: "Accept, Origin" }, "origin-unseen"],
    ["another origin", other, "allow-origin-mismatch"],
    ["another origin and Vary without Origin", { ...other, Vary: "Accept, X-Origin" }, "allow-origin-mismatch"],
    ["* and Vary: Origin", { ...STAR, Vary: "Origin" }, "allowed"],
  ])("a preflight that gets %s", (_name, headers, wanted) => {
    expect(laneOf("gecko", redirected("chromium", "null", headers, NULL))).toBe(wanted);
  });
});

describe("a lane whose cache differs: the response", () => {
  const plain = {
    initiatorOrigin: PAGE,
    requestHeaders: { Origin: PAGE },
    response: { headers: ALLOW },
  };
  const cached = (origin: string | null): ExchangeInit => ({
    ...plain,
    response: { headers: ALLOW, fromCache: true },
    cachedFrom: { exchange: "0", origin },
  });

  // Chromium caches one response per URL, Firefox one with credentials and one without.
  // biome-ignore format: a table is read by its columns.
  it.each<[string, LaneName, ExchangeInit, string]>([
    ["cached for another origin", "gecko", cached("https://two.test"), "cache-unseen"],
    ["cached for another origin, which Gecko's cache shares too", "gecko", { ...cached("https://two.test"), cachedFrom: { exchange: "0", origin: "https://two.test", sharedElsewhere: true } }, "allowed"],
    ["cached for another origin, which Gecko's cache shares too, with an earlier requester", "gecko", { ...cached(null), cachedFrom: { exchange: "0", origin: null, sharedElsewhere: true }, requesters: [anOtherRequester({ exchange: "0", storedApart: true })] }, "allowed"],
    ["cached for a request without an origin, and allowed for the page's", "gecko", cached(null), "allowed"],
    ["cached for a request without an origin, and allowed for the page's, with Vary: Origin", "gecko", { ...cached(null), response: { headers: { ...ALLOW, Vary: "Origin" }, fromCache: true } }, "cache-unseen"],
    ["cached for a request without an origin, and allowed for none", "gecko", { ...cached(null), response: { headers: {} }, ending: { kind: "failed", error: "net::ERR_FAILED" } }, "cache-unseen"],
    ["cached for the page's origin", "gecko", cached(PAGE), "allowed"],
    ["cached for another opaque origin", "gecko", { ...cached("null"), requestHeaders: { Origin: "null" }, response: { headers: { "Access-Control-Allow-Origin": "null" }, fromCache: true }, initiatorOrigin: "null" }, "allowed"],
    ["also requested by another origin, recorded in Gecko", "chromium", { ...plain, browser: "gecko", requesters: [anOtherRequester({})] }, "cache-unseen"],
    ["also requested by another origin, which Gecko caches separately", "chromium", { ...plain, browser: "gecko", requesters: [anOtherRequester({ storedApart: true })] }, "cache-unseen"],
    ["also requested by another origin, recorded in Chromium", "gecko", { ...plain, requesters: [anOtherRequester({})] }, "allowed"],
    ["also requested by another origin, which Chromium caches separately", "gecko", { ...plain, requesters: [anOtherRequester({ storedApart: true })] }, "cache-unseen"],
    ["also requested by another origin, with another credentials mode", "gecko", { ...plain, call: aCall({ credentials: "same-origin" }), requesters: [anOtherRequester({ storedApart: true, credentialsIncluded: true })] }, "allowed"],
    ["also requested by another origin, with the same credentials mode", "gecko", { ...plain, call: aCall({ credentials: "same-origin" }), requesters: [anOtherRequester({ storedApart: true, credentialsIncluded: false })] }, "cache-unseen"],
    ["requested by nobody else, recorded in Gecko", "chromium", { ...plain, browser: "gecko" }, "allowed"],
    ["cached for another origin, with *", "gecko", { ...cached("https://two.test"), response: { headers: STAR, fromCache: true } }, "allowed"],
    ["cached by its own redirect", "gecko", { ...cached("https://two.test"), cachedFrom: { exchange: "1", origin: "null" } }, "allowed"],
    ["from the page's own origin", "gecko", { ...cached("https://two.test"), url: `${PAGE}/items` }, "allowed"],
    ["also requested by another origin, with *", "chromium", { ...plain, browser: "gecko", response: { headers: STAR }, requesters: [anOtherRequester({ allowOrigin: "*" })] }, "allowed"],
  ])("%s", (_name, lane, init, wanted) => {
    expect(laneOf(lane, init)).toBe(wanted);
  });
});

describe("a lane with its own preflight", () => {
  const headers = { Origin: PAGE };
  const response = { headers: ALLOW };
  const plain = { initiatorOrigin: PAGE, requestHeaders: headers, response };
  const userAgent = aCall({ headerNames: ["user-agent"] });
  const listener = aCall({ api: "xhr", uploadListener: true });
  const preflight = {
    status: 204,
    requestHeaders: { Origin: PAGE, "Access-Control-Request-Method": "PATCH" },
    headers: { ...ALLOW, "Access-Control-Allow-Methods": "PATCH" },
  };
  const becomesGet: ExchangeInit = {
    initiatorOrigin: PAGE,
    hops: [
      { url: "https://a.test/", method: "PATCH", preflight, requestHeaders: headers },
      { url: "https://a.test/next", requestHeaders: headers, response },
    ],
  };
  const losesPassword: ExchangeInit = {
    initiatorOrigin: PAGE,
    call: aCall({ url: `${PAGE}/a`, headerNames: ["authorization"] }),
    hops: [
      { url: `${PAGE}/a`, requestHeaders: { Authorization: "Basic YTpi" } },
      { url: "https://a.test/next", requestHeaders: headers, response },
    ],
  };
  const hint = { ...headers, "Save-Data": "on" };
  const requested = {
    status: 204,
    requestHeaders: { Origin: PAGE, "Access-Control-Request-Headers": "save-data" },
    headers: {},
    ending: { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" },
  } as const;
  const dropped = { browser: "gecko", initiatorOrigin: PAGE, preflight: requested } as const;
  const stopped = { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" } as const;

  // Measured with e2e/conformance/across in Chromium 156 and Firefox 153.
  // biome-ignore format: a table is read by its columns.
  it.each<[string, LaneName, ExchangeInit, string]>([
    ["Gecko's, for the page's own User-Agent", "gecko", { ...plain, call: userAgent, requestHeaders: { ...headers, "User-Agent": "mine" } }, "preflight-unseen"],
    ["Gecko's, for an upload listener without a body", "gecko", { ...plain, call: listener }, "preflight-unseen"],
    ["the standard's, for an upload listener without a body", "spec", { ...plain, call: listener }, "preflight-unseen"],
    ["Gecko's, after a 303 that changed the method to GET", "gecko", becomesGet, "preflight-unseen"],
    ["not the standard's, after a 303 that changed the method to GET", "spec", becomesGet, "allowed"],
    ["Gecko's, after a redirect from the page's origin that removed Authorization", "gecko", losesPassword, "preflight-unseen"],
    ["not the standard's, after a redirect from the page's origin that removed Authorization", "spec", losesPassword, "allowed"],
    ["Gecko's, for a client hint that the page sets", "gecko", { ...plain, requestHeaders: hint, call: aCall({ headerNames: ["save-data"] }) }, "preflight-unseen"],
    ["Gecko's, for a client hint that a worker sets", "gecko", { ...plain, requestHeaders: hint }, "preflight-unseen"],
    ["not Gecko's, for a hint that Chromium may have added", "gecko", { ...plain, requestHeaders: { ...hint, "Sec-CH-UA": '"Chromium";v="156"' } }, "allowed"],
    ["not Chromium's, for a hint that Gecko's preflight announced", "chromium", { ...dropped, requestHeaders: hint, response: null, ending: stopped }, "response-unseen"],
  ])("%s", (_name, lane, init, wanted) => {
    expect(laneOf(lane, init)).toBe(wanted);
  });
});

// Gecko sends a preflight with its request's redirect mode (measured in 153).
it.each([
  ["manual", "preflight-invalid-status"],
  ["error", "preflight-invalid-status"],
  ["follow", "preflight-disallowed-redirect"],
] as const)(
  "Gecko's lane for a redirected preflight with redirect mode %s is %s",
  (redirect, wanted) => {
    const headers = { ...ALLOW, "Access-Control-Allow-Methods": "PUT", Location: "/login" };
    const init: ExchangeInit = {
      method: "PUT",
      requestHeaders: null,
      preflight: { status: 302, headers },
      response: null,
      ending: { kind: "failed", error: "net::ERR_FAILED" },
      call: aCall({ method: "PUT", redirect }),
    };
    expect(laneOf("gecko", init)).toBe(wanted);
    expect(laneOf("chromium", init)).toBe("preflight-disallowed-redirect");
  },
);

describe("a lane whose preflight lists other names", () => {
  const listing = (requested: string, allowed: string, more: object = {}): ExchangeInit => ({
    initiatorOrigin: PAGE,
    requestHeaders: {
      ...{ Origin: PAGE, "User-Agent": "mine" },
      ...Object.fromEntries(requested.split(",").map((name) => [name, "1"])),
    },
    preflight: {
      requestHeaders: { Origin: PAGE, "Access-Control-Request-Headers": requested },
      headers: { ...ALLOW, "Access-Control-Allow-Headers": allowed, ...more },
    },
    response: { headers: ALLOW },
    call: aCall({ headerNames: [...requested.split(","), "user-agent"] }),
  });
  const vary = { Vary: "Origin, Access-Control-Request-Headers" };
  /** Two hops, each with its requested and its allowed names. */
  const twice = (
    first: [string, string],
    second: [string, string],
    url = "https://a.test/two",
  ): ExchangeInit => {
    const [one, two] = [first, second].map(([requested, allowed]) => listing(requested, allowed));
    const { call: _, initiatorOrigin, ...hop } = one as ExchangeInit;
    const { call: __, initiatorOrigin: ___, ...next } = two as ExchangeInit;
    return {
      initiatorOrigin: PAGE,
      call: aCall({ url: "https://a.test/", headerNames: ["x-a", "x-b", "user-agent"] }),
      hops: [
        {
          ...hop,
          url: "https://a.test/",
          response: { status: 302, headers: { ...ALLOW, Location: url } },
        },
        { ...next, url },
      ],
    };
  };

  // Gecko announces a page's own User-Agent, Chromium drops it (measured in 153 and 156).
  // biome-ignore format: a table is read by its columns.
  it.each<[string, ExchangeInit, string]>([
    ["stays open where the echo may be a fixed list", listing("x-a,x-b,x-c", "x-a, x-b, x-c"), "headers-unseen"],
    ["follows the echo of two names with the browser's separator", listing("x-a,x-b", "x-other, x-a,x-b"), "allowed"],
    ["stays open where the separator is not the browser's", listing("x-a,x-b", "x-other,x-a, x-b"), "headers-unseen"],
    ["stays open where the echo has one name", listing("x-a", "x-a"), "headers-unseen"],
    ["follows the echo of four names", listing("x-a,x-b,x-c,x-d", "x-other, x-a, x-b, x-c, x-d"), "allowed"],
    ["stays open where the names are in another order", listing("x-a,x-b,x-c,x-d", "x-b, x-a, x-c, x-d"), "headers-unseen"],
    ["stays open where the names are in another case", listing("x-a,x-b,x-c,x-d", "X-A, X-B, X-C, X-D"), "headers-unseen"],
    ["follows the echo of a server that varies by the requested headers", listing("x-a", "x-a", vary), "allowed"],
    ["needs no echo of *", listing("x-a", "*"), "allowed"],
    ["is refused where the server refuses names of both lists", { ...listing("x-a,x-b", "x-a"), ending: { kind: "failed", error: "net::ERR_FAILED" }, requestHeaders: null, response: null }, "header-disallowed"],
    ["follows a server that allows each of two preflights what it requested", twice(["x-a,x-b", "x-a, x-b"], ["x-b", "x-b"]), "allowed"],
    ["stays open where two preflights get the same list", twice(["x-a,x-b", "x-a, x-b"], ["x-b", "x-a, x-b"]), "headers-unseen"],
    ["stays open where the other preflight went to another server", twice(["x-a,x-b", "x-a, x-b"], ["x-b", "x-b"], "https://b.test/"), "headers-unseen"],
  ])("%s", (_name, init, wanted) => {
    expect(laneOf("gecko", init)).toBe(wanted);
  });

  // Chromium would request "x-a" alone: a list of one name is valid, however the server separates names.
  it.each([
    ["x-a user-agent", "headers-unseen"],
    ["x-a; User-Agent", "headers-unseen"],
    ["x-b user-agent", "invalid-allow-headers"],
    ['"x-a","user-agent"', "invalid-allow-headers"],
  ])("stays open where the list %s may echo names with a wrong separator: %s", (list, wanted) => {
    const ending = { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" } as const;
    const { preflight, ...init } = listing("x-a,user-agent", list);
    const stopped = { ...init, browser: "gecko" as const, response: null, ending };
    expect(laneOf("chromium", { ...stopped, preflight: { ...preflight, ending } })).toBe(wanted);
  });
});

// Gecko repeats the CORS check in the page (seen in 153).
it.each([
  ["https://a.test/i", "response-unseen"],
  [`${PAGE}/i`, "allowed"],
])("an element of %s that failed with its service worker's response is %s", (url, is) => {
  const element = anElement({ url, served: true, answered: 304, mode: "cors" });
  const init: ExchangeInit = {
    ...{ url, initiatorOrigin: PAGE, resourceType: "image", element, elementFailed: true },
    ...{ ending: { kind: "not-sent" }, requestHeaders: null, response: null },
  };
  expect(laneOf("gecko", init)).toBe(is);
});

describe("a lane with several possible server responses", () => {
  const userAgent = aCall({ headerNames: ["user-agent"] });
  const sent = { Origin: PAGE, "User-Agent": "mine" };
  const stopped = { kind: "failed", error: "net::ERR_FAILED" } as const;
  const other = { "Access-Control-Allow-Origin": "https://two.test" };
  const twice: [string, string][] = [
    ["Access-Control-Allow-Origin", "null"],
    ["Access-Control-Allow-Origin", "null"],
  ];
  const failing = (headers: ExchangeInit): ExchangeInit => ({ ...headers, ending: stopped });
  const afterRedirect = (headers: object | readonly (readonly [string, string])[], url: string) => {
    const { hops, ...rest } = redirected("chromium", "null", {}, {});
    const [first, second] = hops as [object, object & { preflight: object }];
    const requestHeaders = { Origin: "null", "Access-Control-Request-Method": "PUT" };
    const preflight = { ...second.preflight, requestHeaders, status: 500, headers };
    return failing({
      ...rest,
      hops: [first, { ...second, url, preflight, response: null, requestHeaders: null }],
    } as ExchangeInit);
  };

  // biome-ignore format: a table is read by its columns.
  it.each<[string, ExchangeInit, readonly [string, string | null, string | null]]>([
    ["is blocked whatever the preflight response is", failing({ initiatorOrigin: PAGE, requestHeaders: sent, call: userAgent, response: { headers: other } }), ["blocked", null, "preflight-unseen"]],
    ["is open where the preflight response decides", { initiatorOrigin: PAGE, requestHeaders: sent, call: userAgent, response: { headers: ALLOW } }, ["unknown", null, "preflight-unseen"]],
    ["is blocked by the same check in each case", afterRedirect(twice, "https://b.test/"), ["blocked", "multiple-allow-origin-values", null]],
    ["is blocked by a different check in each case", afterRedirect({ "Access-Control-Allow-Origin": "null" }, "https://b.test/"), ["blocked", null, "origin-unseen"]],
    ["is blocked by the preflight, or by a failure that Firefox counts as a block", { initiatorOrigin: PAGE, requestHeaders: sent, call: userAgent, response: null, ending: { kind: "failed", error: "net::ERR_EMPTY_RESPONSE" } }, ["blocked", null, "preflight-unseen"]],
    ["ignores the allowed origin where the request is same-origin", afterRedirect({ "Access-Control-Allow-Origin": "null" }, PAGE), ["blocked", "preflight-invalid-status", null]],
  ])("%s", (_name, init, wanted) => {
    const { outcome, cause, open, name } = judge(anExchange(init)).lanes.gecko;
    expect([outcome, cause?.code ?? null, open]).toEqual(wanted);
    if (cause === null) expect(name).toBeNull();
  });
});

describe("a lane after a redirect that removed headers", () => {
  const requested = (names: string, headers: object = ALLOW) => ({
    status: 204,
    requestHeaders: { Origin: PAGE, "Access-Control-Request-Headers": names },
    headers: { ...headers, "Access-Control-Allow-Headers": names },
  });
  const led = (
    name: string,
    method: string,
    call: ReturnType<typeof aCall> | null,
  ): ExchangeInit => ({
    browser: "gecko",
    initiatorOrigin: PAGE,
    call,
    hops: [
      {
        url: "https://a.test/",
        method,
        requestHeaders: { Origin: PAGE, [name]: "a/b" },
        preflight: requested(name.toLowerCase()),
      },
      {
        url: "https://a.test/next",
        requestHeaders: method === "GET" ? { Origin: PAGE, [name]: "a/b" } : { Origin: PAGE },
        preflight: {
          ...requested(name.toLowerCase(), {}),
          ending: { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" },
        },
        response: null,
      },
    ],
    ending: { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" },
  });
  const hinted = led("DPR", "GET", aCall({ headerNames: ["dpr"] }));

  // Chromium removes client hints at each redirect. All lanes remove a body together with its headers, which
  // Gecko's preflight still announces (measured in 156 and 153).
  // biome-ignore format: a table is read by its columns.
  it.each<[string, LaneName, ExchangeInit, string]>([
    ["sends no preflight for a client hint", "chromium", hinted, "response-unseen"],
    ["keeps the hint in the standard's lane", "spec", hinted, "missing-allow-origin"],
    ["keeps Save-Data", "chromium", led("Save-Data", "GET", aCall({ headerNames: ["save-data"] })), "missing-allow-origin"],
    ["keeps a header that the page set", "chromium", led("X-Own", "GET", aCall({ headerNames: ["x-own"] })), "missing-allow-origin"],
    ["keeps a GET's Content-Type, as there is no body to remove", "chromium", led("Content-Type", "GET", aCall({ headerNames: ["content-type"] })), "missing-allow-origin"],
    ["sends no preflight for the Content-Type of a removed body", "chromium", led("Content-Type", "POST", aCall({ method: "POST", body: "plain", headerNames: ["content-type"] })), "response-unseen"],
  ])("%s", (_name, lane, init, wanted) => {
    expect(laneOf(lane, init)).toBe(wanted);
  });
});

describe("a lane that depends on the call", () => {
  const upload = (init: ExchangeInit): ExchangeInit => ({
    browser: "gecko",
    method: "POST",
    initiatorOrigin: PAGE,
    requestHeaders: { Origin: PAGE },
    preflight: { status: 404, ending: { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" } },
    response: null,
    ending: { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" },
    ...init,
  });
  const xhr = aCall({ api: "xhr", method: "POST", body: "plain", uploadListener: true });
  const ended = (result: "rejected" | "thrown") =>
    ({ result, responseType: null, status: null, errorName: "NetworkError" }) as const;

  // Chromium sends no preflight for a listener that gets no event: in a synchronous call, or one without a
  // body (measured in 156).
  // https://fetch.spec.whatwg.org/#use-cors-preflight-flag
  // biome-ignore format: a table is read by its columns.
  it.each<[string, ExchangeInit, string]>([
    ["without a probe", upload({}), "call-unseen"],
    ["that is asynchronous", upload({ call: xhr, callResult: ended("rejected") }), "preflight-invalid-status"],
    ["whose preflight had a network error", upload({ method: "GET", preflight: { response: null, ending: { kind: "failed", error: "NS_ERROR_NET_RESET" } }, call: aCall({ api: "xhr", uploadListener: true }) }), "response-unseen"],
    ["that is synchronous", upload({ call: xhr, callResult: ended("thrown") }), "response-unseen"],
    ["that passed without a probe", upload({ preflight: {}, response: { headers: ALLOW }, ending: { kind: "completed" }, call: aCall({ api: "xhr", method: "POST", body: "plain", uploadListener: null }) }), "allowed"],
  ])("%s", (_name, init, wanted) => {
    expect(laneOf("chromium", init)).toBe(wanted);
  });
});

describe("a walk that is reused for another lane", () => {
  it("has the same outcome and problems by that lane's rules", () => {
    fc.assert(
      fc.property(anyHostileExchange(), fc.constantFrom(...LANES), (recorded, name) => {
        const { exchange, rules, chosen } = decideExchange(recorded);
        const other = LANE_RULES[name];
        if (!isWalkedAlike(chosen.walk, rules, other)) return;
        const { outcome, problems } = mainFetch(exchange, chosen.modes, other);
        expect({ outcome, problems }).toEqual({
          outcome: chosen.walk.outcome,
          problems: chosen.walk.problems,
        });
      }),
      { numRuns: 1000 },
    );
  });
});
