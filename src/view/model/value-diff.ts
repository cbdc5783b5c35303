import type { ByteString, Text } from "../../http/byte-string.ts";
import { readable } from "../../http/isomorphic.ts";

/** A piece of a header value; marked if the other value lacks it. */
export interface Piece {
  readonly text: Text;
  readonly differs: boolean;
}

export interface ValueDiff {
  readonly got: readonly Piece[];
  readonly wanted: readonly Piece[];
}

/** Headers whose value is a list: compared by item, in any order and case. */
const LIST_HEADERS = new Set([
  "access-control-allow-headers",
  "access-control-allow-methods",
  "access-control-expose-headers",
  "access-control-request-headers",
  "vary",
]);

/** The differences between two values of one header, for display: no character is split. */
export function diffValues(
  header: string,
  gotBytes: ByteString,
  wantedBytes: ByteString,
): ValueDiff {
  const [got, wanted] = [readable(gotBytes), readable(wantedBytes)];
  if (got === wanted) return { got: [same(got)], wanted: [same(wanted)] };
  const isList = LIST_HEADERS.has(header.toLowerCase());
  return isList ? diffLists(got, wanted) : diffTexts(got, wanted);
}

function diffLists(got: string, wanted: string): ValueDiff {
  return { got: itemsNotIn(got, wanted), wanted: itemsNotIn(wanted, got) };
}

function itemsNotIn(list: string, other: string): Piece[] {
  const known = new Set(other.split(",").map((item) => item.trim().toLowerCase()));
  return list.split(",").flatMap((item, index) => {
    const text = item.trim();
    const piece = { text, differs: !known.has(text.toLowerCase()) };
    return index === 0 ? [piece] : [same(", "), piece];
  });
}

/** Marks everything between the common beginning and the common end. */
function diffTexts(got: string, wanted: string): ValueDiff {
  const a = [...got];
  const b = [...wanted];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  // Little in common: two different values, not a typing error.
  if ((start + end) * 2 < shorter) return { got: [other(got)], wanted: [other(wanted)] };
  return { got: middle(a, start, end), wanted: middle(b, start, end) };
}

function middle(chars: readonly string[], start: number, end: number): Piece[] {
  const until = chars.length - end;
  return [
    same(chars.slice(0, start).join("")),
    other(chars.slice(start, until).join("")),
    same(chars.slice(until).join("")),
  ].filter((piece) => piece.text !== "");
}

const same = (text: string): Piece => ({ text, differs: false });
const other = (text: string): Piece => ({ text, differs: true });
