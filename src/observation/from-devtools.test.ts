import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { callingLine } from "../exchange/calling-line.ts";
import type { HeaderList } from "../http/header-list.ts";
import { fromDevTools } from "./from-devtools.ts";

const PAGE = "https://app.test/js/cart.js";
const frame = (lineNumber: number, url = PAGE, functionName = "load") => ({
  functionName,
  scriptId: "7",
  url,
  lineNumber,
  columnNumber: 4,
});
const byScript = (...callFrames: object[]) => ({ type: "script", stack: { callFrames } });

/** A stack whose only frame is this many asynchronous steps before. */
const timers = (depth: number) => {
  let stack: object = { callFrames: [frame(2)] };
  for (let step = 0; step < depth; step++) stack = { callFrames: [], parent: stack };
  return { type: "script", stack };
};

/** An entry as in Chromium 156, with overrides. */
function anEntry({ request = {}, ...rest }: Record<string, unknown> = {}) {
  return {
    _initiator: byScript(frame(117)),
    _priority: "High",
    _resourceType: "image",
    startedDateTime: "2026-11-23T07:32:08.695Z",
    time: 183.4,
    request: {
      method: "GET",
      url: "https://cdn.test/logo.gif#top",
      headers: [],
      ...(request as object),
    },
    response: { status: 200, _error: null, headers: [] },
    ...rest,
  };
}

