import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { compareLoads, compareRequests, type Difference } from "./compare.ts";

const ALLOW = { "Access-Control-Allow-Origin": "https://app.test" };
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;

function judged(init: ExchangeInit = {}): Judged {
  const exchange = anExchange({ response: { headers: ALLOW }, ...init });
  return { exchange, verdict: judge(exchange) };
}

/** Format: "request 0 response vary: Origin → Origin, Accept". */
function inShort(one: Difference): string {
  const part = one.part === null ? [] : [one.part.message, one.part.hop, one.part.side];
  const name = one.kind === "header" ? one.name.toLowerCase() : one.trait;
  return `${[...part, name].join(" ")}: ${one.before.join(" | ")} → ${one.after.join(" | ")}`;
}

describe("two requests", () => {
  const put = { method: "PUT", preflight: { status: 204, headers: ALLOW } };
  it.each<[string, ExchangeInit, ExchangeInit, string[]]>([
    ["that are equal", {}, {}, []],
    ["at different times", { startedAt: 1 }, { startedAt: 9 }, []],
    [
      "one of them blocked",
      {},
      { response: { headers: {} }, ending: FAILED },
      [
        "result: allowed → blocked | missing-allow-origin | ",
        "request 0 response access-control-allow-origin: https://app.test → ",
      ],
    ],
    [
      "with different header lines",
      { response: { headers: [...Object.entries(ALLOW), ["Vary", "Origin"], ["vary", "Accept"]] } },
      { response: { headers: { ...ALLOW, VARY: "Origin" } } },
      ["request 0 response vary: Origin | Accept → Origin"],
    ],
    [
      "with names in another case",
      { response: { headers: { ...ALLOW, Vary: "Origin" } } },
      {
        response: {
          headers: { vary: "Origin", "access-control-allow-origin": "https://app.test" },
        },
      },
      [],
    ],
    [
      "with another status",
      {},
      { response: { headers: ALLOW, status: 500 } },
      ["request 0 response status: 200 → 500"],
    ],
    [
      "with different queries",
      { url: "https://api.test/items?a" },
      { url: "https://api.test/items?b" },
      ["request 0 request url: https://api.test/items?a → https://api.test/items?b"],
    ],
    [
      "with another header",
      { requestHeaders: { Origin: "https://app.test" } },
      { requestHeaders: { Origin: "https://app.test", "X-Key": "1" } },
      ["request 0 request x-key:  → 1"],
    ],
    [
      "with another preflight response",
      put,
      {
        ...put,
        preflight: { status: 200, headers: { ...ALLOW, "Access-Control-Allow-Methods": "PUT" } },
      },
      [
        "preflight 0 response status: 204 → 200",
        "preflight 0 response access-control-allow-methods:  → PUT",
      ],
    ],
  ])("%s", (_name, before, after, expected) => {
    const found = compareRequests(judged(before), judged(after)).map(inShort);
    // The engine may judge the PUT differently after that change.
    expect(
      found.filter(
        (one) => _name !== "with another preflight response" || !one.startsWith("result"),
      ),
    ).toEqual(expected);
  });
});

describe("a load under a trial", () => {
  const OURS = { "Access-Control-Max-Age": "0" };
  const under = (
    server: Lines,
    used: Lines | null,
    browser: "chromium" | "gecko" = "chromium",
  ) => ({
    browser,
    trial: true as const,
    response: { headers: server, rewrittenHeaders: used },
  });
  type Lines = Readonly<Record<string, string>>;
  const plain = (headers: Lines, browser: "chromium" | "gecko" = "chromium") => ({
    browser,
    response: { headers },
  });
  it.each<[string, ExchangeInit, ExchangeInit, string[]]>([
    [
      "attributes added headers to the trial",
      plain(ALLOW),
      under(ALLOW, { ...ALLOW, ...OURS }),
      ["yes: access-control-max-age:  → 0"],
    ],
    [
      "attributes the server's changes to the server",
      plain(ALLOW),
      under({ ...ALLOW, Vary: "Origin" }, { ...ALLOW, Vary: "Origin", ...OURS }),
      ["no: vary:  → Origin", "yes: access-control-max-age:  → 0"],
    ],
    [
      "attributes to the server a fix that equals the trial's",
      under({}, ALLOW),
      plain(ALLOW),
      ["no: access-control-allow-origin:  → https://app.test"],
    ],
    [
      "attributes a header to both if both changed it",
      plain({ ...ALLOW, Vary: "Accept" }),
      under(ALLOW, { ...ALLOW, Vary: "Origin" }),
      ["no: vary: Accept → ", "yes: vary: Accept → Origin"],
    ],
    ["does not differ where the trial changed nothing", plain(ALLOW), under(ALLOW, null), []],
    ["does not differ from the same trial", under({}, ALLOW), under({}, ALLOW), []],
    [
      "leaves the author open where only the changed headers are reported",
      plain({ ...ALLOW, "X-A": "1" }, "gecko"),
      under({ ...ALLOW, ...OURS, "X-A": "2" }, null, "gecko"),
      ["possible: access-control-max-age:  → 0", "no: x-a: 1 → 2"],
    ],
  ])("%s", (_name, before, after, expected) => {
    const found = compareRequests(judged(before), judged(after)).flatMap((one) =>
      one.kind === "header" ? [`${one.byTrial}: ${inShort(one).slice(19)}`] : [],
    );
    expect(found).toEqual(expected);
  });
});

