import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange, anOtherAsker, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
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

/** A hop after a redirect of another origin, asked by PUT with a preflight that got this header. */
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

  // https://fetch.spec.whatwg.org/#http-redirect-fetch taints the origin; Gecko's preflight does not
  // say so (measured in 153).
  // biome-ignore format: a table is read by its columns.
  it.each<[string, LaneName, ExchangeInit, string]>([
    ["stays open where the origin may be echoed", "gecko", redirected("chromium", "null", nulled, nulled), "origin-unseen"],
    ["follows the echo of who sends Vary: Origin", "gecko", redirected("chromium", "null", { ...nulled, Vary: "Accept, origin" }, nulled), "allowed"],
    ["follows an echo that was seen twice", "chromium", redirected("gecko", PAGE, ALLOW, nulled), "allowed"],
    ["keeps a fixed origin", "chromium", redirected("gecko", PAGE, ALLOW, ALLOW), "allow-origin-mismatch"],
    ["keeps *", "gecko", redirected("chromium", "null", STAR, STAR), "allowed"],
  ])("%s", (_name, lane, init, wanted) => {
    expect(laneOf(lane, init)).toBe(wanted);
  });
});

describe("what another asker of the same URL got", () => {
  const NULL = { "Access-Control-Allow-Origin": "null" };
  const asked = (...askers: Parameters<typeof anOtherAsker>[0][]): ExchangeInit => ({
    ...redirected("chromium", "null", NULL, NULL),
    otherAskers: askers.map(anOtherAsker),
  });
  const two = "https://two.test";

  // biome-ignore format: a table is read by its columns.
  it.each<[string, ExchangeInit, string]>([
    ["shows an echo", asked({ hop: 1, origin: two, allowOrigin: two }), "allowed"],
    ["shows what is fixed", asked({ hop: 1, origin: two, allowOrigin: "null" }), "allow-origin-mismatch"],
    ["shows nothing by a third origin", asked({ hop: 1, origin: two, allowOrigin: PAGE }), "origin-unseen"],
    ["shows nothing of another URL", asked({ hop: 0, origin: two, allowOrigin: two }), "origin-unseen"],
    ["shows nothing without an origin", asked({ hop: 1, origin: null, allowOrigin: "null" }), "origin-unseen"],
    ["shows nothing by the same origin", asked({ hop: 1, origin: "null", allowOrigin: "null" }), "origin-unseen"],
    ["shows it after one that shows nothing", asked({ hop: 1, origin: null, allowOrigin: null }, { hop: 1, origin: two, allowOrigin: two }), "allowed"],
  ])("%s", (_name, init, wanted) => {
    expect(laneOf("gecko", init)).toBe(wanted);
  });

  const several = { "Access-Control-Allow-Origin": "https://x.test, NULL" };
  const other = { "Access-Control-Allow-Origin": "https://x.test" };

  // Where the value is made of the origin that was sent, or may be, the other one's is not known.
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

  // Chromium keeps one response for a URL, Firefox one with credentials and one without.
  // biome-ignore format: a table is read by its columns.
  it.each<[string, LaneName, ExchangeInit, string]>([
    ["of another origin's", "gecko", cached("https://two.test"), "cache-unseen"],
    ["of the page's own", "gecko", cached(PAGE), "allowed"],
    ["of another asker's, in Gecko", "chromium", { ...plain, browser: "gecko", otherAskers: [anOtherAsker({})] }, "cache-unseen"],
    ["of another asker's, in Chromium", "gecko", { ...plain, otherAskers: [anOtherAsker({})] }, "allowed"],
    ["of nobody's, in Gecko", "chromium", { ...plain, browser: "gecko" }, "allowed"],
  ])("%s", (_name, lane, init, wanted) => {
    expect(laneOf(lane, init)).toBe(wanted);
  });
});

describe("a lane with a preflight of its own", () => {
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
  const asked = {
    status: 204,
    requestHeaders: { Origin: PAGE, "Access-Control-Request-Headers": "save-data" },
    headers: {},
    ending: { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" },
  } as const;
  const dropped = { browser: "gecko", initiatorOrigin: PAGE, preflight: asked } as const;
  const stopped = { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" } as const;

  // Each measured with e2e/conformance/across in Chromium 156 and Firefox 153.
  // biome-ignore format: a table is read by its columns.
  it.each<[string, LaneName, ExchangeInit, string]>([
    ["Gecko's, of a page's own User-Agent", "gecko", { ...plain, call: userAgent, requestHeaders: { ...headers, "User-Agent": "mine" } }, "preflight-unseen"],
    ["of an upload listener without a body", "gecko", { ...plain, call: listener }, "preflight-unseen"],
    ["the standard's, of the same", "spec", { ...plain, call: listener }, "preflight-unseen"],
    ["Gecko's, after a 303 that made a GET of it", "gecko", becomesGet, "preflight-unseen"],
    ["none after a 303 by the standard", "spec", becomesGet, "allowed"],
    ["Gecko's, of a client hint that a page sets", "gecko", { ...plain, requestHeaders: hint, call: aCall({ headerNames: ["save-data"] }) }, "preflight-unseen"],
    ["none of a client hint that nobody saw set", "gecko", { ...plain, requestHeaders: hint }, "allowed"],
    ["none in Chromium of a hint that Gecko asked about", "chromium", { ...dropped, requestHeaders: hint, response: null, ending: stopped }, "response-unseen"],
  ])("%s", (_name, lane, init, wanted) => {
    expect(laneOf(lane, init)).toBe(wanted);
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
