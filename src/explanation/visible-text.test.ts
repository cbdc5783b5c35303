import { expect, test } from "vitest";
import { visibleSegments, visibleString } from "./visible-text.ts";

test.each([
  ["plain", "plain"],
  ["<img src=x>", "<img src=x>"],
  ["a\u0000b", "a␀b"],
  ["a\r\nb", "a␍␊b"],
  ["\u007f", "␡"],
  ["\u0085", "⟨U+0085⟩"],
  ["exe\u202egnp", "exe⟨U+202E⟩gnp"],
  ["a\u200bb\ufeff", "a⟨U+200B⟩b⟨U+FEFF⟩"],
  ["a\u00a0b", "a⟨U+00A0⟩b"],
  ["\ud800x", "⟨U+D800⟩x"],
  ["tag\u{e0041}", "tag⟨U+E0041⟩"],
  ["naïve 日本 😀", "naïve 日本 😀"],
  ["", ""],
])("%j", (value, visible) => {
  expect(visibleString(value)).toBe(visible);
});

test("placeholders differ from text that looks like them", () => {
  expect(visibleSegments("␀\u0000")).toEqual([
    { text: "␀", stands: null },
    { text: "␀", stands: "U+0000" },
  ]);
});