describe("a DevTools entry of a request", () => {
  it("has the time, the request and its initiator", () => {
    expect(fromDevTools(anEntry(), 3)).toEqual({
      kind: "seen-by-devtools",
      tabId: 3,
      timeStamp: Date.UTC(2026, 10, 23, 7, 32, 8, 695),
      endedAt: Date.UTC(2026, 10, 23, 7, 32, 8, 695) + 183.4,
      url: "https://cdn.test/logo.gif",
      method: "GET",
      stack: `at load (${PAGE}:118:5)`,
      allowOrigin: null,
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ["without a script", { _initiator: { type: "other" } }],
    ["a preflight", { _initiator: { type: "preflight", url: "https://cdn.test/logo.gif" } }],
    ["not a request to a server", { request: { url: "data:,x" } }],
    ["without a time", { startedDateTime: "yesterday" }],
    ["without a method", { request: { method: "" } }],
    ["with a line before the first", { _initiator: byScript(frame(-1)) }],
  ])("an entry %s is ignored", (_name, entry) => {
    expect(fromDevTools(anEntry(entry), 1)).toBeNull();
  });

  it.each(["http://cdn.test/a", "HTTPS://cdn.test/a"])("accepts %s as well", (url) => {
    expect(fromDevTools(anEntry({ request: { url } }), 1)?.method).toBe("GET");
  });

  it("has the whole stack, one frame per line, and no duration where a cache responded", () => {
    const entry = anEntry({ time: 0, _initiator: byScript(frame(0), frame(9)) });
    const seen = fromDevTools(entry, 1);
    expect(seen?.stack).toBe(`at load (${PAGE}:1:5)\nat load (${PAGE}:10:5)`);
    expect(seen?.endedAt).toBe(seen?.timeStamp);
  });

  // A page chooses its function names: none may look like another frame.
  test.each([
    ["of two lines", "load\nat pay (https://bank.test/pay.js:1:1)"],
    ["that begins with a place", "(https://bank.test/pay.js:1:1) load"],
    ["that ends with a place", "load (https://bank.test/pay.js:1:1)"],
    ["without end", "x".repeat(100_000)],
    ["that is none", 7],
  ])("omits a function's name %s", (_name, functionName) => {
    const _initiator = byScript({ ...frame(117), functionName });
    expect(fromDevTools(anEntry({ _initiator }), 1)?.stack).toBe(`at ${PAGE}:118:5`);
  });

  test.each<[string, object, string | null]>([
    ["the calling script", byScript(frame(0), frame(9)), `${PAGE}:1:5`],
    ["not our probe", byScript(frame(5, "chrome-extension://x/p.js"), frame(9)), `${PAGE}:10:5`],
    ["not a console", byScript(frame(0, ""), frame(9)), `${PAGE}:10:5`],
    [
      "the code that set the timer",
      { type: "script", stack: { callFrames: [], parent: { callFrames: [frame(2)] } } },
      `${PAGE}:3:5`,
    ],
    [
      "not an extension whose URL contains another",
      byScript(frame(5, "moz-extension://x/https://a.test/"), frame(9)),
      `${PAGE}:10:5`,
    ],
    ["code five timers ago", timers(5), `${PAGE}:3:5`],
    ["nothing six timers ago", timers(6), null],
    [
      "the line of the markup",
      { type: "parser", url: "https://app.test/", lineNumber: 11 },
      "https://app.test/:12:1",
    ],
    ["markup without a line", { type: "parser", url: "https://app.test/" }, null],
    ["a name with brackets", byScript(frame(2, PAGE, "a (b:1:1)")), `${PAGE}:3:5`],
    [
      "two lines in one",
      byScript(frame(2, `${PAGE}\nat https://x.test:1:1`), frame(9)),
      `${PAGE}:10:5`,
    ],
  ])("comes from: %s", (_name, _initiator, place) => {
    const line = callingLine(fromDevTools(anEntry({ _initiator }), 1)?.stack ?? null);
    expect(line && `${line.url}:${line.line}:${line.column}`).toBe(place);
  });

  // As in Firefox 153.
  test.each<[string, readonly (readonly [string, unknown])[], HeaderList | null]>([
    [
      "separate lines of one name",
      [
        ["Content-Type", "text/plain"],
        ["Access-Control-Allow-Origin", "*"],
        ["access-control-allow-origin", "*"],
      ],
      [
        ["Access-Control-Allow-Origin", "*"],
        ["access-control-allow-origin", "*"],
      ],
    ],
    [
      "a list in one line",
      [["Access-Control-Allow-Origin", "*, *"]],
      [["Access-Control-Allow-Origin", "*, *"]],
    ],
    ["nothing for a single value", [["Access-Control-Allow-Origin", "*"]], null],
    ["nothing without a value", [["Vary", "a, b"]], null],
    ["nothing for a value that is not a text", [["Access-Control-Allow-Origin", 1]], null],
    [
      "nothing for a value that is too long",
      [["Access-Control-Allow-Origin", ",".repeat(3_000)]],
      null,
    ],
  ])("tells %s", (_name, lines, wanted) => {
    const headers = lines.map(([name, value]) => ({ name, value }));
    const response = { status: 200, headers };
    const seen = fromDevTools(anEntry({ _initiator: undefined, response }), 1);
    expect(seen?.allowOrigin ?? null).toEqual(wanted);
    expect(seen?.stack ?? null).toBeNull();
    // Chromium's webRequest reports the lines itself.
    expect(fromDevTools(anEntry({ response }), 1)?.allowOrigin).toBeNull();
  });

  it("is bounded", () => {
    const frames = Array.from({ length: 1000 }, (_, i) => frame(i, `${PAGE}?${"x".repeat(100)}`));
    const long = fromDevTools(anEntry({ _initiator: byScript(...frames) }), 1);
    expect(long?.stack?.length).toBeLessThan(1_100);
    const url = `https://cdn.test/${"x".repeat(10_000)}`;
    expect(fromDevTools(anEntry({ request: { url } }), 1)).toBeNull();
  });

  it("is null for anything else", () => {
    const mangled = fc.record({
      request: fc.oneof(fc.anything(), fc.record({ url: fc.anything(), method: fc.anything() })),
      startedDateTime: fc.oneof(fc.anything(), fc.string(), fc.constant("2026-11-23")),
      time: fc.oneof(fc.anything(), fc.double()),
      _initiator: fc.oneof(
        fc.anything(),
        fc.record({ type: fc.constant("script"), stack: fc.anything() }),
        fc.record({ type: fc.constant("script"), stack: fc.record({ callFrames: fc.anything() }) }),
      ),
    });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), mangled), (entry) => {
        const seen = fromDevTools(entry, 1);
        expect((seen?.stack ?? "").length).toBeLessThan(1_100);
        fromDevTools(anEntry({ _initiator: entry }), 1);
        fromDevTools(anEntry({ _initiator: undefined, response: { headers: entry } }), 1);
      }),
    );
  });
});
