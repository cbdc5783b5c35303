import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  completedLife,
  type Life,
  neverSentLife,
  preflightLife,
  someFacts,
} from "../observation/observation.test-builder.ts";
import type { Observation } from "../observation/observation.ts";
import { aCall, anElement } from "../observation/page-call.test-builder.ts";
import type { Exchange } from "./exchange.ts";
import { DEFAULT_LIMITS, ExchangeLog } from "./exchange-log.ts";
import { exchangesOf } from "./exchanges-of.test-builder.ts";

const URL = "https://api.test/items";
const page = {
  ...{ tabId: 1, frameId: 0, documentId: "D1" },
  ...{ origin: "https://app.test", isInitialDocument: false },
};

const aPoll = fc.record({
  /** Milliseconds since the previous request: at the same time, soon, or long after. */
  gap: fc.constantFrom(0, 0.5, 3, 40, 700, 5000),
  takes: fc.constantFrom(1, 30, 2000),
  how: fc.constantFrom(
    ...["call", "given up", "preflighted", "never sent", "image", "broken image"],
    ...["broken image, handed to a service worker", "preload for fetch()"],
  ),
});
type Poll = ReturnType<typeof aPoll.generate>["value"];

/** The observations of a page that polls one URL. */
function reported(polls: readonly Poll[]): Observation[] {
  let at = 1000;
  return polls.flatMap(({ gap, takes, how }, index): Observation[] => {
    at += gap;
    const isHanded = how.endsWith("worker");
    const isImage = how.includes("image");
    const isPreload = how.startsWith("preload");
    const facts = someFacts({
      requestId: `${index}`,
      resourceType: isImage ? "image" : "xmlhttprequest",
    });
    const method = how === "preflighted" || how === "never sent" ? "PUT" : "GET";
    const life = { facts, url: URL, method, at: at + 2 };
    const [started, ...rest] = completedLife({ ...life, step: takes });
    const ends = at + 2 + 3 * takes;
    const events: Observation[] = [
      ...(how === "never sent" ? neverSentLife(life, ends) : [started as Observation]),
      ...(isHanded || how === "never sent" ? [] : rest),
      ...(isHanded ? [handedToWorker(life)] : []),
      {
        ...{ kind: "resource-timed", ...page, timeStamp: ends },
        resource: { url: URL, startedAt: at, endedAt: ends, status: 200, byWorker: false },
      },
      {
        ...{ kind: "seen-by-devtools", tabId: 1, timeStamp: at, endedAt: ends },
        ...{ url: URL, method, stack: `at https://app.test/a.js:${index}:1`, allowOrigin: null },
      },
    ];
    if (isImage || isPreload) {
      const kind = how === "image" ? "element-loaded" : "element-failed";
      const element = anElement({
        ...{ url: URL, resourceType: isPreload ? "xmlhttprequest" : "image" },
        served: isHanded,
      });
      return [...events, { kind, ...page, timeStamp: ends + 1, element }];
    }
    const preflight = {
      ...life,
      at: at + 2.1,
      step: takes / 10,
      method: "OPTIONS",
      requests: method,
    };
    const of = { ...page, callId: `${index}` };
    const passes = how !== "never sent" && how !== "given up";
    return [
      ...events,
      ...(method === "PUT"
        ? preflightLife({ ...preflight, facts: { ...facts, requestId: `p${index}` } })
        : []),
      { kind: "call-started", ...of, timeStamp: at, call: aCall({ url: URL, method }) },
      {
        ...{ kind: "call-ended", ...of, timeStamp: how === "given up" ? at + 1 : ends },
        result: {
          result: passes ? "resolved" : "rejected",
          status: passes ? 200 : null,
          errorName: passes ? null : how === "given up" ? "AbortError" : "TypeError",
        },
      } as Observation,
    ];
  });
}

/** Gecko reports an internal redirect to the same URL, and then nothing more. */
function handedToWorker({ facts, url, method, at }: Life): Observation {
  return {
    ...{ kind: "redirected", ...facts, url, method, timeStamp: at + 1 },
    ...{ redirectUrl: url, status: 0, fromCache: false, ip: null, headers: null },
  };
}

/** Follows a recording change by change, as views do, and compares the result with the log each time. */
function expectAllReported(log: ExchangeLog, observations: readonly Observation[]): void {
  const shown = new Map<string, Exchange>();
  for (const observation of observations) {
    for (const { changed, removed } of log.apply(observation)) {
      for (const id of removed) shown.delete(id);
      for (const id of changed) {
        const exchange = log.exchange(1, id);
        if (exchange === null) shown.delete(id);
        else shown.set(id, exchange);
      }
    }
    const [followed, known] = [[...shown.values()].sort(byId), exchangesOf(log, 1).sort(byId)];
    // A strict comparison is much faster than an expectation.
    if (!isDeepStrictEqual(followed, known)) expect(followed).toEqual(known);
  }
}

const byId = (a: Exchange, b: Exchange) => (a.id < b.id ? -1 : 1);

const shuffled = fc
  .array(aPoll, { minLength: 1, maxLength: 8 })
  .chain((polls) =>
    fc.tuple(
      fc.constant(reported(polls)),
      fc.shuffledSubarray(reported(polls), { minLength: reported(polls).length }),
    ),
  );

/** The observations in order of arrival: pages and DevTools may report late. */
const late = fc.array(aPoll, { minLength: 1, maxLength: 8 }).chain((polls) => {
  const all = reported(polls);
  const delays = fc.array(fc.constantFrom(0, 0, 5, 50), {
    minLength: all.length,
    maxLength: all.length,
  });
  return delays.map((by) =>
    all
      .map((one, i) => ({ one, at: comesAt(one) + ("requestId" in one ? 0 : (by[i] ?? 0)) }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one),
  );
});

function comesAt(observation: Observation): number {
  if (observation.kind === "seen-by-devtools") return observation.endedAt;
  return "timeStamp" in observation ? observation.timeStamp : 0;
}

it.each(["chromium", "gecko"] as const)("takes polls in any order, %s", (browser) => {
  fc.assert(
    fc.property(shuffled, ([inOrder, anyOrder]) => {
      const [one, other] = [inOrder, anyOrder].map((observations) => {
        const log = new ExchangeLog(browser);
        for (const observation of observations) log.apply(observation);
        return exchangesOf(log, 1).sort(byId);
      });
      expect(other).toEqual(one);
    }),
    { numRuns: 80 },
  );
});

// At any time, a view that applied every change has the same exchanges as a view that connects anew, even
// where the limits are so small that evidence for pairing is evicted.
it.each([
  ["chromium", DEFAULT_LIMITS.exchangesPerTab],
  ["gecko", DEFAULT_LIMITS.exchangesPerTab],
  ["chromium", 3],
  ["gecko", 3],
] as const)("tells of all that changed, %s, with room for %i", (browser, exchangesPerTab) => {
  fc.assert(
    fc.property(late, (anyOrder) => {
      expectAllReported(new ExchangeLog(browser, { ...DEFAULT_LIMITS, exchangesPerTab }), anyOrder);
    }),
    { numRuns: 80 },
  );
});
