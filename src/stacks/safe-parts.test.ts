import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Policy } from "../policy/policy.ts";
import { STACKS } from "./catalogue.ts";
import { safeParts } from "./safe-policy.ts";

const POLICY: Policy = {
  origins: ["https://app.example"],
  methods: ["GET"],
  requestHeaders: [],
  credentials: false,
  exposedHeaders: [],
  maxAge: null,
  varyOrigin: true,
  errorStatuses: [],
  preflight: false,
};

describe("a path of a policy", () => {
  it.each([
    ["/items", true],
    ["/", true],
    ["/v1/items.json/", true],
    ["/~a_b-c/1", true],
    ["/items;v=1", false],
    ["/a b", false],
    ["/a%2e", false],
    ["/../etc", false],
    ["/a/./b", false],
    ["//other.example", false],
    ["/$uri", false],
    ['/a";} location / {', false],
    ["/:id", false],
    ["/*", false],
    ["", false],
    ["items", false],
  ])("%j is accepted: %s", (path, isTaken) => {
    const { parts, refused } = safeParts([{ paths: [path], policy: POLICY }]);
    expect(parts.length === 1).toBe(isTaken);
    expect(refused).toEqual(isTaken ? [] : [{ what: "path", value: path }]);
  });

  it("cannot change a configuration's structure, and is never dropped silently", () => {
    const skeleton = (path: string) => {
      const { parts } = safeParts([{ paths: ["/a", path], policy: POLICY }]);
      return STACKS.flatMap(({ snippetForPaths }) =>
        (snippetForPaths?.(parts).blocks ?? []).map(({ code }) =>
          code.replace(/[A-Za-z0-9._~/\\-]+/g, "x"),
        ),
      );
    };
    const plain = skeleton("/b");
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        const { parts, refused } = safeParts([{ paths: ["/a", path], policy: POLICY }]);
        expect((parts[0]?.paths.length ?? 0) + refused.length).toBe(2);
        if (refused.length === 0) expect(skeleton(path)).toEqual(plain);
      }),
    );
  });
});
