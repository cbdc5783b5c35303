import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  element,
  type FakePort,
  forgetListeners,
  happen,
  listenerCount,
  world,
} from "./page.test-fake.ts";

interface Bridge {
  start(isLate: boolean): void;
  meet(name: string): void;
}
const globals = globalThis as unknown as {
  crosscheckBridge?: Bridge;
  crosscheckIsLate?: boolean;
  document: EventTarget;
};
interface Message {
  readonly reports: readonly unknown[];
  readonly dropped: number;
  readonly late: boolean;
}
/** For a page that came after the bridge, with no dropped reports. */
const NONE = { dropped: 0, late: false };

const port = () => world.ports.at(-1) as FakePort;
const messages = () => world.ports.flatMap(({ sent }) => sent as Message[]);
const reports = () =>
  messages().flatMap(({ reports }) =>
    reports.map((report) => (typeof report === "string" ? JSON.parse(report) : report)),
  );

let channel = new EventTarget();
let heard: string[] = [];
const newDocument = () =>
  new (Object.getPrototypeOf(globals.document).constructor)() as EventTarget;

/** The page's world, which sends HELLO and reports. */
function hello(target: EventTarget = channel): boolean {
  return globals.document.dispatchEvent(
    new MouseEvent("crosscheck-hello", { relatedTarget: target, cancelable: true }),
  );
}
const report = (detail: unknown) =>
  channel.dispatchEvent(new CustomEvent("report", { detail })) && vi.advanceTimersByTime(10);
