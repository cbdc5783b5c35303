import type { ByteString, Text } from "../../http/byte-string.ts";
import { readable } from "../../http/isomorphic.ts";

/** A text, and its beginning where it is longer than may be shown. */
export interface CutText {
  readonly whole: Text;
  readonly beginning: Text;
  readonly isCut: boolean;
}

/**
 * A text of which so many characters are shown, never half of a surrogate pair. It is decoded before
 * it is cut: half a character is no UTF-8, and would leave the others undecoded.
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
