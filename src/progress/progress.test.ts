import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { issueKeyOf } from "../issues/issue.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { pairRequests } from "./pair-requests.ts";
import { progressOf } from "./progress.ts";

const ORIGIN = "https://app.test";
let clock = 0;

function judged(init: ExchangeInit): Judged {
  const exchange = anExchange({ startedAt: ++clock * 1_000, ...init });
  return { exchange, verdict: judge(exchange) };
}

const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const ALLOW = { "Access-Control-Allow-Origin": ORIGIN };

/** A GET whose response allows the origin, or lacks the header. */
const passes = (init: ExchangeInit = {}) => judged({ response: { headers: ALLOW }, ...init });
const fails = (init: ExchangeInit = {}) =>
  judged({ response: { headers: {} }, ending: FAILED, ...init });
const refused = (init: ExchangeInit = {}) =>
  judged({
    response: null,
    ending: { kind: "failed", error: "net::ERR_CONNECTION_REFUSED" },
    ...init,
  });

/** A PUT that the preflight's headers block. */
const put = (headers: Record<string, string>, status = 204) =>
  judged({
    method: "PUT",
    requestHeaders: null,
    preflight: { status, headers },
    response: null,
    ending: FAILED,
  });
const putPasses = () =>
  judged({
    method: "PUT",
    preflight: { status: 204, headers: { ...ALLOW, "Access-Control-Allow-Methods": "PUT" } },
    response: { headers: ALLOW },
  });

const mismatch = (origin: string) =>
  fails({ response: { headers: { "Access-Control-Allow-Origin": origin } } });

const counts = (before: readonly Judged[] | null, now: readonly Judged[]) => {
  const { fixed, failing, added, open } = progressOf(before, now, issueKeyOf);
  return [fixed.length, failing.length, added.length, open.length];
};

const OTHER = { url: "https://api.test/other" };
const ELSEWHERE = { url: "https://elsewhere.test/" };

describe("the progress between two loads", () => {
  type Row = [name: string, before: Judged[] | null, now: Judged[], counts: number[]];
  it.each<Row>([
    // Columns: fixed, failing, new, open.
    ["a failure that passes", [fails()], [passes()], [1, 0, 0, 0]],
    ["a failure that stays", [fails()], [fails()], [0, 1, 0, 0]],
    ["a pass that fails", [passes()], [fails()], [0, 0, 1, 0]],
    ["a pass that stays", [passes()], [passes()], [0, 0, 0, 0]],
    ["a failure that is not repeated", [fails()], [], [0, 0, 0, 1]],
    ["a failure where another path passes", [fails()], [passes(OTHER)], [0, 0, 0, 1]],
    [
      "a failure with another query",
      [fails({ url: "https://api.test/items?t=1" })],
      [passes()],
      [1, 0, 0, 0],
    ],
    [
      "a problem of two paths, one of which passes",
      [fails(), fails(OTHER)],
      [passes()],
      [1, 0, 0, 0],
    ],
    [
      "a problem of two paths, one of which fails",
      [fails(), fails(OTHER)],
      [passes(), fails(OTHER)],
      [0, 1, 0, 0],
    ],
    ["two servers", [fails(), fails(ELSEWHERE)], [passes(), fails(ELSEWHERE)], [1, 1, 0, 0]],
    ["the first load", null, [fails()], [0, 1, 0, 0]],
    [
      "a failure whose repetition is pending",
      [fails()],
      [judged({ response: null, ending: { kind: "pending" } })],
      [0, 0, 0, 1],
    ],
    ["a failure hidden by a network error", [fails()], [refused()], [0, 0, 1, 1]],
    ["a server that is up again, but lacks the header", [refused()], [fails()], [1, 0, 1, 0]],
    ["a server that is up again", [refused()], [passes()], [1, 0, 0, 0]],
    [
      "another wrong value",
      [mismatch("https://a.test")],
      [mismatch("https://b.test")],
      [0, 1, 0, 0],
    ],
    [
      "a wrong value instead of a missing one",
      [fails()],
      [mismatch("https://b.test")],
      [1, 0, 1, 0],
    ],
    // The earlier findings already named the status and the method behind the missing header.
    ["the second of two problems", [put({}, 404)], [put(ALLOW, 404)], [1, 1, 0, 0]],
    [
      "the first of two problems, still present behind another",
      [put(ALLOW, 204)],
      [put({}, 204)],
      [0, 0, 1, 1],
    ],
    ["a preflight and a response", [put({}), fails()], [putPasses(), fails()], [1, 1, 0, 0]],
    // A later call in the same load.
    ["a failure and then a pass", null, [fails(), passes()], [1, 0, 0, 0]],
    ["a pass and then a failure", null, [passes(), fails()], [0, 1, 0, 0]],
    ["alternating failures and passes", null, [passes(), fails(), passes()], [0, 1, 0, 0]],
    ["the same failure twice", null, [fails(), fails()], [0, 1, 0, 0]],
    ["a failure followed by another request", null, [fails(), passes(OTHER)], [0, 1, 0, 0]],
    ["a new failure that passes now", [passes()], [fails(), passes()], [1, 0, 0, 0]],
    ["a problem fixed one load ago", [fails(), passes()], [passes()], [0, 0, 0, 0]],
    [
      "alternating before, then a single pass",
      [passes(), fails(), passes()],
      [passes()],
      [0, 0, 0, 1],
    ],
  ])("%s", (_name, before, now, expected) => {
    expect(counts(before, now)).toEqual(expected);
  });

  it("is not a fix where a call requests an opaque response instead", () => {
    const opaque = passes({ response: { headers: {} } });
    const noCors = { ...opaque.verdict, mode: { value: "no-cors", basis: "observed" } } as const;
    const after: Judged = {
      ...opaque,
      verdict: { ...noCors, outcome: "opaque", cause: null } as unknown as Judged["verdict"],
    };
    expect(counts([fails()], [after])).toEqual([0, 0, 0, 1]);
  });

  it("does not count a pass without credentials as one with credentials", () => {
    const call = (credentials: "include" | "omit") => ({
      call: aCall({ credentials }),
    });
    const before = [
      fails({ ...call("include"), response: { headers: { "Access-Control-Allow-Origin": "*" } } }),
      passes(call("omit")),
    ];
    expect(counts(before, [passes(call("omit"))])).toEqual([0, 0, 0, 1]);
    const both = [
      passes({
        ...call("include"),
        response: { headers: { ...ALLOW, "Access-Control-Allow-Credentials": "true" } },
      }),
    ];
    expect(counts(before, [...both, passes(call("omit"))])).toEqual([1, 0, 0, 0]);
  });

  it("names the repeated requests that show it", () => {
    const { fixed } = progressOf([fails(), fails(OTHER)], [passes(OTHER)], issueKeyOf);
    expect(fixed).toMatchObject([{ passed: [{}], items: [{}, {}] }]);
  });
});

