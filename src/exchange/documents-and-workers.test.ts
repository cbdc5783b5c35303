import { describe, expect, it } from "vitest";
import { aNavigation, completedLife, someFacts } from "../observation/observation.test-builder.ts";
import type { Observation } from "../observation/observation.ts";
import { aCall, anElement } from "../observation/page-call.test-builder.ts";
import { ExchangeLog } from "./exchange-log.ts";
import { exchangesOf } from "./exchanges-of.test-builder.ts";

const URL = "https://api.test/items";
const PAGE = "https://app.test/";

function logOf(observations: readonly Observation[]): ExchangeLog {
  const log = new ExchangeLog("chromium");
  for (const observation of observations) log.apply(observation);
  return log;
}

/** A request by the page, unless its facts name another requester. */
function life(at: number, facts: Partial<ReturnType<typeof someFacts>> = {}, url = URL) {
  return completedLife({ facts: someFacts(facts), url, method: "GET", at });
}
const page = (at: number) => life(at, { requestId: "0", resourceType: "main_frame" }, PAGE);
const shown = (timeStamp: number) => aNavigation({ timeStamp });

describe("a request without a tab", () => {
  const WORKER = { requestId: "9", tabId: -1, frameId: -1, documentId: null };
  const ids = (log: ExchangeLog) => exchangesOf(log, 1).map(({ id }) => id);

  it("is shown in the tabs of its origin, and in no other", () => {
    const elsewhere = { ...WORKER, requestId: "8", initiator: "https://else.test" };
    const log = logOf([...page(100), shown(104), ...life(200, WORKER), ...life(300, elsewhere)]);
    expect(ids(log)).toEqual(["0", "9"]);
    expect(log.exchange(1, "9")?.tabId).toBe(-1);
    expect(log.exchange(1, "8")).toBe(null);
    expect(exchangesOf(log, 2)).toEqual([]);
  });

  it("names the worker's script, where the browser does, before and after it was stored", () => {
    const workerScript = "https://app.test/w.js";
    const log = logOf([...page(100), shown(104), ...life(200, { ...WORKER, workerScript })]);
    const [first, second] = exchangesOf(log, 1);
    expect(second).toMatchObject({ id: "9", workerScript });
    expect(first).not.toHaveProperty("workerScript");
  });

  it("is not shown where it came before the document, or after the tab was cleared", () => {
    const log = logOf([
      ...page(100),
      ...life(200, WORKER),
      ...life(300, { requestId: "1", resourceType: "main_frame", documentId: "D2" }, PAGE),
      aNavigation({ timeStamp: 310, documentId: "D2" }),
    ]);
    expect(ids(log)).toEqual(["1"]);
    for (const one of life(400, { ...WORKER, requestId: "10" })) log.apply(one);
    expect(ids(log)).toEqual(["1", "10"]);
    log.clear(1);
    expect(ids(log)).toEqual([]);
  });
});