/** The background injects the bridge again. */
const bridge = () => globals.crosscheckBridge as Bridge;
const again = () => bridge().start(false);

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  world.ports = [];
  forgetListeners(window);
  world.isOrphan = false;
  world.controller = null;
  globals.document = newDocument();
  delete globals.crosscheckBridge;
  channel = new EventTarget();
  heard = [];
  for (const what of ["install", "uninstall"]) {
    channel.addEventListener(what, () => heard.push(what));
  }
  await import("./bridge.iife.ts");
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the bridge", () => {
  it("requests from the background whether its tab is watched, and has the page's script install", () => {
    expect(world.ports.map(({ name }) => name)).toEqual(["probe"]);
    expect(hello()).toBe(true);
    expect(heard).toEqual(["install"]);
  });

  it("announces itself to a page script that was there first", () => {
    const said = vi.fn();
    globals.document.addEventListener("crosscheck-bridge-here", said);
    again();
    expect(said).toHaveBeenCalledOnce();
  });

  it("keeps the first channel, and refuses every other", () => {
    hello();
    expect(hello(new EventTarget())).toBe(true);
    again();
    expect(hello(new EventTarget())).toBe(false);
    port().say("on");
    report('{"a":1}');
    expect(reports()).toEqual([{ a: 1 }]);
  });

  it("rejects a hello without a channel", () => {
    const empty = new MouseEvent("crosscheck-hello", { cancelable: true });
    expect(globals.document.dispatchEvent(empty)).toBe(false);
  });

  it("holds reports back until the background confirms that the tab is watched", () => {
    hello();
    report("1");
    expect(messages()).toEqual([]);
    port().say("on");
    expect(messages()).toEqual([{ reports: ["1"], ...NONE }]);
  });

  it("sends reports within 10 ms as one message", () => {
    hello();
    port().say("on");
    channel.dispatchEvent(new CustomEvent("report", { detail: "1" }));
    channel.dispatchEvent(new CustomEvent("report", { detail: "2" }));
    vi.advanceTimersByTime(9);
    expect(messages()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(messages()).toEqual([{ reports: ["1", "2"], ...NONE }]);
    report("3");
    expect(messages().at(-1)).toEqual({ reports: ["3"], ...NONE });
  });

  it("reports the iframes of a URL that the background names", () => {
    const iframe = (src: string, credentialless: boolean) =>
      element({ localName: "iframe", src, hasAttribute: () => credentialless });
    const frames = [
      iframe("https://a.test/#x", true),
      iframe("https://a.test/", false),
      iframe("https://b.test/", true),
    ];
    Object.assign(globals.document, { querySelectorAll: () => frames });
    port().say("on");
    port().say("https://a.test/");
    vi.advanceTimersByTime(10);
    expect(reports()).toMatchObject(
      [true, false].map((credentialless) => ({
        kind: "element-requested",
        element: { url: "https://a.test/", credentialless },
      })),
    );
  });

  it("stops while the tab is not watched, and starts again when it is", () => {
    hello();
    report("1");
    port().say("off");
    expect(heard).toEqual(["install", "uninstall"]);
    expect(port().isOpen).toBe(false);
    report("2");
    expect(listenerCount(window, "securitypolicyviolation")).toBe(0);
    again();
    expect(heard).toEqual(["install", "uninstall", "install"]);
    port().say("on");
    report("3");
    expect(reports()).toEqual([3]);
  });

  it("reconnects with the next report after the background died", () => {
    hello();
    port().say("on");
    port().drop();
    report("1");
    expect(world.ports).toHaveLength(2);
    // The new background gets no reports before it confirms that the tab is watched.
    expect(reports()).toEqual([]);
    port().say("on");
    expect(reports()).toEqual([1]);
  });

  it("resends reports of calls and the timeline that a dead background had not confirmed", () => {
    hello();
    port().say("on");
    report("1");
    report("2");
    const iframe = element({
      localName: "iframe",
      src: "https://a.test/",
      hasAttribute: () => true,
    });
    Object.assign(globals.document, { querySelectorAll: () => [iframe] });
    port().say("https://a.test/");
    report("3");
    port().say(1);
    port().drop();
    vi.advanceTimersByTime(10);
    expect(world.ports).toHaveLength(2);
    report("4");
    port().say("on");
    expect(messages().at(-1)).toEqual({ reports: ["2", "3", "4"], ...NONE });
    port().say(3);
    port().drop();
    vi.advanceTimersByTime(10);
    expect(world.ports).toHaveLength(2);
  });

  it("ignores a port that it has closed", () => {
    hello();
    const first = port();
    first.drop();
    report("1");
    first.say("off");
    first.drop();
    port().say("on");
    report("2");
    expect(reports()).toEqual([1, 2]);
    expect(world.ports).toHaveLength(2);
  });

  it.each([
    ["with the port", ["remove", "drop"]],
    ["after the background died", ["drop", "remove", "report"]],
  ] as const)("stops where the extension was removed %s", (_when, events) => {
    const act = {
      remove: () => {
        world.isOrphan = true;
      },
      drop: () => port().drop(),
      report: () => report("1"),
    };
    hello();
    port().say("on");
    for (const event of events) act[event]();
    vi.advanceTimersByTime(1_000);
    expect(heard).toEqual(["install", "uninstall"]);
    expect(listenerCount(window, "pagehide")).toBe(0);
  });

  it("confirms each report to the page's world", () => {
    hello();
    const event = new CustomEvent("report", { detail: "1", cancelable: true });
    channel.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
  });

  it("sends reports at once while the document unloads", () => {
    hello();
    happen(window, "pagehide");
    channel.dispatchEvent(new CustomEvent("report", { detail: "1" }));
    expect(messages()).toEqual([{ reports: ["1"], ...NONE }]);
    happen(window, "pageshow");
    channel.dispatchEvent(new CustomEvent("report", { detail: "2" }));
    expect(messages()).toHaveLength(1);
  });

  it("reconnects where its page is restored from the cache, as its port may be closed silently", () => {
    hello();
    happen(window, "pageshow");
    expect(world.ports).toHaveLength(1);
    happen(window, "pagehide");
    happen(window, "pageshow", { persisted: true });
    expect(world.ports.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    port().say("on");
    report("1");
    expect(messages()).toMatchObject([{ reports: ["1"], dropped: 0 }]);
  });

  it("starts again in a document that replaces the initial one in the same world", () => {
    hello();
    port().say("on");
    const first = port();
    globals.document = newDocument();
    again();
    expect(first.isOpen).toBe(false);
    expect(world.ports).toHaveLength(2);
    // The embedding page was in the frame's world before.
    port().say("on");
    report("1");
    expect(messages()).toEqual([{ reports: ["1"], dropped: 0, late: true }]);
  });

  it("listens again after document.open(), which removes all listeners", () => {
    hello();
    port().say("on");
    const { document } = globals;
    const loads = listenerCount(document, "load");
    expect(loads).toBe(1);
    globals.document = document;
    world.mutations.get(document)?.();
    expect(listenerCount(document, "load")).toBe(loads);
  });

  it("announces itself under a random name in a document that was there before", async () => {
    vi.resetModules();
    delete globals.crosscheckBridge;
    globals.document = newDocument();
    globals.crosscheckIsLate = true;
    await import("./bridge.iife.ts");
    expect(globals.crosscheckIsLate).toBe(false);
    // A page that uses the fixed event name is ignored.
    hello(new EventTarget());
    expect(heard).toEqual([]);
    globals.document.addEventListener("17-4", () => {
      globals.document.dispatchEvent(
        new MouseEvent("17-4!", { relatedTarget: channel, cancelable: true }),
      );
    });
    bridge().meet("17-4");
    expect(heard).toEqual(["install"]);
    bridge().meet("17-4");
    expect(heard).toEqual(["install"]);
    expect(listenerCount(globals.document, "17-4!")).toBe(0);
    port().say("on");
    report("1");
    expect(messages().at(-1)).toEqual({ reports: ["1"], dropped: 0, late: true });
  });
});

