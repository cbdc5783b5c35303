import type { ByteString, Text } from "../http/byte-string.ts";
import { decodeUtf8 } from "../http/isomorphic.ts";
import { HIDDEN } from "./hidden-characters.ts";

/** The maximum length of a value in a sentence. */
const LONGEST = 120;

/**
 * A value from the network in a form that is safe in a sentence: decoded, on one line and shortened with "…".
 * Control and bidirectional formatting characters, which could make text read as something else, are
 * replaced. Never throws.
 */
export function plainText(value: ByteString | null | undefined, longest = LONGEST): Text {
  if (!value) return "";
  const text = decodedBeginning(value, longest).replace(UNSHOWABLE, "\ufffd");
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/**
 * The beginning of a text that has one code unit per byte: more than the given number of characters, if there
 * are more. A hostile value may have megabytes, so little more is read than can be shown.
 */
function decodedBeginning(value: string, characters: number): string {
  const bytes = value.slice(0, characters * 4 + 8);
  // A partial character at the end would break the decoding of the others.
  const whole = bytes.length < value.length ? bytes.replace(CUT, "") : bytes;
  return decodeUtf8(whole) ?? bytes;
}

/** A UTF-8 character without its last bytes. */
const CUT = /[\xc0-\xff][\x80-\xbf]{0,2}$/;

const UNSHOWABLE = new RegExp(`[${HIDDEN}]`, "gu");

/** The text with its first letter in upper case. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
