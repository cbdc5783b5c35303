import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import type { RemedyChange } from "../verdict/verdict.ts";
import {
  countHeaders,
  type Fix,
  MOST_TRIED,
  planTrial,
  planTrials,
  rulesFor,
  together,
} from "./rules-for.ts";
import type { TriedResponse } from "./trial.ts";

const URL_OF_IT = "https://api.test/items";
const ORIGIN = { name: "Access-Control-Allow-Origin", value: "https://app.test" };
const METHODS = { name: "Access-Control-Allow-Methods", value: "PUT" };

const change = (init: Partial<RemedyChange> = {}): RemedyChange => ({
  hop: 0,
  stage: "response",
  url: URL_OF_IT,
  status: null,
  set: [ORIGIN],
  remove: [],
  ...init,
});

const tried = (init: Partial<TriedResponse> = {}): TriedResponse => ({
  url: URL_OF_IT,
  method: "GET",
  set: [ORIGIN],
  remove: [],
  ...init,
});

const matches = (filter: string, url: string) => new RegExp(filter).test(url);
const filterFor = (url: string) => rulesFor([tried({ url })])[0]?.condition.regexFilter ?? "";

describe("planTrial", () => {
  it("changes the response to its hop's method, and for a preflight the response to OPTIONS", () => {
    const exchange = anExchange({ method: "PUT", preflight: { status: 204 } });
    const plan = planTrial(exchange, [
      change({ stage: "preflight", set: [ORIGIN, METHODS], remove: ["X"] }),
      change(),
    ]);
    const kept = { name: "Access-Control-Max-Age", value: "0" };
    expect(plan).toEqual({
      tried: [
        { url: URL_OF_IT, method: "OPTIONS", set: [ORIGIN, METHODS, kept], remove: ["X"] },
        { url: URL_OF_IT, method: "PUT", set: [ORIGIN], remove: [] },
      ],
      obstacles: [],
      doubts: [],
    });
    expect(countHeaders(plan.tried)).toBe(4);
  });

  // https://developer.chrome.com/docs/extensions/reference/api/declarativeNetRequest#type-RuleAction
  it.each([
    ["a preflight's status", { preflight: { status: 404 } }, "preflight-status"],
    ["a preflight's redirect", { preflight: { status: 302 } }, "preflight-redirect"],
  ] as const)("cannot try a change of %s", (_what, init, obstacle) => {
    const exchange = anExchange({ method: "PUT", ...init });
    const remedy = [change({ stage: "preflight", status: 204 }), change()];
    expect(planTrial(exchange, remedy).obstacles).toEqual([obstacle]);
  });

  it("cannot try anything for a worker without a tab", () => {
    expect(planTrial(anExchange({ tabId: -1 }), [change()]).obstacles).toEqual(["no-tab"]);
  });

  it("cannot match a URL that is not ASCII", () => {
    const url = "https://api.test/é";
    expect(planTrial(anExchange({ url }), [change({ url })]).obstacles).toEqual(["url"]);
  });

  const twice = [
    ["Access-Control-Allow-Origin", "https://a.test"],
    ["Access-Control-Allow-Origin", "https://b.test"],
  ] as const;
  const list = [["Access-Control-Allow-Origin", "https://a.test, https://b.test"]] as const;
  // e2e/both/try-it.test.ts
  it.each([
    ["chromium", "two lines", twice, true, [], []],
    ["gecko", "two lines", twice, true, ["repeated-header"], []],
    ["gecko", "one line with a list", list, true, [], []],
    ["gecko", "a list of which the lines are not known", list, false, [], ["repeated-header"]],
  ] as const)("in %s, %s", (browser, _what, headers, linesSeen, obstacles, doubts) => {
    const exchange = anExchange({ browser, response: { headers, linesSeen } });
    expect(planTrial(exchange, [change()])).toMatchObject({ obstacles, doubts });
    const preflighted = anExchange({
      browser,
      method: "PUT",
      preflight: { response: { status: 204, headers, linesSeen } },
    });
    const remedy = [change({ stage: "preflight" })];
    expect(planTrial(preflighted, remedy)).toMatchObject({ obstacles, doubts });
  });

  it("replaces any other header that was sent twice in both browsers", () => {
    const headers = [
      ["Access-Control-Allow-Credentials", "true"],
      ["Access-Control-Allow-Credentials", "true"],
    ] as const;
    const exchange = anExchange({ browser: "gecko", response: { headers, linesSeen: true } });
    const set = [{ name: "Access-Control-Allow-Credentials", value: "true" }];
    expect(planTrial(exchange, [change({ set })])).toMatchObject({ obstacles: [], doubts: [] });
  });
});

