import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shellQuote } from "./shell-quote.ts";

/** The words as bash reads them, with one `printf` for all. */
function bash(words: readonly string[]): string[] {
  const out = execFileSync("bash", ["-c", `printf '%s\\0' ${words.map(shellQuote).join(" ")}`]);
  return out.toString("utf8").split("\0").slice(0, -1);
}

describe("shellQuote", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    ["https://api.test/a", "https://api.test/a"],
    ["https://api.test/?a=1&b=2", "'https://api.test/?a=1&b=2'"],
    ["it's", "'it'\\''s'"],
    ["a\nb", "$'a\\x0ab'"],
    ["\u202eb'", "$'\\xE2\\x80\\xAEb\\x27'"],
    ["-X", "'-X'"],
    ["", "''"],
  ])("%j becomes %s", (text, wanted) => {
    expect(shellQuote(text)).toBe(wanted);
  });

  it("passes any text through bash unchanged", () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom("$(id)", "`id`", "!!", "\\", "'\n'", "~", "*", "a\0b", "\ud800"),
    );
    const words = fc.sample(text, 2000);
    expect(bash(words)).toEqual(
      words.map((word) => word.replaceAll("\0", "").replace(/\p{Cs}/gu, "\ufffd")),
    );
  });
});
