import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeHeaderRules } from "../platform/header-rules.test-fake.ts";
import { rulesFor } from "../try-it/rules-for.ts";
import { TRIAL_MS, type Trial } from "../try-it/trial.ts";
import { Trials } from "./trials.ts";

const START = 1_000_000;
const TRIED = [
  {
    url: "https://api.test/items",
    method: "GET",
    set: [{ name: "Access-Control-Allow-Origin", value: "https://app.test" }],
    remove: [],
  },
];
const RULES = rulesFor(TRIED);
const trial = (until = START + TRIAL_MS): Trial => ({ tried: TRIED, rules: RULES, until });

const PAGE = "https://app.test/";
const commit = (init: object = {}) => ({
  tabId: 1,
  frameId: 0,
  timeStamp: START,
  url: PAGE,
  transitionType: "link",
  ...init,
});

/** An event of the tried request, with overrides. */
const event = (init: object = {}) => ({
  ...{ tabId: 1, timeStamp: START, url: "https://api.test/items", method: "GET" },
  ...init,
});

const settled = () => vi.advanceTimersByTimeAsync(0);

/** A worker's trials, with an active one in tab 1. */
async function begun(rules = new FakeHeaderRules(), until?: number) {
  const changes: number[] = [];
  const trials = new Trials(rules, (tabId) => changes.push(tabId));
  trials.set(1, trial(until));
  await settled();
  expect([...rules.rules]).toEqual([[1, RULES]]);
  return { rules, trials, changes };
}

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => void vi.useRealTimers());

