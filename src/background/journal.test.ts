import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FakeView } from "../platform/view-door.test-fake.ts";
import { FakeBrowser } from "./browser.test-fake.ts";
import { eventsOf } from "./mixed-events.test-builder.ts";

const START = 1_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => void vi.useRealTimers());

const later = (ms = 2_000) => vi.advanceTimersByTimeAsync(ms);

type Worker = ReturnType<FakeBrowser["start"]>;

async function reportOf(worker: Worker, tabId = 1) {
  const view = worker.views.open(`journal:${tabId}`);
  view.say({});
  await later(0);
  return view.reports.at(-1);
}

/** The journal's entries for a tab, as "kind of×times". */
const journalOf = async (worker: Worker, tabId = 1) =>
  (await reportOf(worker, tabId))?.troubles.map(
    ({ kind, of, times }) => `${kind}${of ? ` ${of}` : ""}${times ? `×${times}` : ""}`,
  );

/** An event that cannot be understood. */
const broken = (worker: Worker, tabId = 1) =>
  worker.events.request("headers-received", {
    ...eventsOf(0)[0]?.[1],
    tabId,
    get responseHeaders(): never {
      throw new TypeError("x is not a function");
    },
  } as never);

function tell(worker: Worker, n = 0): void {
  for (const [kind, details] of eventsOf(n)) worker.events.request(kind, details);
}

describe("the journal", () => {
  it("stays empty and is not written where nothing goes wrong", async () => {
    const browser = new FakeBrowser();
    const worker = browser.start();
    worker.views.open("panel:1");
    tell(worker);
    await later();
    expect(await journalOf(worker)).toEqual([]);
    expect([...browser.store.items.keys()]).not.toContain("journal");
  });

  it("has one entry for a listener that throws repeatedly", async () => {
    const worker = new FakeBrowser().start();
    await later();
    for (let n = 0; n < 5; n++) broken(worker);
    await later();
    expect(await journalOf(worker)).toEqual(["event-not-understood headers-received×5"]);
  });

  it("survives the worker, with entries added before it was read", async () => {
    const browser = new FakeBrowser();
    const first = browser.start();
    await later();
    broken(first);
    await later();
    const second = browser.start();
    second.fail(new Error("early"));
    await later();
    expect(await journalOf(second)).toEqual([
      "event-not-understood headers-received",
      "worker-error",
    ]);
    expect(await journalOf(browser.start())).toEqual([]);
    const third = browser.start();
    await later();
    expect(await journalOf(third)).toHaveLength(2);
  });

  it("loses nothing where the worker dies before reading the stored entries", async () => {
    const browser = new FakeBrowser();
    const first = browser.start();
    await later();
    broken(first);
    await later();
    const { getAll } = browser.store;
    browser.store.getAll = () => new Promise(() => {});
    const second = browser.start();
    second.fail(new Error("early"));
    await later();
    expect(await reportOf(second)).toMatchObject({ isRestored: false, troubles: [{}] });
    browser.store.getAll = getAll;
    const third = browser.start();
    await later();
    expect(await journalOf(third)).toEqual(["event-not-understood headers-received"]);
  });

  it.each([
    ["fails", new Error("broken"), ["write-failed", "write-recovered"]],
    ["fails again", new Error("broken"), ["write-failed×3", "write-recovered"], 2_000],
    [
      "exceeds the quota",
      new Error("Session storage quota bytes exceeded"),
      ["write-failed", "write-recovered"],
    ],
  ])(
    "has one entry for a write that %s, and one for the next successful write",
    async (_name, trouble, expected, ms = 100) => {
      const browser = new FakeBrowser();
      const worker = browser.start();
      await later();
      browser.store.trouble = trouble;
      tell(worker);
      await later(ms);
      browser.store.trouble = null;
      await later(5_000);
      expect(await journalOf(worker)).toEqual(expected);
      const next = browser.start();
      await later();
      expect(await journalOf(next)).toEqual([...expected, "restored"]);
    },
  );

  it("counts the restored requests and the pending ones among them", async () => {
    const browser = new FakeBrowser();
    const first = browser.start();
    tell(first, 0);
    const [beginning] = eventsOf(1);
    if (beginning !== undefined) first.events.request(...beginning);
    await later();
    const second = browser.start();
    await later();
    const report = await reportOf(second);
    expect(report?.troubles).toMatchObject([
      { kind: "restored", counts: { requests: expect.any(Number), pending: 1 } },
    ]);
    expect(report).toMatchObject({ isRestored: true, hasAccess: true, isProbed: false, lost: 0 });
  });

  it("is bounded in storage too, and counts removed entries", async () => {
    const browser = new FakeBrowser();
    const worker = browser.start();
    await later();
    for (let n = 0; n < 500; n++) worker.fail(new Error(`${n}`.padEnd(5_000, 'é"')));
    await later();
    const report = await reportOf(worker);
    expect(report?.troubles).toHaveLength(40);
    expect(report?.lost).toBe(460);
    expect(String(browser.store.items.get("journal")).length).toBeLessThan(100_000);
  });

  it("writes a flood of entries only a few times", async () => {
    const browser = new FakeBrowser();
    const worker = browser.start();
    await later();
    const before = browser.store.writes;
    for (let n = 0; n < 1_000; n++) {
      worker.fail(new Error(`${n}`));
      await later(1);
    }
    expect(browser.store.writes - before).toBeLessThan(6);
  });

  it("shows a tab its own entries and those of no tab, and removes them with the tab", async () => {
    const browser = new FakeBrowser();
    browser.open = [1, 2];
    const worker = browser.start();
    await later();
    broken(worker, 1);
    broken(worker, 2);
    worker.fail(new Error("any"));
    await later();
    const both = ["event-not-understood headers-received", "worker-error"];
    expect([await journalOf(worker, 1), await journalOf(worker, 2)]).toEqual([both, both]);
    expect((await reportOf(worker, 1))?.troubles.some(({ tabId }) => tabId === 2)).toBe(false);
    worker.events.closeTab(2);
    await later();
    expect(await journalOf(worker, 2)).toEqual(["worker-error"]);
    expect(String(browser.store.items.get("journal"))).not.toContain('"tabId":2');
  });

  it("does not show a private window's entries in another window's report", async () => {
    const browser = new FakeBrowser();
    browser.open = [1, 2];
    browser.private = [1];
    const first = browser.start();
    tell(first);
    await later();
    broken(first, 1);
    await later();
    const second = browser.start();
    await later();
    expect((await reportOf(second, 2))?.troubles).toEqual([]);
    expect(await journalOf(second, 1)).toEqual(["event-not-understood headers-received"]);
  });

  it("accepts entries from views, and sends them to other views", async () => {
    const worker = new FakeBrowser().start();
    await later();
    const say = (view: FakeView, message: unknown) => view.say(message);
    const panel = worker.views.open("journal:1");
    say(panel, { kind: "view-error", error: "TypeError: x is not a function" });
    for (const message of [null, undefined, "x", 1]) say(panel, message);
    await later();
    expect(await journalOf(worker, 1)).toEqual(["view-error"]);
    expect(await journalOf(worker, 2)).toEqual([]);
    worker.views.open("panel:1").say({ type: "check-again" });
    await later();
    expect(await journalOf(worker, 1)).toEqual(["view-error", "command-failed check-again"]);
  });

  it("is available where the recording cannot be read", async () => {
    const browser = new FakeBrowser();
    browser.store.getAll = () => Promise.reject(new Error("broken"));
    const worker = browser.start();
    await later();
    expect(await journalOf(worker)).toEqual(["storage-unreadable"]);
  });
});
