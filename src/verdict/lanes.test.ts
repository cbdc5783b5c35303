import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anExchange,
  anOtherRequester,
  type ExchangeInit,
} from "../exchange/exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
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
    ["stays open where the origin may be echoed", "gecko", redirected("chromium", "null", nulled, nulled), "origin-unseen"],
    ["follows the echo of who sends Vary: Origin", "gecko", redirected("chromium", "null", { ...nulled, Vary: "Accept, origin" }, nulled), "allowed"],
    ["follows the echo of a response with Vary: Origin", "gecko", redirected("chromium", "null", nulled, { ...nulled, Vary: "Origin" }), "allowed"],
    ["does not where the response names another", "gecko", redirected("chromium", "null", { ...nulled, Vary: "Origin" }, STAR), "origin-unseen"],
    ["nor where that alone varies", "gecko", redirected("chromium", "null", nulled, { ...STAR, Vary: "Origin" }), "origin-unseen"],
    ["follows an echo that was seen twice", "chromium", redirected("gecko", PAGE, ALLOW, nulled), "allowed"],
    ["keeps a fixed origin", "chromium", redirected("gecko", PAGE, ALLOW, ALLOW), "allow-origin-mismatch"],
    ["keeps *", "gecko", redirected("chromium", "null", STAR, STAR), "allowed"],
  ])("%s", (_name, lane, init, wanted) => {
    expect(laneOf(lane, init)).toBe(wanted);
  });
});

describe("what another requester of the same URL got", () => {
  const NULL = { "Access-Control-Allow-Origin": "null" };
  const requested = (...requesters: Parameters<typeof anOtherRequester>[0][]): ExchangeInit => ({
    ...redirected("chromium", "null", NULL, NULL),
    requesters: requesters.map(anOtherRequester),
  });
  const two = "https://two.test";

  // biome-ignore format: a table is read by its columns.
  it.each<[string, ExchangeInit, string]>([
    ["shows an echo", requested({ hop: 1, origin: two, allowOrigin: two }), "allowed"],
    ["shows what is fixed", requested({ hop: 1, origin: two, allowOrigin: "null" }), "allow-origin-mismatch"],
    ["shows nothing by a third origin", requested({ hop: 1, origin: two, allowOrigin: PAGE }), "origin-unseen"],
    ["shows nothing of another URL", requested({ hop: 0, origin: two, allowOrigin: two }), "origin-unseen"],
    ["shows nothing without an origin", requested({ hop: 1, origin: null, allowOrigin: "null" }), "origin-unseen"],
    ["shows nothing by the same origin", requested({ hop: 1, origin: "null", allowOrigin: "null" }), "origin-unseen"],
    ["shows it after one that shows nothing", requested({ hop: 1, origin: null, allowOrigin: null }, { hop: 1, origin: two, allowOrigin: two }), "allowed"],
  ])("%s", (_name, init, wanted) => {
    expect(laneOf("gecko", init)).toBe(wanted);
  });

  const several = { "Access-Control-Allow-Origin": "https://x.test, NULL" };
  const other = { "Access-Control-Allow-Origin": "https://x.test" };

  // Where the value contains or may contain the sent origin, the value for another origin is unknown.
  // biome-ignore format: a table is read by its columns.
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ["a list with it", several, "origin-unseen"],
    ["another origin that varies", { ...other, Vary: "Accept, Origin" }, "origin-unseen"],
    ["another origin", other, "allow-origin-mismatch"],
    ["another origin that varies by something else", { ...other, Vary: "Accept, X-Origin" }, "allow-origin-mismatch"],
    ["*, that varies as well", { ...STAR, Vary: "Origin" }, "allowed"],
  ])("a preflight that gets %s", (_name, headers, wanted) => {
    expect(laneOf("gecko", redirected("chromium", "null", headers, NULL))).toBe(wanted);
  });
});

