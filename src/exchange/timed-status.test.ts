import { describe, expect, it } from "vitest";
import {
  aNavigation,
  completedLife,
  preflightLife,
  someFacts,
} from "../observation/observation.test-builder.ts";
import type { Browser, Observation, ResourceTimed } from "../observation/observation.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { ExchangeLog } from "./exchange-log.ts";
import { exchangesOf } from "./exchanges-of.test-builder.ts";

const URL = "https://api.test/font";
const FROM = {
  tabId: 1,
  frameId: 0,
  documentId: "D1",
  origin: "https://app.test",
  isInitialDocument: false,
};

/** A request that begins at the given time, and ends 30 later. */
function requested(
  requestId: string,
  at: number,
  facts: Partial<ReturnType<typeof someFacts>> = {},
) {
  const all = someFacts({ requestId, resourceType: "font", ...facts });
  return completedLife({ facts: all, url: URL, method: "GET", at, step: 10 });
}

function timed(
  status: number,
  startedAt: number,
  endedAt: number,
  from: Partial<typeof FROM> = {},
  url = URL,
): ResourceTimed {
  const resource = { url, status, byWorker: false, startedAt, endedAt };
  return { kind: "resource-timed", ...FROM, ...from, timeStamp: endedAt, resource };
}

function logOf(observations: readonly Observation[], browser: Browser = "gecko"): ExchangeLog {
  const log = new ExchangeLog(browser);
  for (const observation of observations) log.apply(observation);
  return log;
}

/** The status of each exchange, in whatever order the observations come. */
function statuses(...observations: readonly Observation[]): (number | null)[] {
  const reported = (all: readonly Observation[]) =>
    exchangesOf(logOf(all), 1).map(({ timedStatus }) => timedStatus);
  expect(reported(observations.toReversed())).toEqual(reported(observations));
  return reported(observations);
}

describe("the status in a page's timeline", () => {
  it.each<[string, ResourceTimed, number | null]>([
    ["belongs to the request that began meanwhile", timed(200, 100, 250), 200],
    ["belongs to it also where the status is 0", timed(0, 100, 250), 0],
    ["belongs to it where the clocks differ a little", timed(200, 203, 250), 200],
    ["belongs to it where they differ a little at its end", timed(200, 100, 197), 200],
    ["does not belong to a request that had ended before", timed(200, 100, 190), null],
    ["does not belong to a request that began later", timed(200, 210, 250), null],
    [
      "does not belong to another document's request",
      timed(200, 100, 250, { documentId: "D2" }),
      null,
    ],
    ["does not belong to a request of another URL", timed(200, 100, 250, {}, `${URL}2`), null],
  ])("%s", (_name, timing, status) => {
    expect(statuses(...requested("1", 200), timing)).toEqual([status]);
  });

  it("is separate for consecutive requests", () => {
    const turns = [...requested("1", 200), timed(0, 150, 240), ...requested("2", 300)];
    expect(statuses(...turns, timed(200, 250, 350))).toEqual([0, 200]);
  });

  it("counts for simultaneous requests if it is complete and the same for all", () => {
    const two = [...requested("1", 200), ...requested("2", 210)];
    expect(statuses(...two, timed(0, 190, 260), timed(0, 195, 270))).toEqual([0, 0]);
    expect(statuses(...two, timed(0, 190, 260), timed(200, 195, 270))).toEqual([null, null]);
    // One entry is missing: the other may belong to either request.
    expect(statuses(...two, timed(200, 190, 260))).toEqual([null, null]);
  });

  it("does not count a preflight as a separate request", () => {
    const preflight = preflightLife({
      facts: someFacts({ requestId: "2", resourceType: "font" }),
      url: URL,
      method: "OPTIONS",
      at: 202,
      requests: "GET",
    });
    expect(statuses(...requested("1", 200), ...preflight, timed(200, 190, 260))).toEqual([200]);
  });

  it("changes its request once, and is restored with it", () => {
    const log = logOf(requested("1", 200));
    const [change] = log.apply(timed(200, 190, 260));
    expect([...(change?.changed ?? [])]).toEqual(["1"]);
    const [later] = log.apply(timed(200, 900, 910));
    expect([...(later?.changed ?? [])]).toEqual([]);
    const [key = ""] = change?.touched ?? [];
    const [again] = log.apply(timed(200, 190, 260));
    expect([...(again?.touched ?? [])]).toEqual([]);

    const stored = [log.trace(1, key), log.trace(1, "1")].filter((it) => it !== undefined);
    const restored = new ExchangeLog("gecko");
    restored.restore(JSON.parse(JSON.stringify(stored)), new Map());
    expect(restored.exchange(1, "1")).toEqual(log.exchange(1, "1"));
    expect(restored.exchange(1, "1")?.timedStatus).toBe(200);
  });

  it("is removed with its request, and with its document", () => {
    const timing = timed(200, 190, 260);
    const other = timed(200, 190, 260, {}, `${URL}2`);
    const log = logOf([...requested("1", 200), timing, other]);
    const [change] = log.apply(aNavigation({ timeStamp: 300, documentId: "D2" }));
    expect([...(change?.forgotten ?? [])].filter((key) => key.startsWith("report:"))).toHaveLength(
      2,
    );
    const few = new ExchangeLog("gecko", { exchangesPerTab: 1, totalSize: 6_000_000 });
    few.apply(timing);
    const [eviction] = few.apply(other);
    expect(eviction?.forgotten.size).toBe(1);
  });
});

describe("the timeline's entry for a call without a request", () => {
  const called = (callId: string, at: number, endsAt: number): Observation[] => {
    const result = { result: "rejected", responseType: null, status: null } as const;
    const call = aCall({ url: URL, served: true });
    return [
      { kind: "call-started", ...FROM, callId, timeStamp: at, call },
      {
        ...{ kind: "call-ended", ...FROM, callId, timeStamp: endsAt },
        result: { ...result, errorName: "TypeError" },
      },
    ];
  };
  const entry = (status: number, byWorker: boolean, at: number): ResourceTimed => {
    const reported = timed(status, at, at + 5);
    return { ...reported, resource: { ...reported.resource, byWorker } };
  };

  // biome-ignore format: a table is read by its columns.
  it.each<[Browser, ResourceTimed[], number | null, boolean | null]>([
    ["chromium", [entry(0, true, 101)],                        0,    true],
    ["chromium", [entry(0, false, 101)],                       0,    false],
    ["gecko",    [entry(200, false, 101)],                     200,  true],
    ["gecko",    [entry(0, false, 101)],                       0,    null],
    ["chromium", [entry(0, true, 300)],                        null, null],
    ["chromium", [entry(0, true, 101), entry(0, false, 102)],  null, null],
    ["chromium", [],                                           null, null],
  ])("in %s %j", (browser, entries, timedStatus, answeredByWorker) => {
    const all = [...called("1", 100, 110), ...entries];
    for (const order of [all, all.toReversed()]) {
      expect(exchangesOf(logOf(order, browser), 1)).toMatchObject([{ timedStatus, answeredByWorker }]);
    }
  });

  it("is not used where it may be about either of two calls", () => {
    const all = [...called("1", 100, 110), ...called("2", 100, 110), entry(0, true, 101)];
    expect(exchangesOf(logOf(all, "chromium"), 1)).toMatchObject([
      { answeredByWorker: null },
      { answeredByWorker: null },
    ]);
  });
});
