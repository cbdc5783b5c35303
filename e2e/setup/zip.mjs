import { crc32 } from "node:zlib";

/**
 * A ZIP archive with the same bytes for the same files, on every machine and at any time: entries sorted by
 * name, one time for all, no file system attributes. Nothing is compressed, because zlib's output depends
 * on its version and the processor.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 * @param {ReadonlyMap<string, Uint8Array>} files contents by path, with "/" between folders.
 * @returns {Buffer}
 */
export function zip(files) {
  const locals = [];
  const centrals = [];
  let offset = 0;
  const inOrder = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [path, content] of inOrder) {
    const name = Buffer.from(path);
    const about = entry(content, name.length);
    locals.push(numbers([4, 0x04034b50]), about, name, content);
    const attributes = [
      [2, 0],
      [2, 0],
      [2, 0],
      [4, REGULAR_FILE],
      [4, offset],
    ];
    centrals.push(numbers([4, 0x02014b50], [2, MADE_BY]), about, numbers(...attributes), name);
    offset += 4 + about.length + name.length + content.length;
  }
  const directory = Buffer.concat(centrals);
  const count = inOrder.length;
  const end = [
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
  ];
  const where = [
    [4, directory.length],
    [4, offset],
    [2, 0],
  ];
  return Buffer.concat([...locals, directory, numbers(...end, ...where)]);
}

/** Version 2.0, Unix. */
const MADE_BY = 0x0314;
const REGULAR_FILE = (0o100644 << 16) >>> 0;
/** The first of January 1980, 0:00: the earliest possible time. */
const TIME = 0;
const DATE = 0x0021;
const NAMES_ARE_UTF8 = 0x0800;
const STORED = 0;

/**
 * The fields that both headers of an entry share.
 * @param {Uint8Array} content
 * @param {number} nameLength
 */
function entry(content, nameLength) {
  return numbers(
    [2, 20],
    [2, NAMES_ARE_UTF8],
    [2, STORED],
    [2, TIME],
    [2, DATE],
    [4, crc32(content)],
    [4, content.length],
    [4, content.length],
    [2, nameLength],
    [2, 0],
  );
}

/**
 * Numbers, least significant byte first.
 * @param {...(readonly number[])} fields the size in bytes, and the number.
 */
function numbers(...fields) {
  return Buffer.concat(
    fields.map(([size = 0, value = 0]) => {
      const bytes = Buffer.alloc(size);
      bytes.writeUIntLE(value, 0, size);
      return bytes;
    }),
  );
}
