import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RawDetails } from "../observation/from-web-request.ts";
import type { RequestObservation } from "../observation/observation.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import type { FakeBrowserEvents } from "../platform/browser-events.test-fake.ts";
import { DEFAULT_SETTINGS, FEWEST_KEPT, type Settings } from "../protocol/messages.ts";
import { rulesFor } from "../try-it/rules-for.ts";
import { FakeBrowser } from "./browser.test-fake.ts";
import { LINGER_MS } from "./worker.ts";

type Kind = RequestObservation["kind"];

/** The events of a request in tab 1 that CORS blocks, as Chromium reports them. */
function blocked(requestId: string, timeStamp: number): [Kind, RawDetails][] {
  const of = {
    requestId,
    timeStamp,
    url: `https://api.test/${requestId}`,
    method: "GET",
    tabId: 1,
    frameId: 0,
    type: "xmlhttprequest",
    initiator: "https://app.test",
  };
  const requestHeaders = [
    { name: "Origin", value: "https://app.test" },
    { name: "Sec-Fetch-Mode", value: "cors" },
  ];
  const head = { statusLine: "HTTP/1.1 200 OK", statusCode: 200, responseHeaders: [] };
  return [
    ["started", of],
    ["headers-sent", { ...of, requestHeaders }],
    ["headers-received", { ...of, ...head }],
    ["failed", { ...of, error: "net::ERR_FAILED", fromCache: false }],
  ] as [Kind, RawDetails][];
}

const TRIAL = { tried: [], rules: [{ condition: {} }] as never, until: 9_000_000 };

/** A worker with a trial in tab 1, begun from its panel. */
async function trying() {
  const browser = new FakeBrowser();
  const worker = browser.start();
  const panel = worker.views.open("panel:1");
  panel.command({ type: "try", trial: TRIAL });
  await later();
  return { browser, worker, panel };
}

const tell = (
  { events }: { events: FakeBrowserEvents },
  reported: readonly [Kind, RawDetails][],
) => {
  for (const [kind, details] of reported) events.request(kind, details);
};
const later = () => vi.advanceTimersByTimeAsync(1_000);

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => void vi.useRealTimers());

