import { expect, it } from "vitest";
import { encodeUtf8 } from "../http/isomorphic.ts";
import { plainText } from "./plain-text.ts";

// https://encoding.spec.whatwg.org/#utf-8 : a character has up to four bytes, and must not be cut.
it.each(["é", "€", "😀"])("shows the beginning of a long text of %s unchanged", (character) => {
  for (const before of ["", "a", "ab", "abc"]) {
    const shown = plainText(encodeUtf8(before + character.repeat(2_000)), 41);
    expect(shown).toMatch(new RegExp(`^${before}(?:${character})+.?…$`, "u"));
  }
});

it.each([
  ["", ""],
  [null, ""],
  ["short", "short"],
  ["a\u202eb", "a\ufffdb"],
])("shows %j as %j", (value, wanted) => {
  expect(plainText(value === null ? null : encodeUtf8(value))).toBe(wanted);
});

// One code unit replaces an invisible character of two code units.
it.each([119, 120, 121, 500])("marks a text of %i characters where it is cut", (length) => {
  for (const hidden of ["", "\u{e0061}", "\u{e0061}".repeat(40)]) {
    const shown = plainText(hidden + "a".repeat(length - [...hidden].length));
    expect(shown).toHaveLength(Math.min(length, 120));
    expect(shown.endsWith("…")).toBe(length > 120);
  }
});
