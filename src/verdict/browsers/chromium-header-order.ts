/**
 * The names that Chromium itself adds, in the order it adds them: the client hints only when the
 * first URL of the request is potentially trustworthy (https, localhost) and the request comes from
 * a document; a worker's requests carry user-agent alone.
 */
export const CHROMIUM_ADDED_NAMES: readonly string[] = [
  "sec-ch-ua",
  "sec-ch-ua-mobile",
  "sec-ch-ua-platform",
  "user-agent",
];

/**
 * The order in which Chromium walks a request's headers, which decides the one header that it names
 * when a preflight response leaves out several: the first of this order that is not allowed.
 *
 * `names` are all the names in the map (lower-case, any order): what the script set, safelisted or
 * not, `content-type` when there is a body that gives one, and those CHROMIUM_ADDED_NAMES that
 * apply. The others move the result by taking up buckets, so leaving one out can change it.
 *
 * The map is Blink's HTTPHeaderMap, a WTF::HashTable from case-folded names: walked by bucket, so by
 * hash. The order of insertion matters only where two names want one bucket: fetch() inserts sorted
 * by name, then come the browser's own. XMLHttpRequest inserts in the order of its calls into a map of
 * its own, and what it walks there into the request's. Sources: blink/renderer/platform/wtf/hash_table.h,
 * wtf/text/case_folding_hash.h and third_party/rapidhash in Chromium; verified against 156.
 *
 * @param inTurn for XMLHttpRequest: the names that the script set, in the order of its calls.
 */
export function chromiumHeaderOrder(
  names: readonly string[],
  inTurn: readonly string[] | null = null,
): string[] {
  const set = new Set(names);
  const calls = (inTurn ?? []).filter((name) => set.delete(name));
  const added = CHROMIUM_ADDED_NAMES.filter((name) => set.delete(name));
  // What is left comes by itself, after the calls: the type of a body.
  const own = [...calls, ...[...set].sort()];
  return walked([...(inTurn === null ? own : walked(own)), ...added]);
}

/** The names in the order in which a table gives them that they were put into in this order. */
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

/** What rapidhash takes in of a name of more than 8 characters before its last 8. */
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
