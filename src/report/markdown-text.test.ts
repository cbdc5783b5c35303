import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cell, code, codeBlock, prose } from "./markdown-text.ts";

const hostile = () =>
  fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("`", "|", "\\", "\n", " ", "a", "#", "-") }),
  );

describe("code", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    ["a", "`a`"],
    ["a`b", "``a`b``"],
    ["`", "`` ` ``"],
    ["a\nb", "`a b`"],
    ["", "(empty)"],
  ])("%j becomes %s", (text, wanted) => {
    expect(code(text)).toBe(wanted);
  });

  it("holds any text between two runs of backticks that it does not hold", () => {
    fc.assert(
      fc.property(hostile(), (text) => {
        const [, fence = "", inside = ""] = /^(`+)([\s\S]*?)\1$/.exec(code(text)) ?? ["", "`", ""];
        expect(code(text)).not.toMatch(/[\r\n]/);
        expect(inside.split(/[^`]+/)).not.toContain(fence);
      }),
    );
  });
});

describe("codeBlock", () => {
  it("is closed by nothing inside it", () => {
    fc.assert(
      fc.property(fc.array(hostile()), (lines) => {
        const [first = "", ...rest] = codeBlock("http", lines).split("\n");
        const fence = first.replace("http", "");
        expect(fence).toMatch(/^`{3,}$/);
        expect(rest.at(-1)).toBe(fence);
        expect(rest.slice(0, -1).some((line) => line.includes(fence))).toBe(false);
      }),
    );
  });
});

describe("cell", () => {
  it("has no pipe that a table would take for its own", () => {
    fc.assert(
      fc.property(hostile(), (text) => {
        expect(cell(text).replaceAll("\\|", "")).not.toContain("|");
        expect(cell(text)).not.toMatch(/\\\\\||[\r\n]/);
      }),
    );
  });
});

describe("prose", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    ["Allow x on GET /a", "Allow x on GET /a"],
    ["* is [not] _so_", "\\* is \\[not\\] \\_so\\_"],
    ["see https://evil.test/.", "see `https://evil.test/`."],
    ["ask @admin about #12", "ask `@admin` about `#12`"],
    ["- no list", "\\- no list"],
    ["1. no list", "1\\. no list"],
    ["<img src=x>", "`<img` `src=x>`"],
  ])("%j becomes %s", (text, wanted) => {
    expect(prose(text)).toBe(wanted);
  });
});
