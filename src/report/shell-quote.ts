import { HIDDEN } from "../explanation/hidden-characters.ts";
import type { ByteString, Text } from "../http/byte-string.ts";

/**
 * A text as one word for bash or zsh, passed on unchanged and never executed: bare if it is harmless, in '…'
 * if it is printable, otherwise in $'…' with escapes for invisible characters, which could hide what a
 * command does. NUL cannot be passed and is dropped; a lone surrogate becomes U+FFFD.
 * https://www.gnu.org/software/bash/manual/bash.html#ANSI_002dC-Quoting
 */
export function shellQuote(text: Text): string {
  const word = text.replaceAll("\0", "").replace(/\p{Cs}/gu, "\ufffd");
  if (/^[\w./:@%+=,-]+$/.test(word) && !/^[=-]/.test(word)) return word;
  if (!UNSHOWABLE.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  return `$'${word.replace(ESCAPED, escapeBytes)}'`;
}

/** The same for bytes, one code unit each, that are not valid UTF-8. */
export function quoteBytes(bytes: ByteString): string {
  const escaped = bytes
    .replaceAll("\0", "")
    .replace(/[^ -~]|['"\\!]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `$'${escaped}'`;
}

const UNSHOWABLE = new RegExp(`[${HIDDEN}]`, "u");
/** The same, and characters that are special in $'…' or in an interactive shell. */
const ESCAPED = new RegExp(`[${HIDDEN}'"\\\\!]`, "gu");

/** Byte by byte, so that the shell's locale does not matter. */
function escapeBytes(character: string): string {
  if (character < "\x80") return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  return encodeURIComponent(character).replaceAll("%", "\\x");
}
