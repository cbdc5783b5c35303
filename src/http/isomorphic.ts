import type { ByteString, Text } from "./byte-string.ts";

/**
 * Bytes as text of the same length, a code unit a byte.
 * https://infra.spec.whatwg.org/#isomorphic-decode
 */
export function isomorphicDecode(bytes: Iterable<number>): ByteString {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte & 0xff);
  return text;
}

/** Text as its bytes in UTF-8, a code unit a byte; what has no code unit beyond a byte stays. */
export function isomorphicEncode(text: string): ByteString {
  return /[^\0-\xff]/.test(text) ? isomorphicDecode(new TextEncoder().encode(text)) : text;
}

/** Text as its bytes in UTF-8, a code unit each: what `readable` makes of them is the text again. */
export function encodeUtf8(text: Text): ByteString {
  return isomorphicDecode(new TextEncoder().encode(text));
}

/** Bytes as a reader would see them: decoded as UTF-8 where they are that, else as Latin-1. */
export function readable(bytes: ByteString): Text {
  return decodeUtf8(bytes) ?? (bytes as string);
}

/**
 * Isomorphic-decoded text as a reader would see it: decoded as UTF-8 where its bytes are that, else
 * null. Text with code units beyond a byte is not isomorphic-decoded, and null too.
 */
export function decodeUtf8(text: ByteString): Text | null {
  // Nearly every value is ASCII, which is its own decoding.
  if (/^[\0-\x7f]*$/.test(text)) return text as string;
  if (/[^\0-\xff]/.test(text)) return null;
  const bytes = Uint8Array.from(text, (unit) => unit.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
