import type { ByteString, Text } from "../../http/byte-string.ts";
import { readable } from "../../http/isomorphic.ts";

/** A text, and its visible beginning if it is too long. */
export interface CutText {
  readonly whole: Text;
  readonly beginning: Text;
  readonly isCut: boolean;
}

/**
 * A text cut to a number of characters, never within a surrogate pair. Decoding comes before cutting: half a
 * character is invalid UTF-8, and would keep the rest undecoded.
 *
 * @param value a text, or bytes as recorded.
 */
export function cutText(value: ByteString, length: number): CutText {
  const whole = readable(value);
  if (whole.length <= length) return { whole, beginning: whole, isCut: false };
  const last = whole.charCodeAt(length - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? length - 1 : length;
  return { whole, beginning: whole.slice(0, end), isCut: true };
}
