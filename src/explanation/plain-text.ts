import type { ByteString, Text } from "../http/byte-string.ts";
import { decodeUtf8 } from "../http/isomorphic.ts";
import { HIDDEN } from "./hidden-characters.ts";

/** How much of one value a sentence bears. */
const LONGEST = 120;

/**
 * A value from the wire as it may stand in a sentence: decoded, on one line, without control or
 * bidirectional formatting characters (which could make text read as something else), and
 * shortened with "…". Never throws.
 */
export function plainText(value: ByteString | null | undefined, longest = LONGEST): Text {
  if (!value) return "";
  const text = decodedBeginning(value, longest).replace(UNSHOWABLE, "\ufffd");
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/**
 * The beginning of a text that is kept a code unit a byte: more than so many characters, where there
 * are more. A hostile value may be megabytes: look not much further than can be shown.
 */
function decodedBeginning(value: string, characters: number): string {
  const bytes = value.slice(0, characters * 4 + 8);
  // What was cut within a character would spoil the others.
  const whole = bytes.length < value.length ? bytes.replace(CUT, "") : bytes;
  return decodeUtf8(whole) ?? bytes;
}

/** A character of UTF-8 that lacks its end. */
const CUT = /[\xc0-\xff][\x80-\xbf]{0,2}$/;

const UNSHOWABLE = new RegExp(`[${HIDDEN}]`, "gu");

/** The text with its first letter in upper case. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
