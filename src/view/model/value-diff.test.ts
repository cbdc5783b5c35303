import { expect, test } from "vitest";
import { encodeUtf8 } from "../../http/isomorphic.ts";
import { diffValues, type Piece } from "./value-diff.ts";

/** Pieces as text, with differing parts in brackets. */
const marked = (pieces: readonly Piece[]) =>
  pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join("");

test.each([
  [
    "Access-Control-Allow-Headers",
    "content-type",
    "content-type, x-key",
    "content-type",
    "content-type, [x-key]",
  ],
  ["access-control-allow-headers", "X-Key,a", "a, x-key", "X-Key, a", "a, x-key"],
  ["Access-Control-Allow-Methods", "GET, TRACE", "GET, PUT", "GET, [TRACE]", "GET, [PUT]"],
  [
    "Access-Control-Allow-Origin",
    "http://app.test",
    "https://app.test",
    "http://app.test",
    "http[s]://app.test",
  ],
  [
    "Access-Control-Allow-Origin",
    "https://app.test/",
    "https://app.test",
    "https://app.test[/]",
    "https://app.test",
  ],
  ["Access-Control-Allow-Origin", "*", "https://app.test", "[*]", "[https://app.test]"],
  ["Access-Control-Allow-Credentials", "True", "true", "[T]rue", "[t]rue"],
  ["Access-Control-Allow-Origin", "same", "same", "same", "same"],
  ["Access-Control-Allow-Origin", "aa", "aaa", "aa", "aa[a]"],
])("%s: %s → %s", (header, got, wanted, markedGot, markedWanted) => {
  const diff = diffValues(header, got, wanted);
  expect(marked(diff.got)).toBe(markedGot);
  expect(marked(diff.wanted)).toBe(markedWanted);
});

// "é" and "è" share their first byte.
test("shows text, and does not split a character", () => {
  const { got, wanted } = diffValues(
    "Access-Control-Allow-Origin",
    encodeUtf8("https://café.test"),
    encodeUtf8("https://cafè.test"),
  );
  expect([marked(got), marked(wanted)]).toEqual(["https://caf[é].test", "https://caf[è].test"]);
});
