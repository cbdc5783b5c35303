/**
 * Bytes as text of the same length, a code unit a byte.
 * https://infra.spec.whatwg.org/#isomorphic-decode
 */
export function isomorphicDecode(bytes: Iterable<number>): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte & 0xff);
  return text;
}

/** Text as its bytes in UTF-8, a code unit a byte; what has no code unit beyond a byte stays. */
export function isomorphicEncode(text: string): string {
  return /[^\0-\xff]/.test(text) ? isomorphicDecode(new TextEncoder().encode(text)) : text;
}

/**
 * Isomorphic-decoded text as a reader would see it: decoded as UTF-8 where its bytes are that, else
 * null. Text with code units beyond a byte is not isomorphic-decoded, and null too.
 */
export function decodeUtf8(text: string): string | null {
  // Nearly every value is ASCII, which is its own decoding.
  if (/^[\0-\x7f]*$/.test(text)) return text;
  if (/[^\0-\xff]/.test(text)) return null;
  const bytes = Uint8Array.from(text, (unit) => unit.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
