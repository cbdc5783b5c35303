import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownFrame, stackFrames, tellingFrames } from "./stack-frames.ts";

const PAGE = "https://shop.test";
const app = "at load (https://shop.test/app.js:12:3)";

/** The frames recognised as the page's own, as "file:line". */
const ownOf = (...lines: string[]) =>
  stackFrames(lines.join("\n"), PAGE)
    .filter(({ isLibrary }) => !isLibrary)
    .map(({ url, line }) => `${url.split("/").at(-1)}:${line}`);

describe("the page's own first frame", () => {
  // biome-ignore format: a table is read by its columns.
  it.each<[string, string[], string]>([
    ["alone",                     [app], "app.js:12"],
    ["below node_modules",        ["at send (https://shop.test/node_modules/.pnpm/x/index.js:1:1)", app], "app.js:12"],
    ["below a minified file",     ["at t (https://shop.test/js/lib.min.js:1:9000)", app], "app.js:12"],
    ["below a vendor chunk",      ["at t (https://shop.test/assets/vendor-D2f3.js:1:9000)", app], "app.js:12"],
    ["below vendors~main",        ["at t (https://shop.test/assets/vendors~main.js:1:9000)", app], "app.js:12"],
    ["below a package's CDN",     ["at t (https://cdn.jsdelivr.net/npm/thing@1/index.js:1:9000)", app], "app.js:12"],
    ["below another site",        ["at t (https://stats.example/tag.js:1:9000)", app], "app.js:12"],
    ["below an extension",        ["at t (chrome-extension://abc/page.js:1:90)", app], "app.js:12"],
    ["below vite's dependencies", ["at t (http://localhost:5173/node_modules/.vite/deps/axios.js?v=1:1:90)", app], "app.js:12"],
    ["below axios, recognised by its file",   ["at t (https://shop.test/static/axios.js:1:90)", app], "app.js:12"],
    ["below zone.js",             ["at t (https://shop.test/zone.js:1:90)", app], "app.js:12"],
    ["below a renamed zone.js",   ["at t (https://shop.test/zone-evergreen.js:1:90)", app], "app.js:12"],
    ["below Apollo",              ["at t (https://shop.test/@apollo/client.js:1:90)", app], "app.js:12"],
    ["below Apollo's client",     ["at t (https://shop.test/apollo-client.esm.js:1:90)", app], "app.js:12"],
    ["below Supabase",            ["at t (https://shop.test/supabase-js.js:1:90)", app], "app.js:12"],
    ["below Supabase, recognised by its scope", ["at t (https://shop.test/@supabase/index.js:1:90)", app], "app.js:12"],
    ["below Datadog",             ["at t (https://shop.test/datadog-rum.js:1:90)", app], "app.js:12"],
    ["below Datadog's logs",      ["at t (https://shop.test/datadog.js:1:90)", app], "app.js:12"],
    ["below hls.js",              ["at t (https://shop.test/hls.js:1:90)", app], "app.js:12"],
    ["below dash.js",             ["at t (https://shop.test/dash.all.js:1:90)", app], "app.js:12"],
    ["below Sentry",              ["at t (https://shop.test/@sentry/browser/index.js:1:90)", app], "app.js:12"],
    ["below the page's own wrapper", ["at request (https://shop.test/api.js:5:3)", app], "app.js:12"],
    ["below apiFetch",            ["at async apiFetch (https://shop.test/api.js:5:3)", app], "app.js:12"],
    ["below a class's request",   ["at Client.request (https://shop.test/api.js:5:3)", app], "app.js:12"],
    ["in Firefox's format",      ["request@https://shop.test/api.js:5:3", "load@https://shop.test/app.js:12:3"], "app.js:12"],
    ["below an inner function, in Firefox's format", ["load/request@https://shop.test/api.js:5:3", "load@https://shop.test/app.js:12:3"], "app.js:12"],
    ["within webpack",            ["at t (webpack-internal:///./node_modules/axios/lib/a.js:1:2)", "at s (webpack-internal:///./src/app.js:12:3)"], "app.js:12"],
    ["of a stack with only a wrapper",        ["at request (https://shop.test/api.js:5:3)"], "api.js:5"],
    ["of a page that a CDN serves", ["at t (https://static.example/axios.js:1:1)", "at s (https://static.example/main.js:7:1)"], "main.js:7"],
    ["of a stack with only libraries",        ["at t (https://unpkg.com/htmx.js:3:1)"], "htmx.js:3"],
    ["named like a library",      ["at s (https://shop.test/skyline.js:4:1)"], "skyline.js:4"],
    ["in a file of requests",     ["at loadItems (https://shop.test/requests.js:4:1)"], "requests.js:4"],
  ])("%s", (_name, lines, first) => {
    expect(ownOf(...lines)[0]).toBe(first);
  });

  // https://v8.dev/docs/stack-trace-api : "at functionName [as methodName] (location)", or only the location.
  it.each([
    ["at load (https://shop.test/app.js:1:1)", "load"],
    ["at async load (https://shop.test/app.js:1:1)", "load"],
    ["at new Store (https://shop.test/app.js:1:1)", "Store"],
    ["at Store.load [as reload] (https://shop.test/app.js:1:1)", "Store.load"],
    ["at https://shop.test/app.js:1:1", ""],
    ["at https://shop.test/@team/app.js:1:1", ""],
    ["at async https://shop.test/@team/app.js:1:1", ""],
    ["load@https://shop.test/app.js:1:1", "load"],
    ["async*load@https://shop.test/app.js:1:1", "load"],
    ["outer/load@https://shop.test/@team/app.js:1:1", "load"],
    ["load/<@https://shop.test/app.js:1:1", "load"],
    ["load/</<@https://shop.test/app.js:1:1", "load"],
    ["@https://shop.test/app.js:1:1", ""],
  ])("of %s has the name %j", (line, name) => {
    expect(stackFrames(line, PAGE).map((frame) => frame.name)).toEqual([name]);
  });

  it.each([
    "https://shop.test/app.js",
    "http://localhost:5173/src/app.js",
    "file:///home/me/app.js",
    "blob:https://shop.test/1",
    "webpack:///src/app.js",
    "webpack-internal:///./src/app.js",
    "chrome-extension://abc/page.js",
    "moz-extension://abc/page.js",
  ])("has the URL %s, in either format", (url) => {
    for (const line of [`at load (${url}:12:3)`, `at ${url}:12:3`, `load@${url}:12:3`]) {
      expect(stackFrames(line, PAGE)).toMatchObject([{ url, line: 12, column: 3 }]);
    }
  });

  it("is null where no frame has a file", () => {
    expect(stackFrames("at native\nError", PAGE)).toEqual([]);
    expect(stackFrames(null, PAGE)).toEqual([]);
    expect(ownFrame([])).toBeNull();
  });
});

