import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { RequestEvents } from "../exchange/request-events.ts";
import { someFacts } from "../observation/observation.test-builder.ts";
import { FakeCompressor } from "../platform/compressor.test-fake.ts";
import { compressor } from "../platform/compressor.ts";
import { FakeStore, settled } from "../platform/session-storage.test-fake.ts";
import type { SessionStore } from "../platform/session-storage.ts";
import { StoredRecording, type StoredRecordingOptions } from "./stored-recording.ts";

const trace = (requestId: string, url = "https://api.test/"): RequestEvents => ({
  facts: someFacts({ requestId }),
  events: [{ kind: "started", timeStamp: 1, url, method: "GET" }],
});

const AT_ONCE = { next: () => 0 };

/** A stored recording whose waits end when the test allows it, and that writes without delay. */
function aStoredRecording(store: FakeStore, options: StoredRecordingOptions = {}) {
  const waits: number[] = [];
  let goOn = () => {};
  const wait = (ms: number) => {
    waits.push(ms);
    return new Promise<void>((resolve) => {
      goOn = resolve;
    });
  };
  const stored = new StoredRecording(store, { wait, pace: AT_ONCE, ...options });
  return { stored, waits, goOn: () => goOn() };
}

// Failures are also logged in the console.
beforeEach(() => void vi.spyOn(console, "warn").mockImplementation(() => {}));

describe("the stored recording", () => {
  it("returns stored items, and not removed ones", async () => {
    const store = new FakeStore();
    const { stored } = aStoredRecording(store);
    stored.keepTrace(1, "a", trace("a"));
    stored.keepTrace(1, "b", trace("b"));
    stored.keepTab(1, { paused: true, dropped: 2, notUnderstood: 0 });
    stored.forgetTrace(1, "b");
    await settled();
    const { traces, tabs, unreadable } = await new StoredRecording(store).load();
    expect([...traces.values()]).toEqual([trace("a")]);
    expect(tabs.get(1)).toMatchObject({ paused: true, dropped: 2 });
    expect([...unreadable]).toEqual([]);
  });

  it("combines the writes of one turn", async () => {
    const store = new FakeStore();
    const { stored } = aStoredRecording(store);
    for (let n = 0; n < 50; n++) stored.keepTrace(1, "a", trace("a", `https://api.test/${n}`));
    await settled();
    expect(store.writes).toBe(1);
    expect([...(await stored.load()).traces.values()]).toEqual([trace("a", "https://api.test/49")]);
  });

  it("writes at once after a pause, and combines a storm's writes for a quarter of a second at most", async () => {
    vi.useFakeTimers();
    const store = new FakeStore();
    const stored = new StoredRecording(store);
    const writesAfter = async (events: number, everyMs: number) => {
      const before = store.writes;
      for (let n = 0; n < events; n++) {
        stored.keepTrace(1, `${n}`, trace(`${n}`));
        await vi.advanceTimersByTimeAsync(everyMs);
      }
      return store.writes - before;
    };
    const calm = await writesAfter(100, 5);
    const storm = await writesAfter(2_000, 0.5);
    await vi.advanceTimersByTimeAsync(250);
    const { size } = store.items;
    vi.useRealTimers();
    expect(calm).toBe(100);
    expect(storm).toBeLessThan(200);
    expect(size).toBe(2_000);
  });

  it("retries failed writes, later each time, and reports them meanwhile", async () => {
    const store = new FakeStore();
    let changes = 0;
    const { stored, waits, goOn } = aStoredRecording(store, { onChange: () => changes++ });
    store.trouble = new Error("The disk is on fire");
    stored.keepTrace(1, "a", trace("a"));
    stored.keepTrace(1, "b", trace("b"));
    stored.keepTrace(2, "c", trace("c"));
    await settled();
    expect([stored.unsaved(1), stored.unsaved(2)]).toEqual([2, 1]);
    // Newer values replace the failed ones.
    stored.keepTrace(1, "a", trace("a", "https://api.test/newer"));
    stored.forgetTrace(1, "b");
    goOn();
    await settled();
    expect(waits).toEqual([500, 1000]);
    store.trouble = null;
    goOn();
    await settled();
    expect([stored.unsaved(1), stored.unsaved(2), changes > 0]).toEqual([0, 0, true]);
    expect([...(await stored.load()).traces.values()]).toEqual([
      trace("a", "https://api.test/newer"),
      trace("c"),
    ]);
  });

  it("retries failed removals, and notes when they succeed", async () => {
    const store = new FakeStore();
    const notes: string[] = [];
    const { stored, goOn } = aStoredRecording(store, { note: (kind) => notes.push(kind) });
    stored.keepTrace(1, "a", trace("a"));
    await settled();
    store.trouble = new Error("busy");
    stored.forgetTrace(1, "a");
    await settled();
    store.trouble = null;
    goOn();
    await settled();
    expect(store.items.size).toBe(0);
    expect(notes).toEqual(["write-failed", "write-recovered"]);
  });

  it.each([
    ["requests eviction where the quota is exceeded", true, 0],
    ["waits where nothing can be evicted", false, 1],
  ])("%s", async (_name, canMakeRoom, waiting) => {
    const store = new FakeStore();
    store.room = 500;
    const { stored, waits } = aStoredRecording(store, {
      makeRoom: () => {
        if (canMakeRoom) stored.forgetTrace(1, "old");
        return canMakeRoom;
      },
    });
    stored.keepTrace(1, "old", trace("old"));
    await settled();
    stored.keepTrace(1, "new", trace("new"));
    await settled();
    expect(waits).toHaveLength(waiting);
    expect([...store.items.keys()]).toEqual([canMakeRoom ? "trace:1:new" : "trace:1:old"]);
  });

  it("reads the remaining entries where one, or the whole storage, cannot be read", async () => {
    const store = new FakeStore();
    const { stored } = aStoredRecording(store);
    stored.keepTrace(1, "a", trace("a"));
    await settled();
    store.items.set("trace:1:b", "{");
    store.items.set("something else", "{}");
    const read = await stored.load();
    stored.begin();
    expect([[...read.traces.values()], [...read.unreadable]]).toEqual([[trace("a")], [[1, 1]]]);
    await settled();
    expect(store.items.has("trace:1:b")).toBe(false);
    store.getAll = () => Promise.reject(new Error("gone"));
    const nothing = await stored.load();
    expect(nothing.traces.size).toBe(0);
  });

  it("stores all entries except one that exceeds the quota, and reports that", async () => {
    const store = new FakeStore();
    store.room = 10_000;
    const { stored } = aStoredRecording(store);
    stored.keepTrace(1, "a", trace("a", `https://api.test/${"x".repeat(6_000_000)}`));
    stored.keepTrace(2, "b", trace("b"));
    await settled();
    expect([stored.unsaved(1), stored.unsaved(2)]).toEqual([1, 0]);
    expect([...store.items.keys()]).toEqual(["trace:2:b"]);
    stored.forgetTrace(1, "a");
    expect(stored.unsaved(1)).toBe(0);
  });
});

