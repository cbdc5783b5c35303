import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  code,
  codeBlock,
  folded,
  foldedBlocks,
  items,
  paragraph,
  prose,
  proseWithHeader,
} from "./markdown-text.ts";
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
    // A renderer strips one space at each end if both are there, and no other.
    [" a ", "`  a  `"],
    [" a", "` a`"],
    [" a b", "` a b`"],
    ["a b ", "`a b `"],
    ["a ", "`a `"],
    ["`a", "`` `a ``"],
    ["a`", "`` a` ``"],
    ["a``b`c", "```a``b`c```"],
    ["a\u2028b\u0085c", "`a b c`"],
  ])("%j becomes %s", (text, wanted) => {
    expect(code(ours(text))).toBe(wanted);
  });

  it("puts any text between two runs of backticks that the text does not contain", () => {
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

// https://spec.commonmark.org/0.31.2/#fenced-code-blocks
describe("codeBlock", () => {
  it.each<[string, string[], string[]]>([
    ["with the language beside its fence", ["a", "b"], ["```http", "a", "b", "```"]],
    [
      "with each line of a multi-line value",
      ["a\r\nb\rc\nd"],
      ["```http", "a", "b", "c", "d", "```"],
    ],
    ["with a longer fence", ["```", "````x"], ["`````http", "```", "````x", "`````"]],
    ["without invisible characters", ["a\tb\u202ec"], ["```http", "a b\ufffdc", "```"]],
    ["of nothing", [], ["```http", "```"]],
  ])("is %s", (_name, lines, wanted) => {
    expect(codeBlock("http", lines.map(ours)).split("\n")).toEqual(wanted);
  });

  it("is not closed by its content", () => {
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
  it("has a line for each non-empty line", () => {
    expect(folded(ours("More"), [ours("a: 1"), ours(" "), ours("b: <2>")])).toBe(
      "<details><summary>More</summary><pre>a: 1\nb: &#60;2&#62;</pre></details>",
    );
  });

  it("has only its own tags, and no blank line before its end", () => {
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
    ["see WWW.evil.test!", "see `WWW.evil.test`!"],
    ["xwww. is none", "xwww. is none"],
    ["# none #x", "\\# none \\#x"],
    ["a#1", "`a#1`"],
    ["a\\b", "`a\\b`"],
    ["~~a~~ & ! $1 | {b}", "\\~\\~a\\~\\~ \\& \\! \\$1 \\| \\{b\\}"],
    ["a!b", "a\\!b"],
    ["+ a", "\\+ a"],
    ["=== a", "\\=== a"],
    ["12) a", "12\\) a"],
    ["12 a", "12 a"],
    ["a - b 1. c", "a - b 1. c"],
    ["a\nb", "a b"],
  ])("%j becomes %s", (text, wanted) => {
    expect(prose(text)).toBe(wanted);
  });
});

describe("sentences", () => {
  it.each([
    [["One.", "two"], "One. two."],
    [["So?", "Yes!", "and: ", "then:", "more…", "*bold.*"], "So? Yes! and: . then: more… *bold.*"],
    [["Send `X: 1`"], "Send `X: 1`."],
    [[], ""],
  ])("%j make the paragraph %j", (sentences, wanted) => {
    expect(paragraph(sentences)).toBe(wanted);
  });

  it("make a list, and blocks to unfold", () => {
    expect(items(["a", "b"])).toBe("- a\n- b");
    expect(items([])).toBe("");
    expect(foldedBlocks("A & <b>\nc", ["one", "two"])).toBe(
      "<details><summary>A &#38; &#60;b&#62; c</summary>\n\none\ntwo\n</details>",
    );
  });
});

describe("proseWithHeader", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    ["Send Access-Control-Allow-Origin: *",             "Send `Access-Control-Allow-Origin: *`"],
    ["Send Cross-Origin-Resource-Policy: cross-origin", "Send `Cross-Origin-Resource-Policy: cross-origin`"],
    ["Cross-Origin-Opener-Policy is not *",             "Cross-Origin-Opener-Policy is not \\*"],
    ["Access-Control-Max-Age: 5",                       "`Access-Control-Max-Age: 5`"],
    ["Access-Control-Max-Age: ",                        "Access-Control-Max-Age: "],
    ["*Send X-Access: *",                               "\\*Send X-Access: \\*"],
  ])("%j becomes %s", (text, wanted) => {
    expect(proseWithHeader(text)).toBe(wanted);
  });
});