describe("a page that floods the bridge", () => {
  beforeEach(() => {
    hello();
    port().say("on");
  });

  it.each<[string, unknown, number]>([
    ["a report that is not a text", { a: 1 }, 1],
    ["a report that is too long", "x".repeat(65_537), 1],
    ["no report of maximum length", "1".repeat(65_536), 0],
  ])("loses %s", (_name, detail, dropped) => {
    report(detail);
    expect(messages()).toEqual([{ reports: dropped ? [] : [detail], dropped, late: false }]);
  });

  it("loses reports beyond a thousand at once, which are counted", () => {
    for (let i = 0; i < 1_500; i++) {
      channel.dispatchEvent(new CustomEvent("report", { detail: "1" }));
    }
    vi.advanceTimersByTime(10);
    expect(messages().map(({ reports, dropped }) => [reports.length, dropped])).toEqual([
      [1_000, 500],
    ]);
    // The long-term rate per second.
    vi.advanceTimersByTime(1_000);
    for (let i = 0; i < 500; i++) {
      channel.dispatchEvent(new CustomEvent("report", { detail: "1" }));
    }
    vi.advanceTimersByTime(10);
    expect(messages().at(-1)?.reports.length).toBeLessThanOrEqual(202);
    expect(messages().at(-1)?.reports.length).toBeGreaterThanOrEqual(200);
  });

  it("has reports that exceed a message counted as lost", () => {
    port().throws = true;
    report("1");
    port().throws = false;
    report("2");
    expect(messages()).toEqual([{ reports: ["2"], dropped: 1, late: false }]);
  });
});

describe("the document's own events", () => {
  const IMAGE = { localName: "img", src: "https://api.test/x", crossOrigin: null };
  const FONT = { localName: "img", src: "https://api.test/x", crossOrigin: "anonymous" };
  const VIOLATION = {
    effectiveDirective: "connect-src",
    blockedURI: "https://api.test/x",
    disposition: "enforce",
  };
  beforeEach(() => {
    hello();
    port().say("on");
  });

  it.each<[string, EventTarget, string, object, object | null]>([
    [
      "a policy's violation",
      window,
      "securitypolicyviolation",
      VIOLATION,
      {
        kind: "policy-violated",
        violation: {
          effectiveDirective: "connect-src",
          blockedUrl: "https://api.test/x",
          disposition: "enforce",
        },
      },
    ],
    [
      "no violation with a URL that is too long",
      window,
      "securitypolicyviolation",
      { ...VIOLATION, blockedURI: "x".repeat(32_769) },
      null,
    ],
    [
      "no violation dispatched by the page",
      window,
      "securitypolicyviolation",
      { ...VIOLATION, isTrusted: false },
      null,
    ],
    [
      "an element that failed",
      window,
      "error",
      { target: element(IMAGE) },
      { kind: "element-failed", element: { url: "https://api.test/x", mode: "no-cors" } },
    ],
    ["no script error", window, "error", { target: window }, null],
    [
      "no error dispatched by the page",
      window,
      "error",
      { target: element(IMAGE), isTrusted: false },
      null,
    ],
    [
      "no element without a request",
      window,
      "error",
      { target: element({ localName: "img" }) },
      null,
    ],
  ])("%s", (_name, target, type, event, reported) => {
    happen(target, type, event);
    vi.advanceTimersByTime(10);
    expect(reports()).toMatchObject(reported === null ? [] : [reported]);
  });

  it.each<[string, string, object, object | null]>([
    [
      "with CORS",
      "load",
      { target: element(FONT) },
      { kind: "element-loaded", element: { mode: "cors" } },
    ],
    ["with CORS, a video", "loadedmetadata", { target: element(FONT) }, { kind: "element-loaded" }],
    ["without CORS", "load", { target: element(IMAGE) }, null],
    [
      "in an event dispatched by the page",
      "load",
      { target: element(FONT), isTrusted: false },
      null,
    ],
  ])("an element that loaded %s", (_name, type, event, reported) => {
    happen(globals.document, type, event);
    vi.advanceTimersByTime(10);
    expect(reports()).toMatchObject(reported === null ? [] : [reported]);
  });
});