/** Room for some hundred entries, hardly any of them uncompressed. */
const SMALL = { room: 20_000, largest: 8_000, loose: 600, block: 600 };

describe("a completed request's entry", () => {
  it("is compressed together with others, and is read unchanged", async () => {
    const store = new FakeStore();
    const stored = new StoredRecording(store);
    const all = Array.from({ length: 3_000 }, (_, n) =>
      trace(`${n}`, `https://api.test/\u00fc/${n}/"`),
    );
    all.forEach((one, n) => {
      stored.keepTrace(n % 3, `${n}`, { ...one, facts: { ...one.facts, tabId: n % 3 } });
    });
    const size = () =>
      [...store.items].reduce((sum, [key, text]) => sum + key.length + String(text).length, 0);
    const asItIs = all.reduce((sum, one) => sum + JSON.stringify(one).length, 0);
    await expect.poll(size).toBeLessThan(asItIs);
    await expect
      .poll(() => [...store.items.keys()].filter((key) => key.startsWith("block:")).length)
      .toBeGreaterThan(0);
    const { traces } = await new StoredRecording(store).load();
    expect(traces.size).toBe(3_000);
    const [, { events }] = [...traces].find(([key]) => key === "trace:0:2997") as [
      string,
      RequestEvents,
    ];
    expect(events).toEqual(all[2_997]?.events);
  });

  it("leaves no data once it is removed", async () => {
    const store = new FakeStore();
    const compressor = new FakeCompressor();
    const { stored } = aStoredRecording(store, { compressor, limits: SMALL });
    for (let n = 0; n < 40; n++) stored.keepTrace(1, `${n}`, trace(`${n}`));
    await settled();
    for (let n = 0; n < 40; n++) stored.forgetTrace(1, `${n}`);
    await settled();
    expect([...store.items]).toEqual([]);
  });

  it("is written uncompressed where compression is not available", async () => {
    const store = new FakeStore();
    const compressor = new FakeCompressor();
    compressor.trouble = new Error("No such format");
    const { stored, waits } = aStoredRecording(store, { compressor, limits: SMALL });
    for (let n = 0; n < 40; n++) stored.keepTrace(1, `${n}`, trace(`${n}`));
    await settled();
    expect([(await stored.load()).traces.size, waits]).toEqual([40, []]);
  });

  it("is compressed again only after much more data, where compression failed", async () => {
    const compressor = new FakeCompressor();
    let tries = 0;
    compressor.compress = async () => {
      tries++;
      throw new Error("No such format");
    };
    const { stored } = aStoredRecording(new FakeStore(), { compressor, limits: SMALL });
    for (let n = 0; n < 40; n++) {
      stored.keepTrace(1, `${n}`, trace(`${n}`));
      await settled();
    }
    expect(tries).toBeGreaterThan(1);
    expect(tries).toBeLessThan(20);
  });

  it("is compressed until little is left uncompressed, even without new writes", async () => {
    const store = new FakeStore();
    const { stored } = aStoredRecording(store, {
      ...{ compressor: new FakeCompressor(), limits: { ...SMALL, room: 1_000_000 } },
    });
    for (let n = 0; n < 200; n++) stored.keepTrace(1, `${n}`, trace(`${n}`));
    await vi.waitFor(() => {
      const loose = [...store.items].filter(([key]) => key.startsWith("trace:"));
      // Before the first write, no entry is loose either.
      expect([...store.items.keys()].some((key) => key.startsWith("block:"))).toBe(true);
      expect(loose.reduce((sum, [, text]) => sum + String(text).length, 0)).toBeLessThanOrEqual(
        SMALL.loose,
      );
    });
    expect((await stored.load()).traces.size).toBe(200);
  });

  it("counts all entries of a block that cannot be read", async () => {
    const store = new FakeStore();
    const compressor = new FakeCompressor();
    const { stored } = aStoredRecording(store, { compressor, limits: SMALL });
    for (let n = 0; n < 40; n++) stored.keepTrace(1, `${n}`, trace(`${n}`));
    await settled();
    const other = { compressor: new FakeCompressor(), limits: SMALL };
    const another = () => aStoredRecording(store, other).stored;
    const next = another();
    const { traces, unreadable } = await next.load();
    next.begin();
    expect(traces.size).toBeLessThan(40);
    expect(traces.size + (unreadable.get(1) ?? 0)).toBe(40);
    await settled();
    expect((await another().load()).unreadable.size).toBe(0);
  });

  it("is stored where more arrive at once than fit uncompressed", async () => {
    const store = new FakeStore();
    store.room = SMALL.room;
    let evictions = 0;
    const compressor = new FakeCompressor();
    const { stored } = aStoredRecording(store, {
      ...{ compressor, limits: SMALL },
      makeRoom: () => ++evictions > 0,
    });
    for (let n = 0; n < 300; n++) stored.keepTrace(1, `${n}`, trace(`${n}`));
    await vi.waitFor(async () => {
      expect((await new StoredRecording(store, { compressor }).load()).traces.size).toBe(300);
    });
    expect(evictions).toBe(0);
  });

  it("is evicted before the quota is exceeded", async () => {
    const store = new FakeStore();
    store.room = SMALL.room;
    const compressor = new FakeCompressor();
    const kept: string[] = [];
    const { stored, waits } = aStoredRecording(store, {
      ...{ compressor, limits: SMALL },
      makeRoom: () => {
        const oldest = kept.splice(0, 20);
        for (const id of oldest) stored.forgetTrace(1, id);
        return oldest.length > 0;
      },
    });
    for (let n = 0; n < 2_000; n++) {
      kept.push(`${n}`);
      stored.keepTrace(1, `${n}`, trace(`${n}`));
      if (n % 7 === 0) await settled();
    }
    await settled();
    const { traces } = await stored.load();
    expect([...traces.keys()].sort()).toEqual(kept.map((id) => `trace:1:${id}`).sort());
    expect(kept.length).toBeGreaterThan(200);
    expect(waits).toEqual([]);
  });
});

