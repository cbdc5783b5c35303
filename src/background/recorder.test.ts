import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Change } from "../exchange/change.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { exchangesOf } from "../exchange/exchanges-of.test-builder.ts";
import { aNavigation, completedLife, someFacts } from "../observation/observation.test-builder.ts";
import type { Observation } from "../observation/observation.ts";
import { aCall, anElement, REJECTED } from "../observation/page-call.test-builder.ts";
import { FakeCompressor } from "../platform/compressor.test-fake.ts";
import { FakeStore, settled } from "../platform/session-storage.test-fake.ts";
import { DEFAULT_SETTINGS, MOST_KEPT, type Settings } from "../protocol/messages.ts";
import { decideExchange } from "../verdict/decide-exchange.ts";
import { Recorder } from "./recorder.ts";

/** A worker's recorder, with a store that may outlive it. */
function aRecorder(
  store: FakeStore,
  settings: Promise<Settings> = Promise.resolve(DEFAULT_SETTINGS),
) {
  const changes: Change[] = [];
  const waits: (() => void)[] = [];
  const recorder = new Recorder({
    browser: "chromium",
    store,
    settings,
    onChange: (more) => changes.push(...more),
    onState: () => {},
    storage: {
      wait: () => new Promise<void>((resolve) => waits.push(resolve)),
      pace: { next: () => 0 },
      compressor: new FakeCompressor(),
    },
  });
  const goOn = () => {
    for (const resolve of waits.splice(0)) resolve();
  };
  return { recorder, changes, goOn };
}

const request = (requestId: string, at: number) =>
  completedLife({
    facts: someFacts({ requestId }),
    ...{ url: `https://api.test/${requestId}`, method: "GET", at },
  });
/** A request with typical headers of a browser and a server. */
function usualRequest(n: number): Observation[] {
  return completedLife({
    facts: someFacts({ requestId: `${n}` }),
    ...{ url: `https://api.test/items/${n}?page=${n % 7}`, method: "GET", at: n * 10 },
    requestHeaders: [
      ["User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"],
      ["Accept", "application/json, text/plain, */*"],
      ["Origin", "https://app.test"],
      ["Sec-Fetch-Mode", "cors"],
      ["Authorization", `Bearer ${"x".repeat(200)}`],
    ],
    responseHeaders: [
      ["Content-Type", "application/json; charset=utf-8"],
      ["Date", new Date(n * 1_000).toUTCString()],
      ["ETag", `W/"${Math.imul(n, 2_654_435_761)}"`],
      ["Access-Control-Allow-Origin", "https://app.test"],
      ["Strict-Transport-Security", "max-age=31536000; includeSubDomains"],
    ],
  });
}

/** A call that the page saw fail after a millisecond. */
function called(callId: string, timeStamp: number): [start: Observation, end: Observation] {
  const from = { tabId: 1, frameId: 0, documentId: "D1", origin: null, isInitialDocument: false };
  const call = aCall({ url: `https://api.test/${callId === "a" ? 1 : 2}` });
  return [
    { kind: "call-started", ...from, callId, timeStamp, call },
    { kind: "call-ended", ...from, callId, timeStamp: timeStamp + 1, result: REJECTED },
  ];
}

const storedBytes = (store: FakeStore) =>
  [...store.items].reduce((sum, [key, text]) => sum + key.length + String(text).length, 0);

const ids = (recorder: Recorder) => exchangesOf(recorder.log, 1).map(({ id }) => id);
const observe = (recorder: Recorder, ...observations: Observation[]) => {
  for (const observation of observations) recorder.observe(observation);
};

// Failures are also logged in the console.
beforeEach(() => void vi.spyOn(console, "warn").mockImplementation(() => {}));

