import type { ByteString } from "./byte-string.ts";
/**
 * An ordered list of header lines, duplicates kept: the Fetch standard's header list. Names keep the spelling
 * that was received; browsers accept only tokens, which are ASCII. Values are bytes.
 * https://fetch.spec.whatwg.org/#concept-header-list
 */
export type HeaderLine = readonly [name: string, value: ByteString];
export type HeaderList = readonly HeaderLine[];

/** Whether two header names are the same name: ASCII case-insensitive. */
export function sameHeaderName(a: string, b: string): boolean {
  return (
    a.length === b.length &&
    // Most names differ in the first letter, and the case of an ASCII letter is one bit.
    !((a.charCodeAt(0) ^ b.charCodeAt(0)) & ~32) &&
    (a === b || a.toLowerCase() === b.toLowerCase())
  );
}

/** Every value of the lines called `name`, in order, each trimmed of HTTP whitespace. */
export function getAll(headers: HeaderList, name: string): ByteString[] {
  const values: ByteString[] = [];
  for (const line of headers)
    if (sameHeaderName(line[0], name)) values.push(normalizeValue(line[1]));
  return values;
}

/**
 * The combined value of all lines called `name`, joined by ", ", or null when there is none.
 * https://fetch.spec.whatwg.org/#concept-header-list-get
 */
export function get(headers: HeaderList, name: string): ByteString | null {
  let combined: ByteString | null = null;
  for (const line of headers) {
    if (!sameHeaderName(line[0], name)) continue;
    const value = normalizeValue(line[1]);
    combined = combined === null ? value : `${combined}, ${value}`;
  }
  return combined;
}

/** Whether a line called `name` is present. */
export function has(headers: HeaderList, name: string): boolean {
  for (const line of headers) if (sameHeaderName(line[0], name)) return true;
  return false;
}

/** The list with all lines called `name` replaced by one at the end. */
export function set(headers: HeaderList, name: string, value: ByteString): HeaderList {
  return [...remove(headers, name), [name, value]];
}

/** The list without the lines called `name`. */
export function remove(headers: HeaderList, name: string): HeaderList {
  return headers.filter((line) => !sameHeaderName(line[0], name));
}

/** Whether two lists hold the same lines, in the same order. */
export function sameHeaderList(a: HeaderList, b: HeaderList): boolean {
  return (
    a.length === b.length &&
    a.every((line, index) => line[0] === b[index]?.[0] && line[1] === b[index]?.[1])
  );
}

/**
 * Whether two lists are equivalent: each name has the same values in the same order. The order between
 * different names and the case of names do not matter.
 * https://www.rfc-editor.org/rfc/rfc9110#section-5.3
 */
export function sameHeaders(a: HeaderList, b: HeaderList): boolean {
  if (a.length !== b.length) return false;
  return sameHeaderList(a, b) || sameHeaderList(byName(a), byName(b));
}

/** The lines sorted by name; lines with the same name keep their order. */
function byName(headers: HeaderList): HeaderLine[] {
  return headers
    .map(([name, value]): HeaderLine => [name.toLowerCase(), value])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * Strips leading and trailing HTTP whitespace.
 * https://fetch.spec.whatwg.org/#concept-header-value-normalize
 */
export function normalizeValue(value: ByteString): ByteString {
  let start = 0;
  let end = value.length;
  while (start < end && isHttpWhitespace(value.charCodeAt(start))) start++;
  while (end > start && isHttpWhitespace(value.charCodeAt(end - 1))) end--;
  return start === 0 && end === value.length ? value : value.slice(start, end);
}

function isHttpWhitespace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}