describe("planTrials", () => {
  const fixOf = (exchange: Exchange, remedy: readonly RemedyChange[] | null): Fix => ({
    exchange,
    remedy,
  });
  const withUrl = (url: string) => fixOf(anExchange({ url }), [change({ url })]);

  it("tries all that can be tried, and names why the others cannot", () => {
    const url = "https://api.test/put";
    const refused = fixOf(anExchange({ url, method: "PUT", preflight: { status: 404 } }), [
      change({ url, stage: "preflight", status: 204 }),
      change({ url }),
    ]);
    const plan = planTrials([withUrl(URL_OF_IT), refused, fixOf(anExchange(), null)]);
    expect(plan).toEqual({ tried: [tried()], obstacles: ["preflight-status"], doubts: [] });
  });

  it("tries only the newest if there are too many", () => {
    const many = Array.from({ length: MOST_TRIED + 1 }, (_, index) =>
      withUrl(`https://api.test/${index}`),
    );
    const plan = planTrials(many);
    expect(plan.obstacles).toEqual(["too-many"]);
    expect([plan.tried.length, plan.tried.at(0)?.url, plan.tried.at(-1)?.url]).toEqual([
      MOST_TRIED,
      "https://api.test/1",
      `https://api.test/${MOST_TRIED}`,
    ]);
  });
});

describe("rulesFor", () => {
  it("sets and removes headers of one URL and method", () => {
    expect(rulesFor([tried({ method: "PUT", remove: ["Access-Control-Allow-Headers"] })])).toEqual([
      {
        priority: 1,
        condition: {
          regexFilter: filterFor(URL_OF_IT),
          isUrlFilterCaseSensitive: true,
          requestMethods: ["put"],
        },
        action: {
          type: "modifyHeaders",
          responseHeaders: [
            { header: ORIGIN.name, operation: "set", value: ORIGIN.value },
            { header: "Access-Control-Allow-Headers", operation: "remove" },
          ],
        },
      },
    ]);
  });

  it("matches a method that rules cannot name by excluding all others", () => {
    const [rule] = rulesFor([tried({ method: "QUERY" })]);
    expect(rule?.condition.requestMethods).toBeUndefined();
    expect(rule?.condition.excludedRequestMethods).toContain("get");
  });

  it("combines the trials of one response into one rule, where later changes win", () => {
    const other = { name: "access-control-allow-origin", value: "*" };
    const rules = rulesFor([
      tried({ remove: ["X"] }),
      tried({ set: [other], remove: ["Y"] }),
      tried({ method: "POST" }),
    ]);
    expect(rules.map(({ action }) => action.responseHeaders)).toEqual([
      [
        { header: "access-control-allow-origin", operation: "set", value: "*" },
        { header: "X", operation: "remove" },
        { header: "Y", operation: "remove" },
      ],
      [{ header: ORIGIN.name, operation: "set", value: ORIGIN.value }],
    ]);
  });

  it("makes equal trials only once", () => {
    expect(together([tried()], [tried()])).toEqual([tried()]);
  });

  const hostile = fc
    .stringMatching(/^[!-~]{0,40}$/)
    .map((rest) => `https://api.test/${rest.replaceAll("#", "")}`);

  it("matches its own URL, with any fragment", () => {
    fc.assert(
      fc.property(hostile, fc.stringMatching(/^[!-~]{0,10}$/), (url, fragment) => {
        expect(matches(filterFor(url), url)).toBe(true);
        expect(matches(filterFor(url), `${url}#${fragment}`)).toBe(true);
      }),
    );
  });

  it("matches no other URL", () => {
    const part = fc.constantFrom(..."*^|.+?()[]{}\\$/&=aA0%");
    const near = fc.tuple(hostile, fc.nat(), part).map(([url, at, added]) => {
      const place = "https://".length + (at % (url.length - 7));
      return [url, url.slice(0, place) + added + url.slice(place)] as const;
    });
    const pairs = fc.oneof(
      near,
      near.map(([a, b]) => [b, a] as const),
      fc.tuple(hostile, hostile),
      hostile.map((url) => [url, url.toUpperCase()] as const),
      hostile.map((url) => [url, `http://evil.test/?${url}`] as const),
      hostile.map((url) => [url, `${url}\n`] as const),
    );
    fc.assert(
      fc.property(pairs, ([url, other]) => {
        fc.pre(url !== other);
        expect(matches(filterFor(url), other)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});