const KINDS = [passes, fails, refused, () => put({}), () => put(ALLOW, 404), putPasses] as const;
const URLS = [
  "https://api.test/a",
  "https://api.test/b?1",
  "https://api.test/b?2",
  "https://x.test/",
];
const aRequest = fc
  .record({ kind: fc.nat(KINDS.length - 1), url: fc.constantFrom(...URLS) })
  .map(({ kind, url }) => {
    const made = (KINDS[kind] as (init?: ExchangeInit) => Judged)({ url });
    return made;
  });
const aLoad = fc.array(aRequest, { maxLength: 8 });

describe("any two loads", () => {
  it("are paired the same way in either order", () => {
    fc.assert(
      fc.property(aLoad, aLoad, (a, b) => {
        const forth = pairRequests(a, b);
        const back = new Map(pairRequests(b, a).map((pair) => [pair.after ?? pair.before, pair]));
        for (const { before, after } of forth) {
          const turned = back.get(before ?? after ?? (undefined as never));
          expect([turned?.after ?? null, turned?.before ?? null]).toEqual([before, after]);
        }
        expect(back.size).toBe(forth.length);
      }),
      { numRuns: 100 },
    );
  });

  it("show no progress where they are equal and stable", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(aRequest, {
          maxLength: 6,
          selector: ({ exchange }) => `${exchange.hops[0]?.method} ${exchange.hops[0]?.url}`,
        }),
        (load) => {
          const { fixed, added, open } = progressOf(load, load, issueKeyOf);
          expect([fixed, added, open]).toEqual([[], [], []]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("progress server by server", () => {
    const to = (server: string, load: readonly Judged[]) =>
      load.filter(({ exchange }) => exchange.hops[0]?.origin === server);
    fc.assert(
      fc.property(aLoad, aLoad, (before, now) => {
        const servers = ["https://api.test", "https://x.test"];
        const parts = servers.map((one) => counts(to(one, before), to(one, now)));
        const sums = parts.reduce((sum, part) => sum.map((count, at) => count + (part[at] ?? 0)));
        expect(counts(before, now)).toEqual(sums);
      }),
      { numRuns: 100 },
    );
  });

  it("list each problem once", () => {
    fc.assert(
      fc.property(fc.option(aLoad), aLoad, (before, now) => {
        const { fixed, failing, added, open } = progressOf(before, now, issueKeyOf);
        const keys = [...fixed, ...open].map(({ key }) => key).concat(failing, added);
        expect(new Set(keys).size).toBe(keys.length);
        const met = new Set(now.map(issueKeyOf));
        for (const key of [...failing, ...added]) expect(met.has(key)).toBe(true);
        for (const { passed, items } of fixed) {
          expect(passed.length).toBeGreaterThan(0);
          expect(passed.length).toBeLessThanOrEqual(items.length);
        }
        if (before === null) expect(added).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