/** The storage of a worker that is stopped after some calls: later calls have no effect. */
class LastCalls implements SessionStore {
  readonly #store: SessionStore;
  #left: number;

  constructor(store: SessionStore, left: number) {
    this.#store = store;
    this.#left = left;
  }

  #call<T>(act: () => Promise<T>): Promise<T> {
    return this.#left-- > 0 ? act() : new Promise(() => {});
  }

  getAll = () => this.#store.getAll();
  set = (items: Readonly<Record<string, unknown>>) => this.#call(() => this.#store.set(items));
  remove = (keys: readonly string[]) => this.#call(() => this.#store.remove(keys));
}

type Step =
  | { readonly act: "keep" | "forget"; readonly id: number; readonly url: string }
  | { readonly act: "wait"; readonly turns: number }
  | { readonly act: "trouble"; readonly isOn: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant("keep" as const),
      id: fc.nat(30),
      url: fc.string({ maxLength: 60 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant("forget" as const),
      id: fc.nat(30),
      url: fc.constant(""),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant("wait" as const), turns: fc.nat(12) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("trouble" as const), isOn: fc.boolean() }) },
);

/** Successive workers with one storage: the steps of each, and how many calls it makes. */
const lives = (one: fc.Arbitrary<Step>) =>
  fc.array(fc.record({ steps: fc.array(one, { maxLength: 60 }), calls: fc.nat(40) }), {
    minLength: 1,
    maxLength: 4,
  });