describe("a trial", () => {
  // Of a message from a view; found by the fuzzer, seed 460381.
  it.each<[string, unknown]>([
    ["a text", ""],
    ["rules that are not a list", { ...trial(), rules: 5 }],
    ["a rule that is null", { ...trial(), rules: [null] }],
    ["a rule without a condition", { ...trial(), rules: [{}] }],
    ["methods that are not a list", { ...trial(), rules: [{ condition: { requestMethods: 5 } }] }],
    [
      "an invalid pattern",
      { ...trial(), rules: [{ condition: { regexFilter: "[", requestMethods: ["get"] } }] },
    ],
  ])("that is %s changes nothing, and costs no later event", async (_name, malformed) => {
    const rules = new FakeHeaderRules();
    const trials = new Trials(rules, () => {});
    trials.set(1, malformed as Trial);
    await settled();
    const covered = () => trials.covers(event({ timeStamp: Date.now() - 1 }));
    expect(covered()).toBe(false);
    trials.set(1, null);
    await settled();
    expect([covered(), [...rules.rules.values()].flat()]).toEqual([false, []]);
  });

  it("is active and reported only in its tab", async () => {
    const { rules, trials, changes } = await begun();
    expect(trials.of(1)).toMatchObject(trial());
    expect([trials.of(2), changes]).toEqual([undefined, [1]]);
    expect([trials.covers(event()), trials.covers(event({ tabId: 2 }))]).toEqual([true, false]);
    expect(rules.rules.size).toBe(1);
  });

  type Begun = Awaited<ReturnType<typeof begun>>;
  it.each<[string, (of: Begun) => unknown]>([
    ["the user ends it", ({ trials }) => trials.set(1, null)],
    ["its time has passed", () => vi.advanceTimersByTimeAsync(TRIAL_MS)],
    [
      "the tab navigates to another origin",
      ({ trials }) => trials.pageShown(commit({ url: "https://b.test/" })),
    ],
    [
      "the tab navigates to another document",
      ({ trials }) => trials.pageShown(commit({ url: `${PAGE}next` })),
    ],
    ["the permission is revoked", ({ trials }) => trials.endAll()],
    ["the worker dies and restarts", ({ rules }) => new Trials(rules, () => {})],
  ])("ends when %s", async (_when, end) => {
    const of = await begun();
    await end(of);
    await settled();
    expect([...of.rules.rules]).toEqual([]);
  });

  it.each([
    ["a reload", { transitionType: "reload" }],
    [
      "a reload of a page that has changed its address",
      { transitionType: "reload", url: "https://app.test/b" },
    ],
    ["the same address again", {}],
    ["the same address with a fragment", { url: `${PAGE}#a` }],
    ["another document in another tab", { tabId: 2, url: "https://b.test/" }],
  ])("stays active after %s", async (_what, init) => {
    const { rules, trials } = await begun();
    trials.pageShown(commit(init));
    await settled();
    expect(rules.rules.size).toBe(1);
    expect(trials.of(1)).toMatchObject(trial());
  });

  it("is active for its duration, and longer where it was extended", async () => {
    const { rules, trials } = await begun();
    await vi.advanceTimersByTimeAsync(TRIAL_MS - 1);
    expect(rules.rules.size).toBe(1);
    trials.set(1, trial(START + 2 * TRIAL_MS));
    await vi.advanceTimersByTimeAsync(TRIAL_MS);
    expect(rules.rules.size).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect([rules.rules.size, trials.of(1)]).toEqual([0, undefined]);
  });

  it("keeps the worker awake, and lets it sleep afterwards", async () => {
    const { rules, trials } = await begun();
    const before = rules.wakes;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rules.wakes - before).toBeGreaterThanOrEqual(3);
    trials.set(1, null);
    await settled();
    const after = rules.wakes;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rules.wakes).toBe(after);
  });

  it("covers requests made while it was active, and none later", async () => {
    const { trials } = await begun();
    await vi.advanceTimersByTimeAsync(1_000);
    trials.set(1, null);
    await settled();
    const at = (timeStamp: number) => trials.covers(event({ timeStamp }));
    expect([at(START + 999), at(START + 1_000)]).toEqual([true, false]);
  });

  it("covers requests made under its replaced rules and under the new ones", async () => {
    const { trials } = await begun();
    await vi.advanceTimersByTimeAsync(1_000);
    const other = { ...TRIED[0], url: "https://api.test/other" } as (typeof TRIED)[number];
    trials.set(1, { tried: [other], rules: rulesFor([other]), until: START + TRIAL_MS });
    await settled();
    const covered = (url: string, timeStamp: number) => trials.covers(event({ url, timeStamp }));
    expect(covered(event().url, START + 999)).toBe(true);
    expect(covered(event().url, START + 1_000)).toBe(false);
    expect(covered(other.url, START + 1_000)).toBe(true);
  });

  it.each([
    ["another URL", { url: "https://api.test/items/1" }],
    ["a URL that differs in case", { url: "https://api.test/Items" }],
    ["another method", { method: "OPTIONS" }],
    ["a method that rules cannot name", { method: "FOO" }],
  ])("does not cover a request of %s, during it or later", async (_what, init) => {
    const { trials } = await begun();
    expect(trials.covers(event(init))).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    trials.set(1, null);
    await settled();
    expect([trials.covers(event(init)), trials.covers(event())]).toEqual([false, true]);
  });

  it("covers a request with a method that rules cannot name", async () => {
    const trials = new Trials(new FakeHeaderRules(), () => {});
    const tried = TRIED.map((one) => ({ ...one, method: "FOO" }));
    trials.set(1, { tried, rules: rulesFor(tried), until: START + TRIAL_MS });
    await settled();
    expect([trials.covers(event({ method: "FOO" })), trials.covers(event())]).toEqual([
      true,
      false,
    ]);
  });

  it("covers requests made under the rules of a dead worker", async () => {
    const { rules } = await begun();
    vi.setSystemTime(START + 5_000);
    const next = new Trials(rules, () => {});
    await next.ready;
    const at = (timeStamp: number) => next.covers(event({ timeStamp }));
    expect([at(START + 4_999), at(START + 5_000)]).toEqual([true, false]);
    expect(next.covers(event({ tabId: 2 }))).toBe(false);
    expect(next.covers(event({ url: "https://api.test/other" }))).toBe(false);
  });

  it("is not active if the browser rejects its rules, and reports why", async () => {
    const { rules, trials } = await begun();
    rules.trouble = new Error("too many");
    trials.set(1, trial());
    await settled();
    expect([...rules.rules]).toEqual([]);
    expect(trials.of(1)).toMatchObject({ rules: [], error: "Error: too many" });
    expect(trials.covers(event({ timeStamp: Date.now() }))).toBe(false);
    trials.set(1, null);
    await settled();
    expect(trials.of(1)).toBeUndefined();
  });

  it("is not active with rules that are no list, and costs no later event", async () => {
    const { trials } = await begun();
    for (const rules of ["", 7, {}]) {
      trials.set(1, { ...trial(), rules: rules as never });
      await settled();
      expect(trials.of(1)?.rules).toEqual([]);
      expect(trials.covers(event({ timeStamp: Date.now() }))).toBe(false);
    }
  });

  it("is reported as active until it can be ended", async () => {
    const { rules, trials } = await begun();
    rules.stuck = new Error("busy");
    trials.set(1, null);
    await settled();
    expect(trials.of(1)).toMatchObject(trial());
    rules.stuck = null;
    trials.set(1, null);
    await settled();
    expect([rules.rules.size, trials.of(1)]).toEqual([0, undefined]);
  });

  it("begins after a dead worker's rules are removed", async () => {
    const rules = new FakeHeaderRules();
    rules.rules.set(1, RULES);
    rules.rules.set(5, RULES);
    const trials = new Trials(rules, () => {});
    trials.set(1, trial());
    await settled();
    expect([...rules.rules.keys()]).toEqual([1]);
  });

  it("ends in one tab without ending in another", async () => {
    const { rules, trials } = await begun();
    trials.set(2, trial());
    await settled();
    trials.set(1, null);
    await settled();
    expect([...rules.rules.keys()]).toEqual([2]);
  });
});
