import { gzipSync, strToU8 } from "fflate";

/**
 * A text, compressed with gzip. Not by CompressionStream: where its worker is terminated meanwhile, Chromium (156)
 * crashes with all pages of the extension (docs/decisions.md, "Why a library for gzip?").
 */
export async function gzip(text: string): Promise<Uint8Array> {
  return gzipSync(strToU8(text), { level: 9, mtime: 0 });
}

/** The SHA-256 of a text's UTF-8 in base64, as content security policies write it. */
export async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}
