import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ExchangeLog } from "../exchange/exchange-log.ts";
import { aNavigation, completedLife, someFacts } from "../observation/observation.test-builder.ts";
import type { Observation } from "../observation/observation.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { FakeViewDoor } from "../platform/view-door.test-fake.ts";
import { DEFAULT_SETTINGS, type ToBackground } from "../protocol/messages.ts";
import { ViewHub } from "./view-hub.ts";

/** A hub with a recording that the test controls. */
function aHub(ready: Promise<void> = Promise.resolve(), isProbed = false) {
  const log = new ExchangeLog("chromium");
  const watched: string[] = [];
  const commands: [number, ToBackground][] = [];
  const recording = {
    log,
    ready,
    settings: DEFAULT_SETTINGS,
    state: () => ({ paused: false, dropped: 0, notUnderstood: 0 }),
  };
  const watcher = {
    watch: (tabId: number) => void watched.push(`+${tabId}`),
    unwatch: (tabId: number) => void watched.push(`-${tabId}`),
    worksIn: () => isProbed,
  };
  const hub = new ViewHub(recording, watcher, (tabId, command) => commands.push([tabId, command]));
  const door = new FakeViewDoor();
  hub.listen(door, async () => true);
  const open = async (name: string) => {
    const view = door.open(name);
    await vi.advanceTimersByTimeAsync(0);
    return view;
  };
  const see = async (...observations: Observation[]) => {
    for (const observation of observations) hub.tell(log.apply(observation));
    await vi.advanceTimersByTimeAsync(100);
  };
  return { hub, log, watched, commands, open, see };
}

