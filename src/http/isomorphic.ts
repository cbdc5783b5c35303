import type { ByteString, Text } from "./byte-string.ts";

/**
 * Bytes as text of the same length, one code unit per byte.
 * https://infra.spec.whatwg.org/#isomorphic-decode
 */
export function isomorphicDecode(bytes: Iterable<number>): ByteString {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte & 0xff);
  return text;
}

/** Text as its UTF-8 bytes, one code unit per byte; unchanged where each code unit fits into a byte. */
export function isomorphicEncode(text: string): ByteString {
  return /[^\0-\xff]/.test(text) ? isomorphicDecode(new TextEncoder().encode(text)) : text;
}

/** Text as its UTF-8 bytes, one code unit each; `readable` restores the text. */
export function encodeUtf8(text: Text): ByteString {
  return isomorphicDecode(new TextEncoder().encode(text));
}

/** Bytes as readable text: decoded as UTF-8 where valid, else as Latin-1. */
export function readable(bytes: ByteString): Text {
  return decodeUtf8(bytes) ?? (bytes as string);
}

/**
 * Isomorphic-decoded text, decoded as UTF-8; null where the bytes are not valid UTF-8, or where a code unit
 * exceeds a byte.
 */
export function decodeUtf8(text: ByteString): Text | null {
  // Nearly every value is ASCII, which decodes to itself.
  if (/^[\0-\x7f]*$/.test(text)) return text as string;
  if (/[^\0-\xff]/.test(text)) return null;
  const bytes = Uint8Array.from(text, (unit) => unit.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