describe("a failed element", () => {
  const from = {
    tabId: 1,
    frameId: 0,
    documentId: "D1",
    origin: "https://app.test",
    isInitialDocument: false,
  };
  const failed = { kind: "element-failed", ...from, timeStamp: 210 } as const;
  const element = anElement({ url: URL });
  const violated = {
    kind: "policy-violated",
    ...from,
    timeStamp: 209,
    violation: { effectiveDirective: "script-src-elem", blockedUrl: URL, disposition: "enforce" },
  } as const;

  it("has an id that does not reveal its URL, as reports contain ids", () => {
    const url = "https://api.test/x.png?access_token=s3cr3t";
    const violation = {
      kind: "policy-violated",
      ...from,
      timeStamp: 220,
      violation: {
        effectiveDirective: "img-src",
        blockedUrl: `${url}2`,
        disposition: "enforce",
      },
    } as const;
    const log = logOf([...page(100), { ...failed, element: anElement({ url }) }, violation]);
    const ids = exchangesOf(log, 1).map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(ids.join()).not.toMatch(/s3cr3t|api\.test/);
    for (const id of ids) expect(log.exchange(1, id)?.id).toBe(id);
  });

  it("is a separate exchange where there was no request", () => {
    const log = logOf([...page(100), shown(104), { ...failed, element }, violated]);
    const [, neverRequested] = exchangesOf(log, 1);
    expect(neverRequested).toMatchObject({
      resourceType: "script",
      hops: [{ url: URL, sentAt: null }],
      ending: { kind: "not-sent" },
      violation: violated.violation,
      element,
      documentOrigins: ["https://app.test"],
    });
    expect(log.exchange(1, neverRequested?.id ?? "")).toEqual(neverRequested);
  });

  it("is one exchange for each element, also within a millisecond", () => {
    const style = anElement({ url: URL, resourceType: "stylesheet" });
    const log = logOf([
      { ...failed, element },
      { ...failed, element: style },
    ]);
    expect(exchangesOf(log, 1)).toMatchObject([
      { resourceType: "script" },
      { resourceType: "stylesheet" },
    ]);
    const [, second] = exchangesOf(log, 1);
    expect(log.exchange(1, second?.id ?? "")).toEqual(second);
  });

  it.each([
    ["another frame", 4, "D4", 2],
    ["its own", 0, "D1", 1],
    ["another document of its frame", 0, "D4", 1],
  ])(
    "is separate from a request of %s for that URL, or belongs to it",
    (_, frameId, documentId, count) => {
      const requested = life(
        150,
        { requestId: "7", resourceType: "script", frameId, documentId },
        URL,
      );
      expect(exchangesOf(logOf([...requested, { ...failed, element }]), 1)).toHaveLength(count);
    },
  );

  it("replaces the exchange of its violation, also a millisecond later", () => {
    const log = logOf([violated]);
    const [before] = exchangesOf(log, 1);
    const [change] = log.apply({ ...failed, element });
    expect([...(change?.removed ?? [])]).toEqual([before?.id]);
    expect([...(change?.changed ?? [])]).toEqual(exchangesOf(log, 1).map(({ id }) => id));
  });

  it("is an exchange also for a violation alone, unless it is about a call", () => {
    expect(exchangesOf(logOf([violated]), 1)).toMatchObject([{ resourceType: "script" }]);
    const connect = { ...violated.violation, effectiveDirective: "connect-src" };
    expect(exchangesOf(logOf([{ ...violated, violation: connect }]), 1)).toEqual([]);
    const report = { ...violated.violation, disposition: "report" } as const;
    expect(exchangesOf(logOf([{ ...violated, violation: report }]), 1)).toEqual([]);
  });

  it("belongs to its request if there is one, also by the upgraded URL", () => {
    const script = life(200, { resourceType: "script" });
    expect(exchangesOf(logOf([...script, { ...failed, element }]), 1)).toMatchObject([
      { id: "1", element, elementFailed: true },
    ]);
    const upgraded = { ...element, url: "http://api.test/items" };
    const count = (...before: Observation[]) =>
      exchangesOf(logOf([...before, { ...failed, element: upgraded }]), 1).length;
    expect(count(...script)).toBe(1);
    // An image is upgraded to TLS, but does not affect the refused script.
    expect(count(...life(200, { resourceType: "image" }))).toBe(2);
  });

  it("does not belong to a request of another kind of element", () => {
    const image = life(300, { resourceType: "image" });
    expect(exchangesOf(logOf([{ ...failed, element }, ...image]), 1)).toMatchObject([
      { resourceType: "script", ending: { kind: "not-sent" } },
      { id: "1", resourceType: "image", elementFailed: false },
    ]);
    // A preload's type does not always show its purpose.
    const preload = life(200, { resourceType: "other" });
    expect(exchangesOf(logOf([...preload, { ...failed, element }]), 1)).toHaveLength(1);
  });

  it("belongs to a request of type script, as which Gecko reports a preload", () => {
    const preload = { ...failed, element: anElement({ url: URL, resourceType: "other" }) };
    expect(exchangesOf(logOf([...life(200), preload]), 1)).toMatchObject([
      { id: "1", element: preload.element, elementFailed: true },
    ]);
    expect(exchangesOf(logOf([...life(200), { ...failed, element }]), 1)).toHaveLength(2);
  });

  it("is separate from an image of the same URL if it is a preload for fetch()", () => {
    const preload = { ...failed, element: anElement({ url: URL, resourceType: "xmlhttprequest" }) };
    const image = life(300, { resourceType: "image" });
    expect(exchangesOf(logOf([preload, ...image]), 1)).toHaveLength(2);
    expect(exchangesOf(logOf([...life(200), preload]), 1)).toHaveLength(1);
  });

  it("is removed with its document, and with its request", () => {
    const log = logOf([{ ...failed, element }]);
    const changes = log.apply(aNavigation({ timeStamp: 300, documentId: "D2" }));
    expect(exchangesOf(log, 1)).toEqual([]);
    expect(changes.flatMap(({ removed }) => [...removed])).toHaveLength(1);
  });

  it("is not certain about two simultaneous requests with different modes", () => {
    const settled = (at: number, mode: "cors" | "no-cors") =>
      ({ ...failed, timeStamp: at, element: { ...element, mode } }) as const;
    const script = { resourceType: "script" };
    const modes = (...observations: Observation[]) =>
      exchangesOf(logOf(observations), 1).map((it) => it.element?.mode ?? null);
    const two = [...life(200, script), ...life(201, { ...script, requestId: "2" })];
    expect(modes(...two, settled(205, "cors"), settled(206, "no-cors"))).toEqual([null, null]);
    // Only one of the two elements reported; it may belong to either request.
    expect(modes(...two, settled(205, "cors"))).toEqual([null, null]);
    expect(modes(...two, settled(205, "cors"), settled(206, "cors"))).toEqual([null, "cors"]);
    const inTurn = [...life(200, script), ...life(220, { ...script, requestId: "2" })];
    expect(modes(...inTurn, settled(205, "cors"), settled(225, "no-cors"))).toEqual([
      "cors",
      "no-cors",
    ]);
  });
});

