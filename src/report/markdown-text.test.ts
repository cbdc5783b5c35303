import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code, codeBlock, folded, prose, proseWithHeader } from "./markdown-text.ts";
import { ours } from "./shown.ts";

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
    ["a\r\n\r\nb", "`a b`"],
    ["a\tb", "`a b`"],
    ["a\u202eb", "`a\ufffdb`"],
    ["", "(empty)"],
  ])("%j becomes %s", (text, wanted) => {
    expect(code(ours(text))).toBe(wanted);
  });

  it("holds any text between two runs of backticks that it does not hold", () => {
    fc.assert(
      fc.property(hostile(), (text) => {
        const made = code(ours(text));
        expect(made).not.toMatch(/[\r\n]/);
        if (text === "") {
          expect(made).toBe("(empty)");
          return;
        }
        const fence = /^`+/.exec(made)?.[0] ?? "no fence";
        expect(made.endsWith(fence)).toBe(true);
        const inside = made.slice(fence.length, -fence.length);
        expect(inside.length).toBeGreaterThan(0);
        expect(inside.split(/[^`]+/)).not.toContain(fence);
      }),
    );
  });
});

describe("codeBlock", () => {
  it("is closed by nothing inside it", () => {
    fc.assert(
      fc.property(fc.array(hostile()), (lines) => {
        const [first = "", ...rest] = codeBlock("http", lines.map(ours)).split("\n");
        const fence = first.replace("http", "");
        expect(fence).toMatch(/^`{3,}$/);
        expect(rest.at(-1)).toBe(fence);
        expect(rest.slice(0, -1).some((line) => line.includes(fence))).toBe(false);
      }),
    );
  });
});

describe("folded", () => {
  it("has a line for each that is not empty", () => {
    expect(folded(ours("More"), [ours("a: 1"), ours(" "), ours("b: <2>")])).toBe(
      "<details><summary>More</summary><pre>a: 1\nb: &#60;2&#62;</pre></details>",
    );
  });

  it("has no tag but its own, and no blank line before its end", () => {
    fc.assert(
      fc.property(hostile(), fc.array(hostile()), (summary, lines) => {
        const made = folded(ours(summary), lines.map(ours));
        expect(made).toMatch(/^<details><summary>/);
        expect(made).toMatch(/<\/pre><\/details>$/);
        expect(made.match(/[<>]/g)).toHaveLength(12);
        expect(made).not.toMatch(/\n[ \t]*(?:\n|$)|\r/);
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

describe("proseWithHeader", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    ["Send Access-Control-Allow-Origin: *",             "Send `Access-Control-Allow-Origin: *`"],
    ["Send Cross-Origin-Resource-Policy: cross-origin", "Send `Cross-Origin-Resource-Policy: cross-origin`"],
    ["Cross-Origin-Opener-Policy is not *",             "Cross-Origin-Opener-Policy is not \\*"],
  ])("%j becomes %s", (text, wanted) => {
    expect(proseWithHeader(text)).toBe(wanted);
  });
});
