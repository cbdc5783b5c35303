import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  aNavigation,
  completedLife,
  neverSentLife,
  preflightLife,
  someFacts,
} from "../observation/observation.test-builder.ts";
import type { Observation } from "../observation/observation.ts";
import { aCall, aFailure, anElement } from "../observation/page-call.test-builder.ts";
import { ExchangeLog } from "./exchange-log.ts";
import { exchangesOf } from "./exchanges-of.test-builder.ts";

const API = "https://api.test/items";
const OTHER = "https://other.test/font";
const FROM = {
  tabId: 1,
  frameId: 0,
  documentId: "D1",
  origin: "https://app.test",
  isInitialDocument: false,
};
const get = (requestId: string, url: string, at: number, more: object = {}) =>
  completedLife({ facts: someFacts({ requestId, ...more }), url, method: "GET", at });
const rejected = {
  result: "rejected",
  responseType: null,
  status: null,
  errorName: "TypeError",
} as const;
const timed = (url: string, at: number): Observation => ({
  ...{ kind: "resource-timed", ...FROM, timeStamp: at + 20 },
  resource: { url, status: 200, byWorker: false, startedAt: at, endedAt: at + 10 },
});
const page = get("page", "https://app.test/", 50, {
  ...{ resourceType: "main_frame", documentId: null, initiator: null },
});
const shown = aNavigation({ timeStamp: 60, documentId: "D1" });
const ofWorker = get("worker", API, 150, { tabId: -1, frameId: -1, documentId: null });

/** Requests of one page with all kinds of reports, many for the same URL. */
const EVERYTHING: readonly Observation[] = [
  ...page,
  shown,
  ...ofWorker,
  ...neverSentLife(
    { facts: someFacts({ requestId: "put" }), url: API, method: "PUT", at: 200 },
    215,
  ),
  ...preflightLife({
    ...{ facts: someFacts({ requestId: "preflight" }), url: API, method: "OPTIONS" },
    ...{ requests: "PUT", at: 201, status: 403 },
  }),
  {
    kind: "call-started",
    ...FROM,
    callId: "a",
    timeStamp: 199,
    call: aCall({ url: API, method: "PUT" }),
  },
  { kind: "call-ended", ...FROM, callId: "a", timeStamp: 216, result: rejected },
  { kind: "call-started", ...FROM, callId: "b", timeStamp: 199, call: aCall({ url: OTHER }) },
  { kind: "call-ended", ...FROM, callId: "b", timeStamp: 205, result: rejected },
  ...get("font", OTHER, 300, { resourceType: "font" }),
  timed(OTHER, 299),
  {
    kind: "element-failed",
    ...FROM,
    timeStamp: 306,
    element: aFailure({ url: OTHER, resourceType: "font" }),
  },
  ...get("image", OTHER, 310, { resourceType: "image" }),
  {
    kind: "element-failed",
    ...FROM,
    timeStamp: 320,
    element: anElement({ url: OTHER, resourceType: "image" }),
  },
  {
    ...{ kind: "policy-violated", ...FROM, timeStamp: 205 },
    violation: { effectiveDirective: "connect-src", blockedUrl: OTHER, disposition: "enforce" },
  },
  {
    ...{ kind: "seen-by-devtools", tabId: 1, timeStamp: 300, endedAt: 304, url: OTHER },
    ...{ method: "GET", stack: "at https://app.test/a.js:1:1", allowOrigin: null },
  },
];

/** The exchanges of a view that has applied every change. */
class View {
  readonly #log: ExchangeLog;
  readonly exchanges = new Map<string, string>();

  constructor(log: ExchangeLog) {
    this.#log = log;
  }

  take(changes: ReturnType<ExchangeLog["apply"]>): void {
    // Includes tabless exchanges: the log decides which of them the tab shows.
    for (const { changed, removed } of changes) {
      for (const id of removed) this.exchanges.delete(id);
      for (const id of changed) {
        const exchange = this.#log.exchange(1, id);
        if (exchange !== null) this.exchanges.set(id, JSON.stringify(exchange));
      }
    }
  }
}