describe("the recorder", () => {
  it("continues after a death, with the events that arrived before it had read the storage", async () => {
    const store = new FakeStore();
    const { recorder } = aRecorder(store);
    await recorder.ready;
    observe(
      recorder,
      aNavigation({ timeStamp: 5 }),
      ...request("1", 10),
      ...request("2", 20).slice(0, 2),
    );
    recorder.pause(2, true);
    await settled();

    const { recorder: next } = aRecorder(store);
    observe(next, ...request("2", 20).slice(2), ...request("3", 30));
    expect(ids(next)).toEqual([]);
    await next.ready;
    expect(exchangesOf(next.log, 1)).toEqual(
      (() => {
        observe(recorder, ...request("2", 20).slice(2), ...request("3", 30));
        return exchangesOf(recorder.log, 1);
      })(),
    );
    expect(next.state(2).paused).toBe(true);
  });

  it("leaves requests open that were pending at a death, until their next event", async () => {
    const store = new FakeStore();
    const { recorder } = aRecorder(store);
    await recorder.ready;
    observe(recorder, ...request("1", 10), ...request("2", 20).slice(0, 2));
    await settled();
    const { recorder: next } = aRecorder(store);
    await next.ready;
    const [ended, open] = exchangesOf(next.log, 1) as [Exchange, Exchange];
    expect([ended, open].map(({ completeness }) => completeness)).toEqual([
      "complete",
      "interrupted",
    ]);
    expect(decideExchange(open).decision).toMatchObject({
      outcome: "unknown",
      certainty: "ambiguous",
    });
    observe(next, ...request("2", 20).slice(2, 3));
    const [, heard] = exchangesOf(next.log, 1) as [Exchange, Exchange];
    expect(decideExchange(heard).decision).toMatchObject({
      outcome: "pending",
      certainty: "certain",
    });
  });

  it("leaves requests open whose events reached only a worker that died before reading its storage", async () => {
    const store = new FakeStore();
    const { recorder } = aRecorder(store);
    await recorder.ready;
    observe(recorder, ...request("1", 10).slice(0, 2));
    await settled();
    const reading = vi.spyOn(store, "getAll").mockReturnValueOnce(new Promise(() => {}));
    const { recorder: dying } = aRecorder(store);
    reading.mockRestore();
    observe(dying, ...request("1", 10).slice(2, 3), ...request("2", 20).slice(0, 2));
    await settled();
    const { recorder: next } = aRecorder(store);
    observe(next, ...request("3", 30).slice(0, 2));
    await next.ready;
    const outcomes = exchangesOf(next.log, 1).map((exchange) => [
      exchange.id,
      decideExchange(exchange).decision.outcome,
    ]);
    expect(outcomes).toEqual([
      ["1", "unknown"],
      ["2", "unknown"],
      ["3", "pending"],
    ]);
  });

  it("leaves a call open whose request may have been missed", async () => {
    vi.useFakeTimers({ now: 1_000, toFake: ["Date"] });
    const store = new FakeStore();
    const { recorder } = aRecorder(store);
    await recorder.ready;
    const page = { tabId: 1, frameId: 0, documentId: "D1", origin: "https://app.test" };
    const about = (callId: string) => ({ ...page, isInitialDocument: false, callId });
    const started = (callId: string, timeStamp: number): Observation => ({
      ...{ kind: "call-started", ...about(callId), timeStamp },
      call: aCall({ url: `https://api.test/${callId}` }),
    });
    const ended = (callId: string, timeStamp: number): Observation => ({
      ...{ kind: "call-ended", ...about(callId), timeStamp },
      result: { result: "rejected", status: null, responseType: null, errorName: "TypeError" },
    });
    observe(
      recorder,
      started("before", 1_100),
      ended("before", 1_150),
      started("meanwhile", 1_160),
    );
    await settled();
    vi.setSystemTime(2_000);
    const { recorder: next } = aRecorder(store);
    await next.ready;
    observe(next, ended("meanwhile", 2_010), started("after", 2_020), ended("after", 2_030));
    await settled();
    const { recorder: last } = aRecorder(store);
    await last.ready;
    vi.useRealTimers();
    const said = exchangesOf(last.log, 1).map((exchange) => {
      const { outcome, certainty } = decideExchange(exchange).decision;
      return [exchange.hops[0]?.url.slice(17), exchange.completeness, outcome, certainty];
    });
    const [before, meanwhile, after] = said;
    expect(meanwhile).toEqual(["meanwhile", "interrupted", "unknown", "ambiguous"]);
    expect([before?.[1], after?.[1]]).toEqual(["complete", "complete"]);
    // The other requests lost no events.
    expect(before?.slice(1)).toEqual(after?.slice(1));
  });

  it("leaves an element's failure open whose request may have been missed", async () => {
    vi.useFakeTimers({ now: 1_000, toFake: ["Date"] });
    const store = new FakeStore();
    const { recorder } = aRecorder(store);
    await recorder.ready;
    const page = { tabId: 1, frameId: 0, documentId: "D1", origin: "https://app.test" };
    const failed = (name: string, timeStamp: number): Observation => ({
      ...{ kind: "element-failed", ...page, isInitialDocument: false, timeStamp },
      element: anElement({ url: `https://api.test:6000/${name}` }),
    });
    observe(recorder, ...request("1", 7_000), failed("before", 7_100));
    await settled();
    vi.setSystemTime(8_000);
    const { recorder: next } = aRecorder(store);
    await next.ready;
    observe(next, failed("meanwhile", 8_010), failed("after", 20_000));
    await settled();
    vi.setSystemTime(90_000);
    const { recorder: last } = aRecorder(store);
    await last.ready;
    // Nothing is missing after a worker's rest.
    observe(last, failed("rested", 90_010));
    vi.useRealTimers();
    const said = exchangesOf(last.log, 1).map((exchange) => {
      const { outcome, cause } = decideExchange(exchange).decision;
      return [new URL(exchange.hops[0]?.url ?? "").pathname, outcome, cause?.code];
    });
    expect(said).toEqual(
      expect.arrayContaining([
        ["/before", "failed", "unsafe-port"],
        ["/meanwhile", "unknown", undefined],
        ["/after", "failed", "unsafe-port"],
        ["/rested", "failed", "unsafe-port"],
      ]),
    );
  });

  it("does not restore requests that were cleared or navigated away from", async () => {
    const store = new FakeStore();
    const { recorder } = aRecorder(store);
    await recorder.ready;
    observe(recorder, ...request("1", 10), aNavigation({ timeStamp: 50, documentId: "D2" }));
    observe(recorder, ...request("2", 60));
    recorder.clear(1);
    await settled();
    const { recorder: next } = aRecorder(store);
    await next.ready;
    expect(ids(next)).toEqual([]);
  });

  it.each<[string, (store: FakeStore) => void]>([
    ["an entry that is not JSON", (store) => store.items.set("trace:1:x", "{")],
    ["an entry with another shape", (store) => store.items.set("trace:1:x", '{"facts":{}}')],
    ["null in an entry", (store) => store.items.set("trace:1:x", "null")],
    ["a number in an entry", (store) => store.items.set("trace:1:x", "7")],
    [
      "a request without events",
      (store) => store.items.set("trace:1:x", '{"facts":{"tabId":1},"events":null}'),
    ],
    [
      "a side report without content",
      (store) => store.items.set("trace:1:x", '{"noteKey":"x","note":null}'),
    ],
    ["a tab's record without content", (store) => store.items.set("tab:9", "null")],
  ])("loses only the damaged entry with %s", async (_name, damage) => {
    const store = new FakeStore();
    const { recorder } = aRecorder(store);
    await recorder.ready;
    observe(recorder, ...request("1", 10), ...request("2", 20));
    await settled();
    damage(store);
    const { recorder: next } = aRecorder(store);
    observe(next, ...request("3", 30));
    await next.ready;
    expect(ids(next)).toEqual(["1", "2", "3"]);
  });

  it("gets ready even where neither storage nor settings can be read", async () => {
    const store = new FakeStore();
    store.getAll = () => Promise.reject(new Error("gone"));
    const { recorder } = aRecorder(store, Promise.reject(new Error("gone too")));
    observe(recorder, ...request("1", 10));
    await recorder.ready;
    expect(ids(recorder)).toEqual(["1"]);
    expect(recorder.settings).toEqual(DEFAULT_SETTINGS);
  });

  it("is not affected by a listener that throws, even while restoring", async () => {
    const store = new FakeStore();
    for (const id of ["1", "2", "3"]) {
      const { recorder, changes } = aRecorder(store);
      changes.push = () => {
        throw new Error("The view is broken");
      };
      observe(recorder, ...request(id, Number(id) * 10));
      await recorder.ready;
      observe(recorder, ...request(`${id}-late`, Number(id) * 10 + 5));
      await settled();
    }
    const { recorder } = aRecorder(store);
    await recorder.ready;
    expect(ids(recorder)).toEqual(["1", "1-late", "2", "2-late", "3", "3-late"]);
    expect(recorder.state(1).notUnderstood).toBe(0);
  });

  it("loses only the waiting event that throws, and counts it", async () => {
    const { recorder } = aRecorder(new FakeStore());
    const broken = {
      kind: "call-started",
      tabId: 1,
      timeStamp: 15,
      call: 1,
    } as unknown as Observation;
    observe(recorder, ...request("1", 10), broken, ...request("2", 20));
    await recorder.ready;
    observe(recorder, broken, ...request("3", 30));
    expect(ids(recorder)).toEqual(["1", "2", "3"]);
    expect(recorder.state(1).notUnderstood).toBe(2);
  });

  it("continues the previous worker's count of events that it did not understand", async () => {
    const store = new FakeStore();
    const { recorder } = aRecorder(store);
    await recorder.ready;
    observe(recorder, ...request("1", 10));
    for (let n = 0; n < 2; n++) recorder.notUnderstood(1);
    await settled();
    const { recorder: next } = aRecorder(store);
    next.notUnderstood(1);
    await next.ready;
    expect(next.state(1).notUnderstood).toBe(3);
  });

  it("keeps counts that came before it had read the storage, over the next death", async () => {
    const store = new FakeStore();
    const { recorder } = aRecorder(store);
    recorder.callsUnheard(1);
    recorder.reportsLost(1, "0:D1", 5);
    recorder.notUnderstood(1);
    await recorder.ready;
    await settled();
    const { recorder: next } = aRecorder(store);
    await next.ready;
    expect(next.state(1)).toMatchObject({ callsUnheard: true, lostReports: 5, notUnderstood: 1 });
  });

  it("keeps and reports requests until they can be stored, and loses none by death", async () => {
    const store = new FakeStore();
    const { recorder, goOn } = aRecorder(store);
    await recorder.ready;
    store.trouble = new Error("busy");
    for (let n = 0; n < 10; n++) observe(recorder, ...request(`${n}`, n * 10));
    await settled();
    expect(recorder.state(1).unsaved).toBe(10);
    store.trouble = null;
    goOn();
    await settled();
    expect(recorder.state(1)).not.toHaveProperty("unsaved");
    const { recorder: next } = aRecorder(store);
    await next.ready;
    expect(ids(next)).toHaveLength(10);
  });

  it("evicts and counts the oldest requests where storage has less room than expected", async () => {
    const store = new FakeStore();
    store.room = 20_000;
    const { recorder } = aRecorder(store);
    await recorder.ready;
    for (let n = 0; n < 60; n++) {
      observe(recorder, ...request(`${n}`, n * 10));
      await settled();
    }
    expect(recorder.state(1).dropped).toBeGreaterThan(10);
    expect(ids(recorder)).toContain("59");
    const { recorder: next } = aRecorder(store);
    await next.ready;
    expect(ids(next)).toEqual(ids(recorder));
    expect(next.state(1).dropped).toBe(recorder.state(1).dropped);
  });

  it("keeps as many ordinary requests of a tab as the setting promises, over a death", async () => {
    const MANY = MOST_KEPT + 1_500;
    const store = new FakeStore();
    // https://developer.chrome.com/docs/extensions/reference/api/storage#property-session
    store.room = 10_485_760;
    const start = async () => {
      const recorder = new Recorder({
        ...{ browser: "chromium", store, settings: Promise.resolve(DEFAULT_SETTINGS) },
        ...{ onChange: () => {}, onState: () => {} },
      });
      await recorder.ready;
      return recorder;
    };
    const recorder = await start();
    const quiet = completedLife({
      facts: someFacts({ requestId: "quiet", tabId: 2 }),
      ...{ url: "https://api.test/quiet", method: "GET", at: 1 },
    });
    observe(recorder, ...quiet);
    for (let n = 0; n < MANY; n++) {
      observe(recorder, ...usualRequest(n));
      // Lets the storage work, as between a browser's events.
      if (n % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const kept = ids(recorder);
    expect(kept.length).toBeGreaterThanOrEqual(MOST_KEPT);
    expect(kept.length + recorder.state(1).dropped).toBe(MANY);
    expect(kept.at(-1)).toBe(`${MANY - 1}`);
    // Once this is stored, everything before it is.
    recorder.pause(3, true);
    await vi.waitFor(() => expect(store.items.has("tab:3")).toBe(true), 20_000);
    expect(storedBytes(store)).toBeLessThan(MOST_KEPT * 1_000);
    const next = await start();
    expect(ids(next)).toEqual(kept);
    expect(next.state(1)).toEqual(recorder.state(1));
    expect([exchangesOf(next.log, 2).length, next.state(2).dropped]).toEqual([1, 0]);
  }, 60_000);

  it("sums the reports that a page's bridges dropped, over a death, until the page unloads", async () => {
    const store = new FakeStore();
    const { recorder } = aRecorder(store);
    await recorder.ready;
    observe(recorder, aNavigation());
    recorder.reportsLost(1, "0:D1", 5);
    recorder.reportsLost(1, "0:D1", 7);
    recorder.reportsLost(1, "4:D4", 2);
    expect(recorder.state(1).lostReports).toBe(9);
    await settled();
    const { recorder: next } = aRecorder(store);
    await next.ready;
    // Each message has the total so far.
    next.reportsLost(1, "0:D1", 8);
    expect(next.state(1).lostReports).toBe(10);
    observe(next, aNavigation({ timeStamp: 50, documentId: "D2" }));
    expect(next.state(1)).not.toHaveProperty("lostReports");
  });

  const tabless = { requestId: "9", tabId: -1, frameId: -1, documentId: null };
  const ofWorker = completedLife({
    facts: someFacts(tabless),
    ...{ url: "https://api.test/9", method: "GET", at: 60 },
  });
  const elsewhere = { timeStamp: 50, documentId: "D2", url: "https://else.test/" };
  it.each<[string, (recorder: Recorder) => void, string[]]>([
    ["of the shown page", (it) => observe(it, ...ofWorker), ["9"]],
    ["of another site", (it) => observe(it, aNavigation(elsewhere), ...ofWorker), []],
    [
      "before Clear",
      (it) => {
        observe(it, ...ofWorker);
        it.clear(1);
      },
      [],
    ],
  ])("shows the same workers' requests after a death: %s", async (_which, act, wanted) => {
    const store = new FakeStore();
    const { recorder, goOn } = aRecorder(store);
    await recorder.ready;
    observe(recorder, aNavigation({ timeStamp: 5 }));
    act(recorder);
    expect(ids(recorder)).toEqual(wanted);
    goOn();
    await settled();
    const { recorder: next } = aRecorder(store);
    await next.ready;
    expect(ids(next)).toEqual(wanted);
  });

  it.each([
    [
      "a new page",
      (it: Recorder) => observe(it, aNavigation({ timeStamp: 50_000, documentId: "D2" })),
      0,
    ],
    [
      "a document of a frame",
      (it: Recorder) =>
        observe(
          it,
          aNavigation({ timeStamp: 50_000, frameId: 4, parentFrameId: 0, documentId: "D2" }),
        ),
      1,
    ],
    ["Clear", (it: Recorder) => it.clear(1), 0],
  ])("counts what is missing since the recording began: after %s", async (_what, act, left) => {
    const store = new FakeStore();
    const { recorder } = aRecorder(
      store,
      Promise.resolve({ ...DEFAULT_SETTINGS, exchangesPerTab: 5 }),
    );
    await recorder.ready;
    observe(recorder, aNavigation());
    for (let n = 0; n < 6; n++) observe(recorder, ...request(`${n}`, 100 + n * 20));
    recorder.reportsLost(1, "0:D1", 1);
    recorder.notUnderstood(1);
    const counts = ({ dropped, lostReports = 0, notUnderstood }: ReturnType<Recorder["state"]>) => [
      dropped,
      lostReports,
      notUnderstood,
    ];
    expect(counts(recorder.state(1))).toEqual([1, 1, 1]);
    // The navigation's own request is left.
    observe(
      recorder,
      ...completedLife({
        facts: someFacts({ requestId: "page", resourceType: "main_frame" }),
        ...{ url: "https://app.test/", method: "GET", at: 49_000 },
      }).slice(0, 2),
    );
    act(recorder);
    expect(counts(recorder.state(1))).toEqual([left === 0 ? 0 : 2, left, left]);
  });

  it("completes the known requests of a paused tab, and records no new ones", async () => {
    const { recorder } = aRecorder(new FakeStore());
    await recorder.ready;
    observe(recorder, ...request("1", 10).slice(0, 2));
    recorder.pause(1, true);
    observe(recorder, ...request("1", 10).slice(2), ...request("2", 20));
    expect(exchangesOf(recorder.log, 1)).toMatchObject([
      { id: "1", ending: { kind: "completed" } },
    ]);
    recorder.pause(1, false);
    observe(recorder, ...request("3", 30));
    expect(ids(recorder)).toEqual(["1", "3"]);
  });

  it("completes the calls of a paused tab whose requests it has, and no others", async () => {
    const { recorder } = aRecorder(new FakeStore());
    await recorder.ready;
    const [start, end] = called("a", 9);
    const [startOfOther, endOfOther] = called("b", 100);
    observe(recorder, start, ...request("1", 10).slice(0, 2), startOfOther);
    recorder.pause(1, true);
    observe(recorder, ...request("1", 10).slice(2), end, ...request("2", 101), endOfOther);
    expect(exchangesOf(recorder.log, 1)).toMatchObject([
      { id: "1", callResult: { result: "rejected" } },
    ]);
  });

  it("ignores calls made while no request could be observed", async () => {
    const { recorder } = aRecorder(new FakeStore());
    await recorder.ready;
    recorder.heardSince = Number.POSITIVE_INFINITY;
    observe(recorder, ...called("a", 10));
    expect(recorder.state(1).noAccess).toBe(true);
    recorder.heardSince = 20;
    observe(recorder, ...called("b", 30));
    expect(ids(recorder)).toEqual(["call:0:D1:b"]);
    // A request that was heard is shown, whenever it began.
    observe(recorder, ...request("1", 10));
    expect(ids(recorder).sort()).toEqual(["1", "call:0:D1:b"]);
    // Requests are heard from that very moment on.
    observe(recorder, ...called("c", 20));
    expect(ids(recorder)).toContain("call:0:D1:c");
  });
});