describe("two loads", () => {
  const dated = (date: string, more: object = {}) =>
    judged({ response: { headers: { ...ALLOW, Date: date, ...more } } });

  it("are alike where only a date differs", () => {
    expect(compareLoads([dated("1")], [dated("2")])).toEqual({
      changed: [],
      missing: [],
      added: [],
      alike: 1,
    });
  });

  it("list a date last where something else differs", () => {
    const [changed] = compareLoads([dated("1")], [dated("2", { Vary: "Origin" })]).changed;
    expect(changed?.differences.map(inShort)).toEqual([
      "request 0 response vary:  → Origin",
      "request 0 response date: 1 → 2",
    ]);
  });

  it("are alike where the preflight result was cached", () => {
    const headers = { ...ALLOW, "Access-Control-Allow-Methods": "PUT" };
    const put = (preflight: ExchangeInit["preflight"]) =>
      judged({ method: "PUT", preflight: preflight ?? null });
    const { changed, alike } = compareLoads([put({ status: 204, headers })], [put(null)]);
    expect([changed, alike]).toEqual([[], 1]);
  });

  it("list requests that only one of them has", () => {
    const [one, other] = [judged(), judged({ url: "https://b.test/" })];
    expect(compareLoads([one], [other])).toMatchObject({
      missing: [one],
      added: [other],
      alike: 0,
    });
  });

  const value = fc.constantFrom("", "a", "b", "https://app.test", "é");
  const headers = fc.dictionary(
    fc.constantFrom("vary", "Vary", "x-a", "date", ...Object.keys(ALLOW)),
    value,
  );
  const aRequest = fc
    .record({
      url: fc.constantFrom("https://a.test/1", "https://a.test/2?x", "https://a.test/2?y"),
      method: fc.constantFrom("GET", "PUT"),
      headers,
      preflight: fc.option(fc.record({ status: fc.constantFrom(204, 404), headers })),
    })
    .map(({ headers, ...rest }) => judged({ ...rest, response: { headers } }));
  const aLoad = fc.array(aRequest, { maxLength: 5 });

  it("do not differ from themselves", () => {
    fc.assert(
      fc.property(aLoad, (load) => {
        expect(compareLoads(load, load)).toEqual({
          changed: [],
          missing: [],
          added: [],
          alike: load.length,
        });
      }),
      { numRuns: 100 },
    );
  });

  it("have the same differences, reversed, in the other order", () => {
    const spelt = (one: Difference) =>
      one.kind === "header" ? { ...one, name: one.name.toLowerCase() } : one;
    const turned = ({ before, after, ...rest }: Difference) => ({
      ...rest,
      before: after,
      after: before,
    });
    fc.assert(
      fc.property(aLoad, aLoad, (a, b) => {
        const [forth, back] = [compareLoads(a, b), compareLoads(b, a)];
        expect(back.alike).toBe(forth.alike);
        expect(new Set(back.added)).toEqual(new Set(forth.missing));
        expect(new Set(back.missing)).toEqual(new Set(forth.added));
        const known = new Map(back.changed.map((one) => [one.after, one]));
        expect(known.size).toBe(forth.changed.length);
        for (const { before, after, differences } of forth.changed) {
          expect(known.get(before)?.before).toBe(after);
          expect(known.get(before)?.differences.map(spelt).map(turned)).toEqual(
            differences.map(spelt),
          );
        }
      }),
      { numRuns: 100 },
    );
  });
});
