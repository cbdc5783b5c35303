import { describe, expect, it } from "vitest";
import { loadNameless, OUR_SCRIPT as OURS } from "./page.test-fake.ts";

const { bounded, clean, framesBeneath, isOurUrl, topPlace } = await loadNameless(
  () => import("./own-frames.ts"),
);
const { stackTraceLimit } = Error;

const PAGE = "    at load (https://page.test/a.js:1:2)";
const DEEPER = "    at https://page.test/b.js:30:4";
const OURS_LINE = `    at Object.ours [as apply] (chrome-extension://x/${OURS}:9:9)`;
const inLines = (...lines: readonly string[]) => lines.join("\n");

const failing = (...frames: readonly string[]) => {
  const error = new TypeError("no");
  error.stack = inLines("TypeError: no", ...frames);
  return error;
};

describe("the stack of an error thrown through our functions", () => {
  it.each<[string, string[], string | null, string[]]>([
    ["has our line removed between the page's", [PAGE, OURS_LINE, DEEPER], null, [PAGE, DEEPER]],
    ["loses several", [PAGE, OURS_LINE, OURS_LINE, DEEPER, OURS_LINE], null, [PAGE, DEEPER]],
    ["has our line removed at the top", [OURS_LINE, PAGE], null, [PAGE]],
    ["has the frames below ours where ours is at the top", [OURS_LINE], DEEPER, [DEEPER]],
    ["keeps its frames where ours is not at the top", [PAGE, OURS_LINE], DEEPER, [PAGE]],
    ["is unchanged without our frames", [PAGE, DEEPER], "x", [PAGE, DEEPER]],
  ])("%s", (_name, frames, beneath, left) => {
    const error = failing(...frames);
    clean(error, null, beneath);
    expect(error.stack).toBe(inLines("TypeError: no", ...left));
  });

  it("is captured again where it was created directly below our function", () => {
    const error = failing(OURS_LINE, PAGE);
    (function ours() {
      clean(error, ours, null);
    })();
    expect(error.stack).not.toContain(OURS);
    expect(error.stack).toMatch(/own-frames\.test/);
  });

  it("is unchanged where it is not an error's, or is the page's own accessor", () => {
    const plain = { stack: OURS_LINE };
    clean(plain, null, null);
    expect(plain.stack).toBe(OURS_LINE);
    let requested = 0;
    const odd = Object.defineProperty(new Error("x"), "stack", { get: () => ++requested });
    clean(odd, null, null);
    expect(requested).toBe(0);
  });

  it("is formatted once, without our frames, by a page that formats stacks itself", () => {
    const seen: number[] = [];
    Error.prepareStackTrace = (_error, sites) => {
      seen.push(sites.length);
      return "the page's";
    };
    try {
      const error = new Error("x");
      clean(error, null, null);
      expect(error.stack).toBe("the page's");
      expect(seen).toHaveLength(1);
      expect(seen[0]).toBeGreaterThan(0);
    } finally {
      Reflect.set(Error, "prepareStackTrace", undefined);
    }
  });
});

describe("the frames beneath one of our functions", () => {
  const beneath = (): string | null => framesBeneath(beneath);

  it("begin with its caller", () => {
    function page() {
      return beneath();
    }
    const [first = ""] = (page() ?? "").split("\n");
    expect(first).toMatch(/^ {4}at page .*own-frames\.test/);
  });

  it("are V8's own, even if the page formats stacks", () => {
    const format = () => "the page's";
    Error.prepareStackTrace = format;
    try {
      expect(beneath()).toMatch(/^ {4}at /);
      expect(Error.prepareStackTrace).toBe(format);
    } finally {
      Reflect.set(Error, "prepareStackTrace", undefined);
    }
  });

  it("are null where there are none", () => {
    Error.stackTraceLimit = 0;
    try {
      expect(beneath()).toBeNull();
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  });
});

describe("a reported stack", () => {
  const line = (length: number) => "    at ".padEnd(length, "x");
  it.each<[string, string | null, string | null]>([
    ["is unchanged where it is short", PAGE, PAGE],
    ["is unchanged at its maximum length", line(4_096), line(4_096)],
    ["is cut at a line's end", inLines(line(100), line(5_000)), line(100)],
    ["is empty where its first line is too long", line(5_000), null],
    ["is none", null, null],
  ])("%s", (_name, frames, reported) => {
    expect(bounded(frames)).toBe(reported);
  });
});

describe("the place where an error was created", () => {
  it.each<[string, string[], object | null]>([
    ["in a function", [PAGE], { url: "https://page.test/a.js", line: 1, column: 2 }],
    ["at the top of a script", [DEEPER], { url: "https://page.test/b.js", line: 30, column: 4 }],
    ["nobody knows", ["    at <anonymous>"], null],
    ["no frames", [], null],
  ])("%s", (_name, frames, place) => {
    expect(topPlace(failing(...frames))).toEqual(place);
  });

  it("is unknown for a value that is not an error", () => {
    expect(topPlace({ stack: PAGE })).toBeNull();
    expect(topPlace("x")).toBeNull();
  });
});

it("recognises only its own name in stacks", () => {
  expect(isOurUrl(OURS)).toBe(true);
  expect(isOurUrl("https://page.test/a.js")).toBe(false);
});
