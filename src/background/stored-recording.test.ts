import { beforeEach, describe, expect, it, vi } from "vitest";
import type { RequestEvents } from "../exchange/request-events.ts";
import { someFacts } from "../observation/observation.test-builder.ts";
import { FakeStore, settled } from "../platform/session-storage.test-fake.ts";
import { StoredRecording, type StoredRecordingOptions } from "./stored-recording.ts";

const trace = (requestId: string, url = "https://api.test/"): RequestEvents => ({
  facts: someFacts({ requestId }),
  events: [{ kind: "started", timeStamp: 1, url, method: "GET" }],
});

/** A stored recording whose waits end when the test says so. */
function aStoredRecording(store: FakeStore, options: StoredRecordingOptions = {}) {
  const waits: number[] = [];
  let goOn = () => {};
  const wait = (ms: number) => {
    waits.push(ms);
    return new Promise<void>((resolve) => {
      goOn = resolve;
    });
  };
  const stored = new StoredRecording(store, { wait, ...options });
  return { stored, waits, goOn: () => goOn() };
}

// What fails is told in the console as well.
beforeEach(() => void vi.spyOn(console, "warn").mockImplementation(() => {}));

describe("the stored recording", () => {
  it("gives back what was kept, and not what was forgotten", async () => {
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
    expect(unreadable).toBe(0);
  });

  it("joins the writes of a turn", async () => {
    const store = new FakeStore();
    const { stored } = aStoredRecording(store);
    for (let n = 0; n < 50; n++) stored.keepTrace(1, "a", trace("a", `https://api.test/${n}`));
    await settled();
    expect(store.writes).toBe(1);
    expect([...(await stored.load()).traces.values()]).toEqual([trace("a", "https://api.test/49")]);
  });

  it("tries again what failed, later each time, and says so meanwhile", async () => {
    const store = new FakeStore();
    let changes = 0;
    const { stored, waits, goOn } = aStoredRecording(store, { onChange: () => changes++ });
    store.trouble = new Error("The disk is on fire");
    stored.keepTrace(1, "a", trace("a"));
    stored.keepTrace(1, "b", trace("b"));
    stored.keepTrace(2, "c", trace("c"));
    await settled();
    expect([stored.unsaved(1), stored.unsaved(2)]).toEqual([2, 1]);
    // What comes meanwhile is newer, and goes before.
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

  it("removes later what it could not remove", async () => {
    const store = new FakeStore();
    const { stored, goOn } = aStoredRecording(store);
    stored.keepTrace(1, "a", trace("a"));
    await settled();
    store.trouble = new Error("busy");
    stored.forgetTrace(1, "a");
    await settled();
    store.trouble = null;
    goOn();
    await settled();
    expect(store.items.size).toBe(0);
  });

  it.each([
    ["has room made where there is none", true, 0],
    ["and waits where none can be made", false, 1],
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

  it("reads the rest where an entry, or all of it, cannot be read", async () => {
    const store = new FakeStore();
    const { stored } = aStoredRecording(store);
    stored.keepTrace(1, "a", trace("a"));
    await settled();
    store.items.set("trace:1:b", "{");
    store.items.set("something else", "{}");
    const read = await stored.load();
    expect([[...read.traces.values()], read.unreadable]).toEqual([[trace("a")], 1]);
    await settled();
    expect(store.items.has("trace:1:b")).toBe(false);
    store.getAll = () => Promise.reject(new Error("gone"));
    const nothing = await stored.load();
    expect([nothing.traces.size, nothing.unreadable]).toEqual([0, 1]);
  });

  it("stores the others beside one entry that no storage has room for, and says so", async () => {
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
