/**
 * A value's text in `storage.session`: JSON in ASCII. Chromium counts UTF-8 bytes and Firefox those of its
 * own strings; for ASCII both count one byte per character. Other values than text would count with their
 * memory size, which is a multiple.
 */
export function storedText(value: unknown): string {
  const json = JSON.stringify(value);
  return BEYOND_ASCII.test(json) ? json.replace(EACH_BEYOND_ASCII, escaped) : json;
}

/** The bytes that the storage counts for an item: in total, and for each of its parts. */
export interface StoredSize {
  readonly bytes: number;
  readonly parts: readonly object[];
  readonly bytesOfParts: readonly number[];
}

/**
 * The bytes that the storage counts for a value under a key, or slightly more (measured in Chromium 156 by
 * `e2e/chromium/storage-size.test.ts`).
 *
 * @param parts the objects that the value consists of; they never change.
 * @param before the size of the replaced value: unchanged parts are not counted again.
 */
export function storedSize(
  key: string,
  parts: readonly object[],
  before: StoredSize | undefined,
): StoredSize {
  let bytes = BYTES_OF_AN_ITEM + (BEYOND_ASCII.test(key) ? key.length * 6 : key.length);
  const bytesOfParts: number[] = [];
  for (const part of parts) {
    const known = before?.parts.indexOf(part) ?? -1;
    const ofPart = before?.bytesOfParts[known] ?? storedText(part).length + 1;
    bytesOfParts.push(ofPart);
    bytes += ofPart;
  }
  return { bytes, parts, bytesOfParts };
}

/**
 * Each item's overhead beside its parts: the tab's number in its key, the names of its parts, and the
 * browser's own.
 */
const BYTES_OF_AN_ITEM = 90;

const BEYOND_ASCII = /[^\0-\x7f]/;
const EACH_BEYOND_ASCII = /[^\0-\x7f]/g;

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