describe("a lane that keeps responses by credentials", () => {
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
    ["of another origin's", "gecko", cached("https://two.test"), "cache-unseen"],
    ["of another origin's, that Gecko gives out as well", "gecko", { ...cached("https://two.test"), cachedFrom: { exchange: "0", origin: "https://two.test", sharedElsewhere: true } }, "allowed"],
    ["of another origin's, that Gecko gives out as well and was requested before", "gecko", { ...cached(null), cachedFrom: { exchange: "0", origin: null, sharedElsewhere: true }, requesters: [anOtherRequester({ exchange: "0", storedApart: true })] }, "allowed"],
    ["of the page's own", "gecko", cached(PAGE), "allowed"],
    ["of one that a redirect had made opaque as well", "gecko", { ...cached("null"), requestHeaders: { Origin: "null" }, response: { headers: { "Access-Control-Allow-Origin": "null" }, fromCache: true }, initiatorOrigin: "null" }, "allowed"],
    ["of another requester's, in Gecko", "chromium", { ...plain, browser: "gecko", requesters: [anOtherRequester({})] }, "cache-unseen"],
    ["of another requester's, that Gecko stores apart", "chromium", { ...plain, browser: "gecko", requesters: [anOtherRequester({ storedApart: true })] }, "cache-unseen"],
    ["of another requester's, in Chromium", "gecko", { ...plain, requesters: [anOtherRequester({})] }, "allowed"],
    ["of another requester's, that Chromium does not keep", "gecko", { ...plain, requesters: [anOtherRequester({ storedApart: true })] }, "cache-unseen"],
    ["the same, with other credentials", "gecko", { ...plain, call: aCall({ credentials: "same-origin" }), requesters: [anOtherRequester({ storedApart: true, credentialsIncluded: true })] }, "allowed"],
    ["the same, with the same credentials", "gecko", { ...plain, call: aCall({ credentials: "same-origin" }), requesters: [anOtherRequester({ storedApart: true, credentialsIncluded: false })] }, "cache-unseen"],
    ["of nobody's, in Gecko", "chromium", { ...plain, browser: "gecko" }, "allowed"],
    ["for all, of another origin's", "gecko", { ...cached("https://two.test"), response: { headers: STAR, fromCache: true } }, "allowed"],
    ["of its own redirects", "gecko", { ...cached("https://two.test"), cachedFrom: { exchange: "1", origin: "null" } }, "allowed"],
    ["of the page's own origin", "gecko", { ...cached("https://two.test"), url: `${PAGE}/items` }, "allowed"],
    ["for all, of another requester's", "chromium", { ...plain, browser: "gecko", response: { headers: STAR }, requesters: [anOtherRequester({ allowOrigin: "*" })] }, "allowed"],
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
    ["Gecko's, of a page's own User-Agent", "gecko", { ...plain, call: userAgent, requestHeaders: { ...headers, "User-Agent": "mine" } }, "preflight-unseen"],
    ["of an upload listener without a body", "gecko", { ...plain, call: listener }, "preflight-unseen"],
    ["the standard's, of the same", "spec", { ...plain, call: listener }, "preflight-unseen"],
    ["Gecko's, after a 303 that made a GET of it", "gecko", becomesGet, "preflight-unseen"],
    ["none after a 303 by the standard", "spec", becomesGet, "allowed"],
    ["Gecko's, of a client hint that a page sets", "gecko", { ...plain, requestHeaders: hint, call: aCall({ headerNames: ["save-data"] }) }, "preflight-unseen"],
    ["the same, in a worker", "gecko", { ...plain, requestHeaders: hint }, "preflight-unseen"],
    ["none of a hint that Chromium may have added", "gecko", { ...plain, requestHeaders: { ...hint, "Sec-CH-UA": '"Chromium";v="156"' } }, "allowed"],
    ["none in Chromium of a hint that Gecko announced", "chromium", { ...dropped, requestHeaders: hint, response: null, ending: stopped }, "response-unseen"],
  ])("%s", (_name, lane, init, wanted) => {
    expect(laneOf(lane, init)).toBe(wanted);
  });
});

// Gecko sends a preflight with its request's redirect mode (measured in 153).
it.each([
  ["manual", "preflight-invalid-status"],
  ["error", "preflight-invalid-status"],
  ["follow", "preflight-disallowed-redirect"],
] as const)("of a redirected preflight with redirect mode %s Gecko says %s", (redirect, wanted) => {
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
});

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
    ["stays open where a fixed list may look so", listing("x-a,x-b,x-c", "x-a, x-b, x-c"), "headers-unseen"],
    ["follows the echo of two, with the browser's own comma", listing("x-a,x-b", "x-other, x-a,x-b"), "allowed"],
    ["does not where another comma is the browser's", listing("x-a,x-b", "x-other,x-a, x-b"), "headers-unseen"],
    ["nor the echo of one", listing("x-a", "x-a"), "headers-unseen"],
    ["follows the echo of four", listing("x-a,x-b,x-c,x-d", "x-other, x-a, x-b, x-c, x-d"), "allowed"],
    ["does not where they are in another order", listing("x-a,x-b,x-c,x-d", "x-b, x-a, x-c, x-d"), "headers-unseen"],
    ["nor where they are spelt otherwise", listing("x-a,x-b,x-c,x-d", "X-A, X-B, X-C, X-D"), "headers-unseen"],
    ["follows who says that it varies", listing("x-a", "x-a", vary), "allowed"],
    ["needs no echo of *", listing("x-a", "*"), "allowed"],
    ["follows who allows two preflights what each requested", twice(["x-a,x-b", "x-a, x-b"], ["x-b", "x-b"]), "allowed"],
    ["does not where both get one list", twice(["x-a,x-b", "x-a, x-b"], ["x-b", "x-a, x-b"]), "headers-unseen"],
    ["nor of another server", twice(["x-a,x-b", "x-a, x-b"], ["x-b", "x-b"], "https://b.test/"), "headers-unseen"],
  ])("%s", (_name, init, wanted) => {
    expect(laneOf("gecko", init)).toBe(wanted);
  });
});

