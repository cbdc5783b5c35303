/**
 * The text as which a value stands in `storage.session`: JSON in ASCII alone. Chromium counts the
 * bytes of UTF-8 and Firefox those of its own strings; of ASCII both count one for each character.
 * A value that is no text would be counted by all that it takes in memory, which is a multiple.
 */
export function storedText(value: unknown): string {
  const json = JSON.stringify(value);
  return BEYOND_ASCII.test(json) ? json.replace(EACH_BEYOND_ASCII, escaped) : json;
}

/** What the storage counts of an item: in all, and of each of the parts that it is made of. */
export interface StoredSize {
  readonly bytes: number;
  readonly parts: readonly object[];
  readonly bytesOfParts: readonly number[];
}

/**
 * How many bytes the storage counts for a value under a key, and no fewer (measured in Chromium 156
 * by `e2e/chromium/storage-size.test.ts`).
 *
 * @param parts the objects that the value is made of: none ever changes.
 * @param before the size of what it replaces: parts that are the same are not counted again.
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
 * Of each item beside its parts: the tab's number in its key, the names of its parts, and what the
 * browser adds.
 */
const BYTES_OF_AN_ITEM = 90;

const BEYOND_ASCII = /[^\0-\x7f]/;
const EACH_BEYOND_ASCII = /[^\0-\x7f]/g;

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
