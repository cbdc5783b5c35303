import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ProbeReport } from "../observation/page-call.ts";
import { FakeDocumentDoor } from "../platform/document-door.test-fake.ts";
import { FakeScripting } from "../platform/scripting.test-fake.ts";
import { BURST } from "../probe/channel.ts";
import { ProbeControl } from "./probe-control.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => void vi.useRealTimers());

const UNHEARD = JSON.stringify({ kind: "calls-unheard", timeStamp: 1, apis: ["fetch"] });

function aControl() {
  const door = new FakeDocumentDoor();
  const scripting = new FakeScripting();
  scripting.frames.set(1, { 0: "name-of-top", 7: "name-of-frame" });
  const reports: [string, ProbeReport["kind"]][] = [];
  const lost: [string, number][] = [];
  const unheard: number[] = [];
  const control = new ProbeControl({
    scripting,
    onReport: ({ tabId, frameId }, { kind }) => reports.push([`${tabId}/${frameId}`, kind]),
    onLost: ({ tabId, frameId }, dropped) => lost.push([`${tabId}/${frameId}`, dropped]),
    onUnheard: (tabId) => unheard.push(tabId),
  });
  control.listen(door);
  return { door, scripting, control, reports, lost, unheard };
}

/** Runs all pending callbacks without advancing the time. */
const settle = () => vi.advanceTimersByTimeAsync(0);

describe("the probe", () => {
  it("is registered while a tab is watched, the bridge first", async () => {
    const { scripting, control } = aControl();
    control.watch(1);
    await settle();
    expect(scripting.registered.map(({ id, world }) => [id, world])).toEqual([
      ["bridge", "ISOLATED"],
      ["page-world", "MAIN"],
    ]);
    control.watch(2);
    control.unwatch(1);
    await settle();
    expect(scripting.registered).toHaveLength(2);
    control.unwatch(2);
    await settle();
    expect(scripting.registered).toEqual([]);
  });

  it("is reported as missing where a page could listen, and its two scripts do not connect there", async () => {
    const { scripting, control, unheard } = aControl();
    scripting.frames.set(1, { 0: "name-of-top", 7: false });
    control.watch(1);
    await settle();
    expect(scripting.ran.slice(3)).toEqual(["1/0 call name-of-top"]);
    expect(unheard).toEqual([1]);
  });

  it("is injected into a tab's existing documents, where its two scripts connect", async () => {
    const { scripting, control } = aControl();
    control.watch(1);
    await settle();
    expect(scripting.ran).toEqual([
      "1/all call",
      "1/all src/probe/bridge.iife.js",
      "1/all src/probe/page-world-late.iife.js",
      "1/0 call name-of-top",
      "1/7 call name-of-frame",
    ]);
  });

  it("is not injected into a tab that is no longer watched when the registration completes", async () => {
    const { scripting, control } = aControl();
    let goOn = () => {};
    scripting.slow = new Promise((resolve) => {
      goOn = resolve;
    });
    control.watch(1);
    await settle();
    control.unwatch(1);
    goOn();
    await settle();
    expect(scripting.ran).toEqual([]);
  });

  it("waits at most a second for a registration", async () => {
    const { scripting, control } = aControl();
    scripting.slow = new Promise(() => {});
    control.watch(1);
    await vi.advanceTimersByTimeAsync(999);
    expect(scripting.ran).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(scripting.ran).not.toEqual([]);
  });

  it("survives a failing registration, and a tab without access", async () => {
    const { scripting, control } = aControl();
    scripting.trouble = new Error("No script may be registered");
    control.watch(99);
    await settle();
    scripting.trouble = null;
    control.watch(1);
    await settle();
    expect([scripting.registered.length, scripting.ran.length]).toEqual([2, 5]);
  });

  it("removes a previous worker's registration once no view can reconnect", async () => {
    const { scripting } = aControl();
    scripting.registered = [{ id: "bridge", file: "old", world: "ISOLATED" }];
    await vi.advanceTimersByTimeAsync(19_999);
    expect(scripting.registered).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(scripting.registered).toEqual([]);
  });
});