describe("a lane that two readings of a server come to", () => {
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
    ["is blocked whatever the preflight", failing({ initiatorOrigin: PAGE, requestHeaders: sent, call: userAgent, response: { headers: other } }), ["blocked", null, "preflight-unseen"]],
    ["is open where the preflight decides", { initiatorOrigin: PAGE, requestHeaders: sent, call: userAgent, response: { headers: ALLOW } }, ["unknown", null, "preflight-unseen"]],
    ["is blocked by the same check either way", afterRedirect(twice, "https://b.test/"), ["blocked", "multiple-allow-origin-values", null]],
    ["is blocked by another check either way", afterRedirect({ "Access-Control-Allow-Origin": "null" }, "https://b.test/"), ["blocked", null, "origin-unseen"]],
    ["is blocked by a preflight or, as Firefox has it, by a failure", { initiatorOrigin: PAGE, requestHeaders: sent, call: userAgent, response: null, ending: { kind: "failed", error: "net::ERR_EMPTY_RESPONSE" } }, ["blocked", null, "preflight-unseen"]],
    ["needs no origin at the requesting one", afterRedirect({ "Access-Control-Allow-Origin": "null" }, PAGE), ["blocked", "preflight-invalid-status", null]],
  ])("%s", (_name, init, wanted) => {
    const { outcome, cause, open, name } = judge(anExchange(init)).lanes.gecko;
    expect([outcome, cause?.code ?? null, open]).toEqual(wanted);
    if (cause === null) expect(name).toBeNull();
  });
});

describe("a lane after a redirect that took headers off", () => {
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
    ["keeps the hint by the standard", "spec", hinted, "missing-allow-origin"],
    ["keeps Save-Data", "chromium", led("Save-Data", "GET", aCall({ headerNames: ["save-data"] })), "missing-allow-origin"],
    ["keeps a header of the page's", "chromium", led("X-Own", "GET", aCall({ headerNames: ["x-own"] })), "missing-allow-origin"],
    ["keeps a GET's type, of which no body is taken", "chromium", led("Content-Type", "GET", aCall({ headerNames: ["content-type"] })), "missing-allow-origin"],
    ["sends no preflight for the type of a body that is gone", "chromium", led("Content-Type", "POST", aCall({ method: "POST", body: "plain", headerNames: ["content-type"] })), "response-unseen"],
  ])("%s", (_name, lane, init, wanted) => {
    expect(laneOf(lane, init)).toBe(wanted);
  });
});

describe("a lane that hangs on how the call was made", () => {
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
    ["that no probe saw", upload({}), "call-unseen"],
    ["that was asynchronous", upload({ call: xhr, callResult: ended("rejected") }), "preflight-invalid-status"],
    ["whose preflight failed in the network", upload({ method: "GET", preflight: { response: null, ending: { kind: "failed", error: "NS_ERROR_NET_RESET" } }, call: aCall({ api: "xhr", uploadListener: true }) }), "response-unseen"],
    ["that was synchronous", upload({ call: xhr, callResult: ended("thrown") }), "response-unseen"],
    ["that no probe saw, and that passed", upload({ preflight: {}, response: { headers: ALLOW }, ending: { kind: "completed" }, call: aCall({ api: "xhr", method: "POST", body: "plain", uploadListener: null }) }), "allowed"],
  ])("%s", (_name, init, wanted) => {
    expect(laneOf("chromium", init)).toBe(wanted);
  });
});

describe("a walk that is taken for another lane's", () => {
  it("comes to the same outcome and problems by that lane's rules", () => {
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
