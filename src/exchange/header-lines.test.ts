import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { HeaderList } from "../http/header-list.ts";
import {
  completedLife,
  type Life,
  preflightLife,
  someFacts,
} from "../observation/observation.test-builder.ts";
import type { Browser, DevToolsEntry, Observation } from "../observation/observation.ts";
import { ExchangeLog } from "./exchange-log.ts";
import { exchangesOf } from "./exchanges-of.test-builder.ts";

const API = "https://api.test/orders";
const OTHER = "https://other.test/orders";
const acao = (...values: readonly string[]): HeaderList =>
  values.map((value) => ["Access-Control-Allow-Origin", value] as const);
const JOINED: HeaderList = [["Vary", "Origin"], ...acao("*, *"), ["Date", "now"]];
const APART: HeaderList = [["Vary", "Origin"], ...acao("*", "*"), ["Date", "now"]];

const life = (more: Partial<Life> = {}): Life => ({
  facts: someFacts(),
  url: API,
  method: "GET",
  at: 1_000,
  responseHeaders: JOINED,
  ...more,
});

const seen = (more: Partial<DevToolsEntry> = {}): DevToolsEntry => ({
  kind: "seen-by-devtools",
  tabId: 1,
  timeStamp: 1_000,
  endedAt: 1_004,
  url: API,
  method: "GET",
  stack: null,
  allowOrigin: acao("*", "*"),
  ...more,
});

/** The responses of the first exchange, that of its first hop's preflight first. */
function responses(observations: readonly Observation[], browser: Browser = "gecko") {
  const log = new ExchangeLog(browser);
  for (const observation of observations) log.apply(observation);
  const hops = exchangesOf(log, 1)[0]?.hops ?? [];
  return [hops[0]?.preflight ?? null, ...hops]
    .flatMap((one) => one?.response ?? [])
    .map(({ headers, linesSeen }) => ({ headers, linesSeen }));
}

const reported = { headers: APART, linesSeen: true };
const joined = { headers: JOINED, linesSeen: false };

describe("header lines that Gecko's webRequest joins", () => {
  test.each<[string, Observation[], object]>([
    ["are separated where DevTools reported them separately", [seen()], reported],
    [
      "are kept in one line where DevTools reported one",
      [seen({ allowOrigin: acao("*, *") })],
      { ...joined, linesSeen: true },
    ],
    ["stay joined without a report", [], joined],
    ["stay joined where the report is about another URL", [seen({ url: OTHER })], joined],
    ["stay joined where the report is about another method", [seen({ method: "POST" })], joined],
    [
      "stay joined where the report is about another time",
      [seen({ timeStamp: 5_000, endedAt: 5_010 })],
      joined,
    ],
    [
      "stay joined where the report is about another response",
      [seen({ allowOrigin: acao("*", "null") })],
      joined,
    ],
    ["are separated where all reports are equal", [seen(), seen({ timeStamp: 1_002 })], reported],
    [
      "stay joined where the reports differ",
      [seen(), seen({ timeStamp: 1_002, allowOrigin: acao("*, *") })],
      joined,
    ],
  ])("%s", (_name, reports, wanted) => {
    expect(responses([...completedLife(life()), ...reports])).toEqual([wanted]);
  });

  it("are unchanged in Chromium", () => {
    expect(responses([...completedLife(life()), seen()], "chromium")).toEqual([joined]);
  });

  const put = life({ method: "PUT" });
  /** A PUT with a preflight and a redirect. */
  const redirected: Observation[] = [
    ...completedLife(put).slice(0, 3),
    ...preflightLife({
      ...life({ facts: someFacts({ requestId: "2" }), at: 1_001 }),
      requests: "PUT",
    }),
    {
      ...{ kind: "redirected", ...someFacts(), url: API, method: "PUT", timeStamp: 1_008 },
      ...{ redirectUrl: OTHER, status: 307, fromCache: false, ip: null, headers: JOINED },
    },
    ...completedLife({ ...put, url: OTHER, at: 1_010 }),
  ];
  const ofPreflight = seen({ method: "OPTIONS" });
  const ofSecond = seen({ url: OTHER, method: "PUT", timeStamp: 1_010, endedAt: 1_014 });

  it("are separated in a preflight, and after a redirect", () => {
    expect(responses([...redirected, ofPreflight])).toEqual([reported, joined, joined]);
    expect(responses([...redirected, ofSecond])).toEqual([joined, joined, reported]);
  });

  it("are reported as a change, in any order", () => {
    const all = [...redirected, ofPreflight, ofSecond];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        const log = new ExchangeLog("gecko");
        const first = () => JSON.stringify(log.exchange(1, "1"));
        for (const observation of shuffled) {
          const before = first();
          const changed = log.apply(observation).flatMap((change) => [...change.changed]);
          if (first() !== before) expect(changed).toContain("1");
        }
        expect(responses(shuffled)).toEqual([reported, joined, reported]);
      }),
    );
  });
});