describe("the changes of a log", () => {
  it.each(["chromium", "gecko"] as const)(
    "are all that a view needs to show the log, in any order (%s)",
    (browser) => {
      let most = 0;
      fc.assert(
        fc.property(
          fc.shuffledSubarray([...EVERYTHING], { minLength: EVERYTHING.length - 4 }),
          (some) => {
            const log = new ExchangeLog(browser);
            const view = new View(log);
            for (const observation of some) {
              view.take(log.apply(observation));
              const held = exchangesOf(log, 1).map((one) => [one.id, JSON.stringify(one)] as const);
              expect(view.exchanges).toEqual(new Map(held));
              most = Math.max(most, held.length);
            }
          },
        ),
        { numRuns: 25 },
      );
      expect(most).toBeGreaterThan(5);
    },
  );

  // Each exchange sent again costs a judgement, and a busy page has thousands.
  it("name only the exchange of the event's request", () => {
    const log = new ExchangeLog("chromium");
    for (const one of EVERYTHING) log.apply(one);
    for (const event of get("new", "https://new.test/", 400)) {
      for (const { changed, removed } of log.apply(event)) {
        expect([[...changed], [...removed]]).toEqual([["new"], []]);
      }
    }
  });

  it("name nothing that a frame's document does not change", () => {
    const log = new ExchangeLog("chromium");
    for (const one of EVERYTHING) log.apply(one);
    const frame = { frameId: 4, parentFrameId: 0, documentId: "D4", parentDocumentId: "D1" };
    const changes = log.apply(aNavigation({ ...frame, timeStamp: 400, url: "https://x.test/" }));
    expect(changes.flatMap(({ changed, removed }) => [...changed, ...removed])).toEqual([]);
  });

  it("name only one of two requests of a timeline's URL once both have begun", () => {
    const log = new ExchangeLog("chromium");
    const [started, ...later] = get("2", OTHER, 302, { resourceType: "font" });
    for (const one of [...get("1", OTHER, 300, { resourceType: "font" }), timed(OTHER, 299)])
      log.apply(one);
    const changedBy = (one: Observation) => log.apply(one).flatMap(({ changed }) => [...changed]);
    expect(changedBy(started as Observation).sort()).toEqual(["1", "2"]);
    for (const one of later.slice(0, -1)) expect(changedBy(one)).toEqual(["2"]);
  });

  it("name only one of two requests of an element's URL once both have begun", () => {
    const log = new ExchangeLog("chromium");
    const [started, ...later] = get("2", OTHER, 302, { resourceType: "image" });
    const element = anElement({ url: OTHER, resourceType: "image" });
    const failed: Observation = { kind: "element-failed", ...FROM, timeStamp: 301.5, element };
    const before = get("1", OTHER, 300, { resourceType: "image" });
    for (const one of [...before, failed, started as Observation]) log.apply(one);
    for (const one of later.slice(0, -1)) {
      expect(log.apply(one).flatMap(({ changed }) => [...changed])).toEqual(["2"]);
    }
  });

  // A removal makes the worker store the tab's counts and draw its badge.
  it("name a call as removed only where it was shown before its request", () => {
    const request = get("1", API, 200);
    const call: Observation[] = [
      { kind: "call-started", ...FROM, callId: "a", timeStamp: 199, call: aCall({ url: API }) },
      { kind: "call-ended", ...FROM, callId: "a", timeStamp: 205, result: rejected },
    ];
    const removedBy = (observations: readonly Observation[]) => {
      const log = new ExchangeLog("chromium");
      return observations.flatMap((one) =>
        log.apply(one).flatMap(({ removed }) => [...removed].filter((id) => id.startsWith("call"))),
      );
    };
    expect(removedBy([...call.slice(0, 1), ...request, ...call.slice(1)])).toEqual([]);
    expect(removedBy([...call, ...request])).toEqual(["call:0:D1:a"]);
  });

  it("ignore a late call of the previous page by its time, but not the end of a known call", () => {
    const log = new ExchangeLog("chromium");
    const begin = (callId: string): Observation => ({
      ...{ kind: "call-started", ...FROM, callId, timeStamp: 70, call: aCall({ url: API }) },
    });
    const end = (callId: string): Observation => ({
      ...{ kind: "call-ended", ...FROM, callId, timeStamp: 80, result: rejected },
    });
    for (const one of [...page, shown]) log.apply(one, true);
    log.apply(begin("kept"), true);
    log.apply(aNavigation({ timeStamp: 90, documentId: "D2" }), true);
    log.apply(end("kept"), true);
    expect(exchangesOf(log, 1).filter(({ call }) => call !== null)).toHaveLength(1);
    log.apply(aNavigation({ timeStamp: 100, documentId: "D3" }));
    log.apply(begin("late"));
    log.apply(end("late"));
    expect(exchangesOf(log, 1).filter(({ call }) => call !== null)).toEqual([]);
  });
});