/** Runs the steps; returns what was stored after each. */
async function live(
  stored: StoredRecording,
  store: FakeStore,
  steps: readonly Step[],
  kept: Map<string, string>,
): Promise<ReadonlyMap<string, string>[]> {
  const moments = [new Map(kept)];
  for (const one of steps) {
    if (one.act === "wait") {
      for (let turn = 0; turn < one.turns; turn++) await Promise.resolve();
    } else if (one.act === "trouble") store.trouble = one.isOn ? new Error("busy") : null;
    else if (one.act === "keep") {
      stored.keepTrace(1, `${one.id}`, trace(`${one.id}`, one.url));
      kept.set(`trace:1:${one.id}`, JSON.stringify(trace(`${one.id}`, one.url)));
    } else {
      stored.forgetTrace(1, `${one.id}`);
      kept.delete(`trace:1:${one.id}`);
    }
    moments.push(new Map(kept));
  }
  await settled();
  return moments;
}

describe("the storage", () => {
  it("has a consistent state after a death at any call, repeatedly", async () => {
    await fc.assert(
      fc.asyncProperty(lives(step.filter(({ act }) => act !== "trouble")), async (all) => {
        const store = new FakeStore();
        const parts = { compressor: new FakeCompressor(), limits: SMALL };
        const kept = new Map<string, string>();
        for (const { steps, calls } of all) {
          const dying = new StoredRecording(new LastCalls(store, calls), parts);
          expect(textsOf((await dying.load()).traces)).toEqual(kept);
          dying.begin();
          const moments = await live(dying, store, steps, kept);
          const left = textsOf((await new StoredRecording(store, parts).load()).traces);
          expect(moments.some((moment) => isSame(moment, left))).toBe(true);
          kept.clear();
          for (const [key, text] of left) kept.set(key, text);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("has everything in the end, whatever failed temporarily", async () => {
    await fc.assert(
      fc.asyncProperty(lives(step), async (all) => {
        const store = new FakeStore();
        const parts = { compressor: new FakeCompressor(), limits: SMALL };
        const kept = new Map<string, string>();
        for (const { steps } of all) {
          const { stored, goOn } = aStoredRecording(store, parts);
          await stored.load();
          stored.begin();
          await live(stored, store, steps, kept);
          store.trouble = null;
          for (let again = 0; again < 4; again++) {
            goOn();
            await settled();
          }
          expect(stored.unsaved(1)).toBe(0);
          const left = textsOf((await new StoredRecording(store, parts).load()).traces);
          expect([...left]).toEqual([...kept].sort(([a], [b]) => (a < b ? -1 : 1)));
        }
      }),
      { numRuns: 150 },
    );
  });
});

const textsOf = (traces: ReadonlyMap<string, unknown>): Map<string, string> =>
  new Map(
    [...traces]
      .map(([key, one]) => [key, JSON.stringify(one)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

function isSame(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, text]) => b.get(key) === text);
}

describe("the compressor", () => {
  it.each([
    ["nothing", ""],
    ["text", "caf\u00e9 \u6f22".repeat(40_000)],
  ])("restores %s unchanged", async (_what, text) => {
    const compressed = await compressor.compress(text);
    expect(compressed).toMatch(/^[\0-\x7f]*$/);
    expect(await compressor.expand(compressed)).toBe(text);
  });

  it("rejects data that it did not compress", async () => {
    await expect(compressor.expand("%")).rejects.toThrow();
    await expect(compressor.expand("AAAA")).rejects.toThrow();
  });
});