describe("a bridge", () => {
  it("is notified whether its tab is watched, and that it is not only once that is certain", async () => {
    const { door, control } = aControl();
    const early = door.open();
    expect(early.sent).toEqual([]);
    control.watch(1);
    expect(early.sent).toEqual(["on"]);
    const elsewhere = door.open({ tabId: 2 });
    expect(elsewhere.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(elsewhere.sent).toEqual(["off"]);
    control.unwatch(1);
    expect(early.sent.at(-1)).toBe("off");
    expect(door.open().sent).toEqual(["off"]);
  });

  // A bridge that is stopped discards the reports that the worker has not confirmed.
  it("is not stopped while a view of a busy browser may still reconnect", async () => {
    const { door, control, reports } = aControl();
    const bridge = door.open();
    bridge.say({ reports: [UNHEARD], dropped: 0 });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(bridge.sent).toEqual([]);
    control.watch(1);
    expect([bridge.sent, reports]).toEqual([[1, "on"], [["1/0", "calls-unheard"]]]);
  });

  it("is stopped at once when the last view of its tab closes, even of a worker that has just started", () => {
    const { door, control } = aControl();
    const [ours, elsewhere] = [door.open(), door.open({ tabId: 2 })];
    control.watch(1);
    control.unwatch(1);
    expect([ours.sent, elsewhere.sent]).toEqual([["on", "off"], []]);
  });

  it("is sent the URL that a child frame requests, while its tab is watched", () => {
    const { door, control } = aControl();
    const [top, inner] = [door.open(), door.open({ frameId: 7 })];
    const requested = () => control.frameRequested(1, 7, "https://a.test/");
    requested();
    control.watch(1);
    requested();
    expect([top.sent, inner.sent]).toEqual([["on"], ["on", "https://a.test/"]]);
  });

  it("is listened to once its tab is known to be watched, as views reconnect after a worker's death", () => {
    const { door, control, reports } = aControl();
    const [watched, other] = [door.open({ frameId: 7 }), door.open({ tabId: 2 })];
    for (const bridge of [watched, other]) bridge.say({ reports: [UNHEARD], dropped: 0 });
    expect(reports).toEqual([]);
    control.watch(1);
    expect(reports).toEqual([["1/7", "calls-unheard"]]);
    vi.advanceTimersByTime(20_000);
    control.watch(2);
    other.say({ reports: [UNHEARD], dropped: 0 });
    expect(reports).toHaveLength(2);
  });

  it("is listened to while its tab is watched, and as long as it is connected", () => {
    const { door, control, reports } = aControl();
    const bridge = door.open({ frameId: 7 });
    expect(control.worksIn(1, 7)).toBe(false);
    control.watch(1);
    bridge.say({ reports: [UNHEARD, "{", "null", UNHEARD], dropped: 0 });
    expect(reports).toEqual([
      ["1/7", "calls-unheard"],
      ["1/7", "calls-unheard"],
    ]);
    expect([control.worksIn(1, 7), control.worksIn(1, 0), control.worksIn(2, 7)]).toEqual([
      true,
      false,
      false,
    ]);
    bridge.close();
    expect(control.worksIn(1, 7)).toBe(false);
  });

  it.each([
    ["nothing", null],
    ["a text", "reports"],
    ["reports that are not a list", { reports: "{}", dropped: 0 }],
    ["a count that is not a number", { reports: [], dropped: "7" }],
    ["a negative count", { reports: [], dropped: -1 }],
    ["an infinite count", { reports: [], dropped: Number.POSITIVE_INFINITY }],
  ])("is ignored if it sends %s", (_name, message) => {
    const { door, control, reports, lost } = aControl();
    control.watch(1);
    door.open().say(message);
    expect([reports, lost]).toEqual([[], []]);
  });

  it("reports how many reports it dropped, and is limited to a real bridge's batch size", () => {
    const { door, control, reports, lost } = aControl();
    control.watch(1);
    door.open().say({ reports: new Array(BURST + 1).fill(UNHEARD), dropped: 3 });
    expect([reports.length, lost]).toEqual([BURST, [["1/0", 3]]]);
  });

  it("that has disconnected does not affect others", () => {
    const { door, control } = aControl();
    const gone = door.open({ frameId: 1 });
    const stays = door.open({ frameId: 2 });
    gone.closed = true;
    control.watch(1);
    expect(stays.sent).toEqual(["on"]);
  });
});

describe("a user who does not want the probe", () => {
  it("has it removed from watched tabs, and injected again when the setting changes back", async () => {
    const { door, scripting, control } = aControl();
    const bridge = door.open();
    control.watch(1);
    await vi.advanceTimersByTimeAsync(20_000);
    control.allow(false);
    control.watch(3);
    await settle();
    expect([bridge.sent.at(-1), scripting.registered]).toEqual(["off", []]);
    control.unwatch(3);
    control.allow(true);
    await settle();
    expect(scripting.registered).toHaveLength(2);
    expect(door.open().sent).toEqual(["on"]);
    expect(door.open({ tabId: 3 }).sent).toEqual(["off"]);
  });
});