describe("calls without a request", () => {
  const from = { tabId: 1, frameId: 0, documentId: "D1", origin: null, isInitialDocument: false };
  const result = { result: "resolved", responseType: null, status: null, errorName: null } as const;

  it.each([
    ["beacon", "not-sent"],
    ["xhr", "completed"],
  ] as const)("a %s that was taken on is %s", (api, ending) => {
    const called = { ...from, callId: "a", timeStamp: 1 };
    const log = logOf([
      { kind: "call-started", ...called, call: aCall({ api }) },
      { kind: "call-ended", ...called, result },
    ]);
    expect(exchangesOf(log, 1)).toMatchObject([{ ending: { kind: ending } }]);
  });
});

describe("a violation after a redirect", () => {
  it("names the requested URL, and belongs to that request", () => {
    const facts = someFacts({ resourceType: "xmlhttprequest" });
    const event = { ...facts, url: URL, method: "GET" };
    const violation = {
      effectiveDirective: "connect-src",
      blockedUrl: URL,
      disposition: "enforce",
    } as const;
    const log = logOf([
      { kind: "started", ...event, timeStamp: 1 },
      {
        kind: "failed",
        ...event,
        timeStamp: 5,
        error: "net::ERR_ABORTED",
        fromCache: false,
        ip: null,
      },
      {
        kind: "policy-violated",
        tabId: 1,
        frameId: 0,
        documentId: "D1",
        origin: "https://app.test",
        isInitialDocument: false,
        timeStamp: 4,
        violation,
      },
    ]);
    expect(exchangesOf(log, 1)).toMatchObject([{ violation }]);
  });
});

describe("a call that a service worker handled", () => {
  const facts = someFacts();
  const from = { tabId: 1, frameId: 0, documentId: "D1", origin: PAGE.slice(0, -1) };
  const of = { ...from, isInitialDocument: false, callId: "1" };
  const event = { ...facts, url: URL, method: "GET" };
  const response = { fromCache: false, ip: null, status: 307, headers: [] };
  // As Gecko 153 reports it.
  const handed: Observation[] = [
    { kind: "call-started", ...of, timeStamp: 200, call: aCall({ url: URL, served: true }) },
    { kind: "started", ...event, timeStamp: 201 },
    { kind: "redirected", ...event, timeStamp: 202, redirectUrl: URL, ...response },
  ];
  const result = { responseType: "cors", status: 200, errorName: null } as const;
  const ended = {
    kind: "call-ended",
    ...of,
    timeStamp: 250,
    result: { result: "resolved", ...result },
  } as const;

  it("is not a request of the page, only a call", () => {
    expect(exchangesOf(logOf(handed), 1)).toEqual([]);
    expect(exchangesOf(logOf([...handed, ended]), 1)).toMatchObject([
      { id: "call:0:D1:1", hops: [{ url: URL, redirect: null }], ending: { kind: "completed" } },
    ]);
  });

  it("is a request as soon as the worker does not handle it", () => {
    const log = logOf([...handed, ...life(203), ended]);
    expect(exchangesOf(log, 1)).toMatchObject([
      { id: "1", call: { served: true }, ending: { kind: "completed" } },
    ]);
    expect(log.exchange(1, "1")?.hops).toHaveLength(1);
  });
});