describe("the worker", () => {
  it("shows recorded requests in the panel and on the button", async () => {
    const browser = new FakeBrowser();
    const worker = browser.start();
    const panel = worker.views.open("panel:1");
    tell(worker, [...blocked("1", 10), ...blocked("2", 20)]);
    await later();
    expect([panel.shown, browser.toolbar.of(1)]).toEqual([["1", "2"], "2"]);
  });

  it.each([
    { of: "an ordinary tab", tabId: 1, notPrivate: true },
    { of: "a tab in a private window", tabId: 2, notPrivate: false },
    { of: "a tab that the browser does not know", tabId: 3, notPrivate: false },
  ])("informs a panel of $of whether its data may be stored", async ({ tabId, notPrivate }) => {
    const browser = new FakeBrowser();
    browser.open = [1, 2];
    browser.private = [2];
    const worker = browser.start();
    const panel = worker.views.open(`panel:${tabId}`);
    const other = worker.views.open("panel:1");
    await later();
    const hasHeard = ({ sent }: typeof panel) => sent.some(({ type }) => type === "not-private");
    expect([hasHeard(panel), hasHeard(other)]).toEqual([notPrivate, true]);
  });

  it("marks the requests that a fix is tried for, and shows the trial on the button", async () => {
    const browser = new FakeBrowser();
    const worker = browser.start();
    const panel = worker.views.open("panel:1");
    tell(worker, blocked("1", 999_000));
    const tried = [{ url: "https://api.test/2", method: "GET", set: [], remove: ["Vary"] }];
    const rules = rulesFor(tried);
    panel.command({ type: "try", trial: { tried, rules, until: 9_000_000 } });
    await later();
    tell(worker, [...blocked("2", 1_001_000), ...blocked("3", 1_001_000)]);
    await later();
    const marked = () =>
      panel.sent
        .flatMap((message) => (message.type === "delta" ? message.changed : []))
        .flatMap(({ id, trial }) => (trial ? [id] : []));
    expect([marked(), panel.state?.trial?.until, browser.toolbar.of(1)]).toEqual([
      ["2"],
      9_000_000,
      "TRY",
    ]);
    panel.command({ type: "try", trial: null });
    await later();
    expect([panel.state?.trial, browser.toolbar.of(1), browser.rules.rules.size]).toEqual([
      undefined,
      "3",
      0,
    ]);
  });

  it("ends a trial when its tab closes, and removes leftover rules at its start", async () => {
    const { browser, worker, panel } = await trying();
    expect(browser.rules.rules.size).toBe(1);
    worker.events.closeTab(1);
    await later();
    expect(browser.rules.rules.size).toBe(0);
    panel.command({ type: "try", trial: TRIAL });
    await later();
    browser.start();
    await later();
    expect(browser.rules.rules.size).toBe(0);
  });

  it.each([
    ["another page", {}, 0],
    ["another document in a frame", { frameId: 4, parentFrameId: 0 }, 1],
    ["a page that is only prerendered", { documentLifecycle: "prerender" }, 1],
  ])("continues a trial beyond %s only if the page remains", async (_what, init, left) => {
    const { browser, worker } = await trying();
    const url = "https://b.test/";
    worker.events.navigate({
      ...{ tabId: 1, frameId: 0, parentFrameId: -1, url, timeStamp: 20 },
      ...init,
    });
    await later();
    expect(browser.rules.rules.size).toBe(left);
  });

  it("ends all trials when the permission is revoked", async () => {
    const browser = new FakeBrowser();
    const worker = browser.start();
    const panels = ["panel:1", "panel:2"].map((name) => worker.views.open(name));
    for (const panel of panels) panel.command({ type: "try", trial: TRIAL });
    await later();
    expect(browser.rules.rules.size).toBe(2);
    worker.access.become(false);
    await later();
    const shown = panels.map(({ state }) => state?.trial);
    expect([browser.rules.rules.size, shown]).toEqual([0, [undefined, undefined]]);
  });

  it("counts on the button only the shown page's problems, even if the log is preserved", async () => {
    const browser = new FakeBrowser();
    browser.settings = { ...DEFAULT_SETTINGS, preserveLog: true };
    const worker = browser.start();
    const panel = worker.views.open("panel:1");
    const page = { tabId: 1, frameId: 0, parentFrameId: -1, url: "https://app.test/" };
    worker.events.navigate({ ...page, timeStamp: 5, documentId: "A" });
    tell(worker, blocked("1", 10));
    await later();
    expect(browser.toolbar.of(1)).toBe("1");
    worker.events.navigate({ ...page, timeStamp: 50, documentId: "B" });
    await later();
    expect([browser.toolbar.of(1), panel.shown]).toEqual(["", ["1"]]);
    tell(worker, [...blocked("2", 60), ...blocked("3", 70)]);
    await later();
    expect(browser.toolbar.of(1)).toBe("2");
    browser.start();
    await later();
    expect(browser.toolbar.of(1)).toBe("2");
  });

  it("sends views the pages that the tab has shown, also after its death", async () => {
    const browser = new FakeBrowser();
    const worker = browser.start();
    const panel = worker.views.open("panel:1");
    const page = (timeStamp: number, documentId: string) => ({
      tabId: 1,
      frameId: 0,
      parentFrameId: -1,
      url: "https://app.test/",
      ...{ timeStamp, documentId },
    });
    await later();
    expect(panel.state).not.toHaveProperty("loads");
    worker.events.navigate(page(10, "A"));
    worker.events.navigate({ ...page(15, "F"), frameId: 4, parentFrameId: 0 });
    worker.events.navigate(page(20, "B"));
    await later();
    const loads = [
      { at: 10, url: "https://app.test/", documentId: "A" },
      { at: 20, url: "https://app.test/", documentId: "B" },
    ];
    expect(panel.state?.loads).toEqual(loads);
    const again = browser.start().views.open("panel:1");
    await later();
    expect(again.state?.loads).toEqual(loads);
  });

  it("has the page repeat a request in its frame, and does nothing if that is gone", async () => {
    const browser = new FakeBrowser();
    browser.scripting.frames.set(1, { 0: null });
    const worker = browser.start();
    const call = { frameId: 3, toString: () => "the call" } as never;
    worker.views.open("panel:1").command({ type: "check-again", call });
    worker.views.open("panel:2").command({ type: "check-again", call });
    await later();
    expect(browser.scripting.ran.filter((one) => one.includes("the call"))).toEqual([
      "1/3 call the call",
    ]);
  });

  it("continues after its death with the same requests and pause", async () => {
    const browser = new FakeBrowser();
    const first = browser.start();
    const panel = first.views.open("panel:1");
    tell(first, [...blocked("1", 10), ...blocked("2", 20).slice(0, 2)]);
    await later();
    panel.command({ type: "pause", paused: true });
    await later();
    expect(panel.state?.paused).toBe(true);

    const second = browser.start();
    // The request pending at the pause is finished; new ones are not begun.
    tell(second, [...blocked("2", 20).slice(2), ...blocked("3", 30)]);
    await later();
    const again = second.views.open("panel:1");
    await later();
    expect([again.shown, again.state?.paused, browser.toolbar.of(1)]).toEqual([
      ["1", "2"],
      true,
      "2",
    ]);
    again.command({ type: "clear" });
    again.command({ type: "pause", paused: false });
    await later();
    tell(second, blocked("4", 40));
    await later();
    expect([again.shown, browser.toolbar.of(1)]).toEqual([["4"], "1"]);
  });

  it("removes tabs that were closed while it was stopped, and while it runs", async () => {
    const browser = new FakeBrowser();
    const first = browser.start();
    tell(first, blocked("1", 10));
    await later();
    expect(browser.store.items.size).toBeGreaterThan(0);
    browser.open = [2];
    const second = browser.start();
    await later();
    expect([...browser.store.items.keys()]).toEqual([]);
    tell(second, blocked("2", 20));
    await later();
    second.events.closeTab(1);
    await later();
    expect([...browser.store.items.keys()]).toEqual([]);
  });

  it.each([
    ["reports no tab", async () => new Map<number, boolean>()],
    ["cannot report the open tabs", () => Promise.reject(new Error("It is shutting down"))],
  ])("keeps the whole recording where the browser %s", async (_what, openTabs) => {
    const browser = new FakeBrowser();
    tell(browser.start(), blocked("1", 10));
    await later();
    const second = browser.start();
    second.events.openTabs = openTabs;
    await later();
    const panel = second.views.open("panel:1");
    await later();
    expect(panel.shown).toEqual(["1"]);
  });

  it("does not treat a tab as closed that opens while it reads the open tabs", async () => {
    const browser = new FakeBrowser();
    tell(browser.start(), blocked("1", 10));
    await later();
    const second = browser.start();
    second.events.openTabs = async () => {
      for (const [kind, details] of blocked("2", 20)) {
        second.events.request(kind, { ...details, tabId: 7 });
      }
      return new Map([[1, false]]);
    };
    await later();
    const panel = second.views.open("panel:7");
    await later();
    expect(panel.shown).toEqual(["2"]);
  });

  it("applies a settings change as a patch, stores it and sends it to every view", async () => {
    const browser = new FakeBrowser();
    const worker = browser.start();
    const [panel, other] = [worker.views.open("panel:1"), worker.views.open("popup:1")];
    await later();
    panel.command({ type: "change-settings", change: { preserveLog: true } });
    other.command({ type: "change-settings", change: { probe: false } });
    await later();
    const changed = { ...DEFAULT_SETTINGS, preserveLog: true, probe: false };
    expect(browser.settings).toEqual(changed);
    for (const view of [panel, other]) {
      expect(view.sent.findLast(({ type }) => type === "settings")).toEqual({
        type: "settings",
        settings: changed,
      });
    }
    panel.command({ type: "open-settings" });
    await later();
    expect(browser.optionsOpened).toBe(1);
  });

  // Found by `npm run fuzz -- --seed 81`: a view of another version may send anything.
  it("ignores an invalid setting, which would evict the recording", async () => {
    const browser = new FakeBrowser();
    const worker = browser.start();
    tell(worker, blocked("1", 10));
    await later();
    const panel = worker.views.open("panel:1");
    await later();
    const change = { exchangesPerTab: 0, preserveLog: "yes", language: 7 } as unknown as Settings;
    panel.command({ type: "change-settings", change });
    tell(worker, blocked("2", 20));
    await later();
    expect(browser.settings).toEqual({ ...DEFAULT_SETTINGS, exchangesPerTab: FEWEST_KEPT });
    expect(panel.shown).toEqual(["1", "2"]);
  });

  it("keeps the changes of two views although both have older settings", async () => {
    const browser = new FakeBrowser();
    const first = browser.start();
    const early = first.views.open("panel:1");
    await later();
    early.command({ type: "change-settings", change: { preserveLog: true } });
    await later();
    // The worker was stopped: the change wakes it, and comes before it has read its settings.
    const second = browser.start();
    for (const change of [
      { probe: false },
      { exchangesPerTab: 700 },
      { language: "de" },
    ] as const) {
      second.views.open("popup:-1").command({ type: "change-settings", change });
    }
    await later();
    const changed = { preserveLog: true, probe: false, exchangesPerTab: 700, language: "de" };
    expect(browser.settings).toEqual({ ...DEFAULT_SETTINGS, ...changed });
  });

  it("does not listen while no view is open if the user has chosen so", async () => {
    const browser = new FakeBrowser();
    browser.settings = { ...DEFAULT_SETTINGS, record: "while-open" };
    const first = browser.start();
    await later();
    // In its first turn a worker does not know the user's choice.
    expect([...first.events.listening]).toEqual(["requests", "navigations"]);
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect([...first.events.listening]).toEqual([]);

    const panel = first.views.open("panel:1");
    await later();
    expect([...first.events.listening]).toEqual(["requests", "navigations"]);
    tell(first, blocked("1", Date.now()));
    await later();
    expect(panel.shown).toEqual(["1"]);

    // The view reconnects to a new worker before that worker stops listening.
    const second = browser.start();
    await later();
    const again = second.views.open("panel:1");
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect(again.shown).toEqual(["1"]);
    again.close();
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect([...second.events.listening]).toEqual([]);
    const next = second.views.open("panel:1");
    await later();
    expect(next.shown).toEqual([]);
  });

  it("listens again when the user chooses that it always listens", async () => {
    const browser = new FakeBrowser();
    browser.settings = { ...DEFAULT_SETTINGS, record: "while-open" };
    const { events, views } = browser.start();
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    const options = views.open("popup:-1");
    options.command({ type: "change-settings", change: { record: "always" } });
    await later();
    options.close();
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect([...events.listening]).toEqual(["requests", "navigations"]);
  });

  it("reports where requests cannot be observed, and since when they can", async () => {
    const browser = new FakeBrowser();
    browser.granted = false;
    const worker = browser.start();
    const panel = worker.views.open("panel:1");
    await later();
    expect(browser.toolbar.of(1)).toBe("!");
    worker.access.become(false);
    await later();
    expect(panel.state?.noAccess).toBe(true);
    worker.access.become(true);
    tell(worker, blocked("1", Date.now()));
    await later();
    expect([panel.state?.noAccess, browser.toolbar.of(1)]).toEqual([undefined, "1"]);
  });

  it("receives the probe's reports of a watched tab, and the bridge's count of dropped ones", async () => {
    const worker = new FakeBrowser().start();
    const panel = worker.views.open("panel:1");
    const bridge = worker.documents.open();
    await later();
    bridge.say({
      reports: [JSON.stringify({ kind: "calls-unheard", timeStamp: 1, apis: ["fetch"] })],
      dropped: 5,
    });
    worker.documents.open({ frameId: 3, documentId: "D3" }).say({ reports: [], dropped: 2 });
    await later();
    expect([panel.state?.callsUnheard, panel.state?.lostReports]).toEqual([true, 7]);
  });

  it.each([
    ["a page that came after the probe", {}, {}, undefined],
    ["a page that was there before the probe", {}, { late: true }, true],
    ["a frame's empty document", { url: "about:blank" }, {}, true],
  ])("records who reported a call: %s", async (_what, from, mark, fromLatePage) => {
    const worker = new FakeBrowser().start();
    const panel = worker.views.open("panel:1");
    const outcome = {
      result: "rejected",
      responseType: null,
      status: null,
      errorName: "TypeError",
    };
    const reports = [
      { kind: "call-started", callId: "1", timeStamp: Date.now(), call: aCall() },
      { kind: "call-ended", callId: "1", timeStamp: Date.now(), outcome },
    ].map((report) => JSON.stringify(report));
    await later();
    worker.documents.open(from).say({ reports, dropped: 0, ...mark });
    await later();
    expect(panel.exchanges.map((it) => it.fromLatePage)).toEqual([fromLatePage]);
  });

  it("evicts requests where storage is full, and reports how many", async () => {
    const browser = new FakeBrowser();
    browser.store.room = 3_000;
    const worker = browser.start();
    const panel = worker.views.open("panel:1");
    for (let n = 0; n < 10; n++) {
      tell(worker, blocked(`${n}`, 10 * n));
      await later();
    }
    expect(panel.state?.dropped).toBeGreaterThan(0);
    expect(panel.shown).toContain("9");
    expect(panel.shown).not.toContain("0");
    const again = browser.start().views.open("panel:1");
    await later();
    expect(again.shown).toEqual(panel.shown);
  });
});
