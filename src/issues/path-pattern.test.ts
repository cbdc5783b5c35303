import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathOf, pathPattern } from "./path-pattern.ts";

const UUIDS = ["6f1d3c0e-0b53-4c2e-9a55-0242ac120002", "00000000-1111-4222-8333-444455556666"];
const HASHES = ["d41d8cd98f00b204e9800998ecf8427e", "e3b0c44298fc1c149afbf4c8996fb924"];

describe("the pattern of paths", () => {
  // biome-ignore format: a table is read by its columns.
  it.each<[string, string[]]>([
    ["/v2/items/42",            ["/v2/items/42"]],
    ["/v2/items/…",             ["/v2/items/1", "/v2/items/22", "/v2/items/333"]],
    ["/v2/items/…/reviews",     ["/v2/items/1/reviews", "/v2/items/2/reviews"]],
    ["/v2/items/…/reviews/…",   ["/v2/items/1/reviews/8", "/v2/items/2/reviews/9"]],
    ["/users/…",                UUIDS.map((id) => `/users/${id}`)],
    ["/users/…/avatar",         ["/users/7/avatar", ...UUIDS.map((id) => `/users/${id}/avatar`)]],
    ["/blobs/…",                HASHES.map((hash) => `/blobs/${hash}`)],
    ["/blobs/…",                ["/blobs/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/blobs/01BX5ZZKBKACTAV9WEVGEMMVRZ"]],
    ["/users/…/items/…",        ["/users/42/items/1", "/users/42/items/2"]],
    ["/img/….png",              ["/img/logo.png", "/img/icon.png"]],
    ["/img/…",                  ["/img/logo.png", "/img/icon.svg"]],
    ["/api/…",                  ["/api/search", "/api/list"]],
    ["/me, /orders",            ["/me", "/orders"]],
    ["/, /me",                  ["/", "/me"]],
    ["/, /v2/",                 ["/", "/v2/"]],
    ["/v2/items/…, /orders",    ["/v2/items/1", "/orders", "/v2/items/2"]],
    ["/me, /orders/7, /search/a/b", ["/me", "/orders/7", "/search/a/b"]],
    ["/…",                      ["/me", "/orders/7", "/search/a/b", "/list"]],
    ["/…",                      ["/1", "/2"]],
    ["/…",                      [`/${"a".repeat(31)}/1`, `/${"b".repeat(31)}/1`]],
    ["/v2/items…",              ["/v2/items", "/v2/items/1"]],
    ["/v2/items…",              ["/v2/items", "/v2/items/"]],
    ["/v2/…/reviews",           ["/v2/items/1/reviews", "/v2/reviews"]],
    ["/v2/…",                   ["/v2/caf%C3%A9", "/v2/%E2%80%AEtxt"]],
    ["/a/…",                    [`/a/${"x".repeat(1_000_000)}`, `/a/${"y".repeat(1_000_000)}`]],
  ])("%s", (pattern, paths) => {
    expect(pathPattern(paths)).toBe(pattern);
    expect(pathPattern([...paths, ...paths].reverse())).toBe(pattern);
  });

  const anySegment = fc.oneof(
    fc.constantFrom(
      "v2",
      "items",
      "reviews",
      "",
      "list.json",
      "a.b",
      "…",
      "%2F",
      "\u202e",
      "..",
      "*",
    ),
    fc.nat().map(String),
    fc.uuid(),
    fc.string({ unit: "binary", maxLength: 8 }).map((text) => text.replaceAll("/", "")),
  );
  const anyPath = fc.array(anySegment, { maxLength: 12 }).map((parts) => `/${parts.join("/")}`);
  const anyPaths = fc.array(anyPath, { minLength: 2, maxLength: 8 });

  it("matches each of the paths, in any order, and is short", () => {
    fc.assert(
      fc.property(anyPaths, (paths) => {
        const pattern = pathPattern(paths);
        expect(pathPattern([...paths].reverse())).toBe(pattern);
        expect(pathPattern([...paths, ...paths])).toBe(pattern);
        if (new Set(paths).size === 1) return;
        expect(pattern).toMatch(/^\//);
        expect(pattern.split("/").length).toBeLessThan(22);
        if (pattern.includes(", ")) return;
        for (const path of paths) {
          let rest = path;
          const [start = "", ...parts] = pattern.split("…");
          expect(rest.startsWith(start)).toBe(true);
          rest = rest.slice(start.length);
          for (const written of parts) {
            // "…" may match zero segments.
            const part = written.replace(/^\//, "");
            const at = rest.indexOf(part);
            expect(at).toBeGreaterThanOrEqual(0);
            rest = rest.slice(at + part.length);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

// biome-ignore format: a table is read by its columns.
it.each([
  ["https://a.test/x/y?case=1#z",  "/x/y"],
  ["https://a.test?case=1",        "/"],
  ["https://a.test",               "/"],
  ["https://a.test/x;a=1?b",       "/x;a=1"],
  ["data:text/plain,a?b",          "data:"],
  ["blob:https://a.test/1?b",      "blob:"],
  ["file:///a/b?c",                "/a/b"],
  ["not a URL",                    "/"],
])("the path of %s", (url, path) => {
  expect(pathOf(url)).toBe(path);
});
