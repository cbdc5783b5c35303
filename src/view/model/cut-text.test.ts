import { expect, it } from "vitest";
import { encodeUtf8 } from "../../http/isomorphic.ts";
import { cutText } from "./cut-text.ts";

it.each([
  ["bytes that fit", encodeUtf8("café"), 10, "café", false],
  ["bytes that are cut within a character", encodeUtf8("ééé"), 2, "éé", true],
  ["bytes that are too long only as bytes", encodeUtf8("日本"), 2, "日本", false],
  ["bytes that are not UTF-8", "caf\xe9!", 4, "café", true],
  ["a surrogate pair", "a😀b", 2, "a", true],
])("shows the beginning of %s", (_, value, length, beginning, isCut) => {
  expect(cutText(value, length)).toMatchObject({ beginning, isCut });
});
