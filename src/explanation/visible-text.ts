import type { Text } from "../http/byte-string.ts";
import { HIDDEN } from "./hidden-characters.ts";

/**
 * Header values and URLs come from untrusted sources. Characters that are invisible, or change how their
 * neighbours are displayed (controls, bidi overrides, zero-width, odd spaces), get a visible name.
 */
export interface Segment {
  readonly text: string;
  /** Set when `text` replaces an invisible character: its code point's name. */
  readonly stands: string | null;
}

/** Invisible characters, and spaces other than U+0020. */
const INVISIBLE = new RegExp(`[${HIDDEN}]|(?! )\\p{Zs}`, "gu");

export function visibleSegments(value: Text): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const match of value.matchAll(INVISIBLE)) {
    if (match.index > from) segments.push({ text: value.slice(from, match.index), stands: null });
    segments.push(standIn(match[0]));
    from = match.index + match[0].length;
  }
  if (from < value.length) segments.push({ text: value.slice(from), stands: null });
  return segments;
}

/** The same as one string, for places without elements: tooltips, names. */
export function visibleString(value: Text): Text {
  return visibleSegments(value)
    .map((segment) => segment.text)
    .join("");
}

function standIn(invisible: string): Segment {
  const code = invisible.codePointAt(0) as number;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  if (code < 0x20) return { text: String.fromCharCode(0x2400 + code), stands: name };
  if (code === 0x7f) return { text: "␡", stands: name };
  return { text: `⟨${name}⟩`, stands: name };
}