const request = (
  requestId: string,
  at: number,
  facts: Partial<ReturnType<typeof someFacts>> = {},
) =>
  completedLife({
    facts: someFacts({ requestId, ...facts }),
    ...{ url: "https://api.test/", method: "GET", at },
  });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the hub of views", () => {
  it("sends a snapshot first, and then combined changes", async () => {
    const { open, see } = aHub();
    await see(...request("1", 10));
    const view = await open("panel:1");
    const elsewhere = await open("panel:2");
    await see(...request("2", 20), ...request("3", 30));
    expect(view.sent.map(({ type }) => type)).toEqual(["snapshot", "delta"]);
    expect(view.shown).toEqual(["1", "2", "3"]);
    expect(elsewhere.shown).toEqual([]);
    await see(aNavigation({ timeStamp: 50, documentId: "D2" }));
    expect(view.shown).toEqual([]);
  });

  it("sends the end of requests that are removed with their page, however short the time", async () => {
    const { hub, log, open } = aHub(Promise.resolve(), true);
    const view = await open("panel:1");
    vi.setSystemTime(20);
    for (const one of request("1", 10)) hub.tell(log.apply(one));
    hub.tellLast(1);
    hub.tell(log.apply(aNavigation({ timeStamp: 30, documentId: "D2" })));
    await vi.advanceTimersByTimeAsync(100);
    const deltas = view.sent.flatMap((message) => (message.type === "delta" ? [message] : []));
    const sent = deltas.map(({ changed, removed }) => [
      changed.map(({ id, ending }) => `${id} ${ending.kind}`),
      removed,
    ]);
    expect(sent).toEqual([
      [["1 completed"], []],
      [[], ["1"]],
    ]);
  });

  it("shows a call without a request once none came for a while, and never one whose request came", async () => {
    const { log, hub, open } = aHub(Promise.resolve(), true);
    const view = await open("panel:1");
    const panelLater = open("panel:1");
    vi.setSystemTime(20);
    const from = { tabId: 1, frameId: 0, documentId: "D1", origin: "https://app.test" };
    const result = { result: "rejected", status: null, responseType: null, errorName: "TypeError" };
    for (const [callId, url] of [
      ["never", "https://api.test/never"],
      ["late", "https://api.test/"],
    ] as const) {
      const report = { ...from, isInitialDocument: false, callId, timeStamp: 10 };
      hub.tell(log.apply({ ...report, kind: "call-started", call: aCall({ url }) }));
      hub.tell(log.apply({ ...report, kind: "call-ended", result } as Observation));
    }
    await vi.advanceTimersByTimeAsync(70);
    expect([view.shown, (await panelLater).shown]).toEqual([[], []]);
    for (const one of request("1", 10)) hub.tell(log.apply(one));
    await vi.advanceTimersByTimeAsync(200);
    expect(view.shown).toEqual(["1", expect.stringContaining("never")]);
    const sent = view.sent.flatMap((one) => (one.type === "delta" ? one.changed : []));
    expect(sent.filter(({ id }) => id.endsWith("late"))).toEqual([]);
  });

  it("delays a flood of changes, but not the first change after a pause", async () => {
    const { open, see, hub, log } = aHub();
    const view = await open("panel:1");
    await see(...Array.from({ length: 300 }, (_, n) => request(`${n}`, n)).flat());
    const deltas = () => view.sent.filter(({ type }) => type === "delta").length;
    const before = deltas();
    for (const one of request("next", 5_000)) hub.tell(log.apply(one));
    await vi.advanceTimersByTimeAsync(300);
    expect(deltas()).toBe(before);
    await vi.advanceTimersByTimeAsync(400);
    expect(view.shown).toContain("next");
    await vi.advanceTimersByTimeAsync(10_000);
    await see(...request("late", 20_000));
    expect(view.shown).toContain("late");
  });

  it("splits many exchanges into messages that browsers can send", async () => {
    const { open, see } = aHub();
    const view = await open("popup:1");
    await see(...Array.from({ length: 1_200 }, (_, n) => request(`${n}`, n * 10)).flat());
    expect(view.shown).toHaveLength(1_200);
    const { sent, shown } = await open("panel:1");
    expect(sent.map((message) => message.type === "snapshot" && message.part)).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    expect(shown).toEqual(view.shown);
    const lengths = [...view.sent, ...sent].map((message) => JSON.stringify(message).length);
    expect(Math.max(...lengths)).toBeLessThan(1_000_000);
  });

  it("splits large exchanges into messages of bounded size, which a view can read quickly", async () => {
    const { open, see } = aHub();
    const large = (n: number) =>
      completedLife({
        facts: someFacts({ requestId: `${n}` }),
        ...{ url: `https://api.test/${n}`, method: "GET", at: n * 10 },
        responseHeaders: [["x-large", "v".repeat(100_000)]],
      });
    const view = await open("popup:1");
    await see(...Array.from({ length: 40 }, (_, n) => large(n)).flat());
    const { sent, shown } = await open("panel:1");
    expect(shown).toHaveLength(40);
    expect(view.shown).toEqual(shown);
    const lengths = [...view.sent, ...sent].map((message) => JSON.stringify(message).length);
    expect(Math.max(...lengths)).toBeLessThan(500_000);
  });

  it("removes an earlier page's worker requests from a view that stays open", async () => {
    const { open, see } = aHub();
    const worker = { tabId: -1, frameId: -1, documentId: null };
    await see(aNavigation({ timeStamp: 5 }));
    const view = await open("panel:1");
    await see(...request("w", 10, worker));
    expect(view.shown).toEqual(["w"]);
    await see(aNavigation({ timeStamp: 50, documentId: "D2" }));
    expect(view.shown).toEqual([]);
    expect((await open("popup:1")).shown).toEqual([]);
  });

  it("sends the others where one exchange cannot be assembled", async () => {
    const { log, open, see } = aHub();
    await see(...request("1", 10), ...request("2", 20));
    const exchange = log.exchange.bind(log);
    log.exchange = (tabId, id) => {
      if (id === "1") throw new Error("broken");
      return exchange(tabId, id);
    };
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const view = await open("panel:1");
    await see(...request("3", 30));
    expect(view.shown).toEqual(["2", "3"]);
  });

  it("keeps the probe running while a panel is open, but not for a popup", async () => {
    const { open, watched } = aHub();
    const [one, other] = [await open("panel:1"), await open("panel:1")];
    await open("popup:1");
    one?.close();
    expect(watched).toEqual(["+1", "+1"]);
    other?.close();
    expect(watched).toEqual(["+1", "+1", "-1"]);
  });

  it("forwards commands once it is ready, and nothing else", async () => {
    let isReady = () => {};
    const { commands, open } = aHub(
      new Promise((resolve) => {
        isReady = resolve;
      }),
    );
    const view = await open("panel:1");
    for (const message of [{ type: "clear" }, { type: "explode" }, null, 1]) view.say(message);
    expect([commands, view.sent]).toEqual([[], []]);
    isReady();
    await vi.advanceTimersByTimeAsync(0);
    expect(commands).toEqual([[1, { type: "clear" }]]);
    expect(view.sent).toHaveLength(1);
  });

  it("survives views that disconnect at any moment, and ports that are not views", async () => {
    const { open, see } = aHub();
    const gone = await open("panel:1");
    const stays = await open("panel:1");
    expect((await open("someone else's")).sent).toEqual([]);
    gone.closed = true;
    await see(...request("1", 10));
    expect(stays.shown).toEqual(["1"]);
  });
});
