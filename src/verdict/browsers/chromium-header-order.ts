/**
 * The names that Chromium itself adds, in order. It adds client hints only where the request's first URL
 * is potentially trustworthy (https, localhost) and the request comes from a document. A worker's
 * requests carry only user-agent.
 */
export const CHROMIUM_ADDED_NAMES: readonly string[] = [
  "sec-ch-ua",
  "sec-ch-ua-mobile",
  "sec-ch-ua-platform",
  "user-agent",
];

/**
 * The order in which Chromium iterates a request's headers. Where a preflight response allows only some,
 * the error names the first header in this order that is not allowed.
 *
 * `names` must be all names in the map (lower-case, any order): the headers set by the script, safelisted
 * or not, `content-type` where the body sets it, and the CHROMIUM_ADDED_NAMES that apply. Every name takes
 * a bucket, so a missing name can change the order of the others.
 *
 * The map is Blink's HTTPHeaderMap, a WTF::HashTable of case-folded names, iterated by hash bucket.
 * Insertion order matters only where two names collide. fetch() inserts its names sorted, then the browser
 * adds its own. XMLHttpRequest inserts its names in call order into a separate map, and copies that in
 * iteration order into the request's. Sources: blink/renderer/platform/wtf/hash_table.h,
 * wtf/text/case_folding_hash.h and third_party/rapidhash in Chromium; verified against 156.
 *
 * @param inTurn for XMLHttpRequest: the names that the script set, in call order.
 */
export function chromiumHeaderOrder(
  names: readonly string[],
  inTurn: readonly string[] | null = null,
): string[] {
  const set = new Set(names);
  const calls = (inTurn ?? []).filter((name) => set.delete(name));
  const added = CHROMIUM_ADDED_NAMES.filter((name) => set.delete(name));
  // XMLHttpRequest adds the remaining name, the body's content type, after those set by the script.
  const own = [...calls, ...[...set].sort()];
  return walked([...(inTurn === null ? own : walked(own)), ...added]);
}

/** The iteration order of a hash table into which the names were inserted in this order. */
function walked(names: readonly string[]): string[] {
  const entries = names.map((name) => ({ name, hash: hashOf(name) }));
  let table = emptyTable(8);
  for (const [index, entry] of entries.entries()) {
    insert(table, entry);
    if ((index + 1) * 2 < table.length) continue;
    const larger = emptyTable(table.length * 2);
    for (const moved of table) if (moved !== null) insert(larger, moved);
    table = larger;
  }
  return table.flatMap((entry) => (entry === null ? [] : [entry.name]));
}

interface Entry {
  readonly name: string;
  readonly hash: number;
}
type Table = (Entry | null)[];

function emptyTable(size: number): Table {
  return new Array<Entry | null>(size).fill(null);
}

function insert(table: Table, entry: Entry): void {
  const mask = table.length - 1;
  let bucket = entry.hash & mask;
  for (let probes = 1; table[bucket] !== null; probes += 1) bucket = (bucket + probes) & mask;
  table[bucket] = entry;
}

const LOW_64_BITS = 0xffff_ffff_ffff_ffffn;
const SECRET_0 = 0x2d35_8dcc_aa6c_78a5n;
const SECRET_1 = 0x8bb8_4b93_962e_acc9n;
const SECRET_2 = 0x4b33_a62e_d433_d4a3n;
const DEFAULT_SEED = 0xbdd8_9aa9_8270_4029n;
const SEED = DEFAULT_SEED ^ mix(DEFAULT_SEED ^ SECRET_0, SECRET_1);

function mix(a: bigint, b: bigint): bigint {
  const product = a * b;
  return (product & LOW_64_BITS) ^ (product >> 64n);
}

/** CaseFoldingHash: the low 24 bits of rapidhash over the lower-case name in UTF-16LE. */
function hashOf(name: string): number {
  const { length } = name;
  // Positions and lengths count characters, two bytes each.
  const read32 = (at: number) => BigInt(name.charCodeAt(at) + name.charCodeAt(at + 1) * 0x1_0000);
  const read64 = (at: number) => read32(at) | (read32(at + 2) << 32n);
  const byteLength = BigInt(length * 2);
  let seed = SEED ^ byteLength;
  let a = 0n;
  let b = 0n;
  if (length > 8) {
    seed = absorb(read64, length, seed);
    a = read64(length - 8);
    b = read64(length - 4);
  } else if (length > 1) {
    const step = length >= 4 ? 2 : 0;
    a = (read32(0) << 32n) | read32(length - 2);
    b = (read32(step) << 32n) | read32(length - 2 - step);
  } else if (length === 1) {
    a = BigInt(name.charCodeAt(0));
  }
  const product = (a ^ SECRET_1) * (b ^ seed);
  const hash = mix((product & LOW_64_BITS) ^ SECRET_0 ^ byteLength, (product >> 64n) ^ SECRET_1);
  return Number(hash & 0xff_ffffn) || 0x80_0000;
}

/** rapidhash's seed after a name of more than 8 characters, before its last 8 are mixed in. */
function absorb(read64: (at: number) => bigint, length: number, start: bigint): bigint {
  let [seed, see1, see2] = [start, start, start];
  let at = 0;
  if (length > 24) {
    for (; length - at >= 24; at += 24) {
      seed = mix(read64(at) ^ SECRET_0, read64(at + 4) ^ seed);
      see1 = mix(read64(at + 8) ^ SECRET_1, read64(at + 12) ^ see1);
      see2 = mix(read64(at + 16) ^ SECRET_2, read64(at + 20) ^ see2);
    }
    seed ^= see1 ^ see2;
  }
  if (length - at > 8) seed = mix(read64(at) ^ SECRET_2, read64(at + 4) ^ seed ^ SECRET_1);
  if (length - at > 16) seed = mix(read64(at + 8) ^ SECRET_2, read64(at + 12) ^ seed);
  return seed;
}