it("returns what it could not restore, and keeps the rest", () => {
  const log = new ExchangeLog("chromium");
  for (const one of get("1", API, 100)) log.apply(one);
  const stored = log.trace(1, "1");
  const broken = { facts: null } as never;
  const again = new ExchangeLog("chromium");
  const { failed } = again.restore([broken, stored as never], new Map());
  expect([...failed]).toEqual([broken]);
  expect(exchangesOf(again, 1)).toEqual(exchangesOf(log, 1));
});

// The clocks count milliseconds: a document may report in the one in which it was committed.
it("name what a frame's document reported at its commit, and nothing from before", () => {
  const frame = { frameId: 4, parentFrameId: 0, documentId: null };
  const from = { ...FROM, frameId: 4, documentId: null };
  const facts = { frameId: 4, parentFrameId: 0, documentId: null };
  const log = new ExchangeLog("gecko");
  for (const [at, name] of [
    [399, "before"],
    [400, "at"],
  ] as const) {
    const call = aCall({ url: OTHER, method: "PUT" });
    const element = anElement({ url: `https://${name}.test/` });
    const observations: Observation[] = [
      ...get(`${name}`, API, at, facts),
      { kind: "call-started", ...from, callId: name, timeStamp: at, call },
      { kind: "call-ended", ...from, callId: name, timeStamp: at + 3, result: rejected },
      { kind: "element-failed", ...from, timeStamp: at, element },
    ];
    for (const observation of observations) log.apply(observation);
  }
  const at = exchangesOf(log, 1).filter(({ startedAt }) => startedAt === 400);
  expect(at).toHaveLength(3);
  const changes = log.apply(aNavigation({ ...frame, timeStamp: 400, url: "https://x.test/" }));
  const changed = changes.flatMap((change) => [...change.changed]);
  expect(changed.sort()).toEqual(at.map(({ id }) => id).sort());
});

// Firefox reports no document ids: earlier requests do not belong to a frame's new document.
it("does not count requests made before a document without an id", () => {
  const log = new ExchangeLog("gecko");
  const nameless = { documentId: null };
  for (const observation of get("before", API, 10, nameless)) log.apply(observation);
  for (const observation of get("after", API, 100, nameless)) log.apply(observation);
  const frame = aNavigation({ timeStamp: 50, frameId: 4, parentFrameId: 0, ...nameless });
  const changed = log.apply(frame).flatMap((change) => [...change.changed]);
  expect(changed).toContain("after");
  expect(changed).not.toContain("before");
});

it("does not report a request again whose DevTools entry is unchanged", () => {
  const log = new ExchangeLog("chromium");
  const seen = (timeStamp: number): Observation => ({
    ...{ kind: "seen-by-devtools", tabId: 1, timeStamp, endedAt: timeStamp + 10, url: API },
    ...{ method: "GET", stack: `at https://app.test/a.js:${timeStamp}:1`, allowOrigin: null },
  });
  for (const observation of [...get("1", API, 11), ...get("2", API, 13), seen(10)]) {
    log.apply(observation);
  }
  const changed = log.apply(seen(12)).flatMap((change) => [...change.changed]);
  expect(changed).toEqual(["2"]);
});