it("keeps the nearest frame and the page's own", () => {
  const lines = ["axios.js", "ky.js", "app.js", "main.js", "index.js"].map(
    (file, at) => `at f${at} (https://shop.test/${file}:${at + 1}:1)`,
  );
  const frames = stackFrames(lines.join("\n"), PAGE);
  const reported = tellingFrames(frames, 3).map(({ name, line, isLibrary }) => [
    name,
    line,
    isLibrary,
  ]);
  expect(reported).toEqual([
    ["f0", 1, true],
    ["f2", 3, false],
    ["f3", 4, false],
  ]);
  expect(ownFrame(frames)?.line).toBe(3);
  expect(tellingFrames(frames.slice(2), 3)).toHaveLength(3);
});

it("parses a hostile stack in time, and keeps at least one own frame", () => {
  const anyLine = fc.oneof(
    fc.string(),
    fc.constantFrom(app, "at (((", "@@@:1:1", `at ${"a".repeat(5000)} (https://x.test/:1:1)`),
    fc.webUrl().map((url) => `at \u202e${url} (${url}:1:1)`),
  );
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 100 }), (lines) => {
      const frames = stackFrames(lines.join("\n"), PAGE);
      expect(frames.length).toBeLessThanOrEqual(50);
      if (frames.length > 0) expect(ownFrame(frames)).not.toBeNull();
    }),
  );
});
