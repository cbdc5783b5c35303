/** An entry of the recording that is stored separately, uncompressed. */
export interface LooseEntry {
  readonly key: string;
  readonly text: string;
}

/** Entries that were compressed together. */
interface Block {
  /** The keys of all entries in the block. */
  readonly members: readonly string[];
  /** The keys still read from the block: the others were forgotten, or stored again elsewhere. */
  readonly live: Set<string>;
}

const ENTRY = "trace:";
const BLOCK = "block:";
const GONE = "gone:";
const TAB = "tab:";
/** The key prefix of early observations; a number based on the worker's start follows. */
const EARLY = "early:";

/** The browser's overhead for an item beside its key and its text, or slightly more. */
const OVERHEAD_OF_AN_ITEM = 20;

export const entryKey = (tabId: number, id: string): string => `${ENTRY}${tabId}:${id}`;
export const isEntry = (key: string): boolean => key.startsWith(ENTRY);
export const isBlock = (key: string): boolean => key.startsWith(BLOCK);
export const blockKey = (tabId: number, number: number): string => `${BLOCK}${tabId}:${number}`;
/** The key of the list of a block's obsolete entries. */
export const goneKey = (block: string): string => GONE + block.slice(BLOCK.length);
export const tabKey = (tabId: number): string => `${TAB}${tabId}`;
export const isTab = (key: string): boolean => key.startsWith(TAB);
/** The number is unique but for workers that started at the same time. */
export const earlyKey = (number: number, random: number): string => `${EARLY}${number}:${random}`;
export const isEarly = (key: string): boolean => key.startsWith(EARLY);
/** The tab's number in a key; for early observations, the time. A block's own number is part 2. */
export const numberOf = (key: string, part = 1): number => Number(key.split(":")[part]);

/**
 * The index of the storage: how much room is taken, which entries are loose (stored separately), and which
 * block holds each of the others. Everything stored is ASCII, for which browsers count one byte per
 * character.
 */
export class StoredItems {
  readonly #sizes = new Map<string, number>();
  /** The loose entries of each tab, the longest unchanged first. */
  readonly #loose = new Map<number, Map<string, string>>();
  readonly #blocks = new Map<string, Block>();
  readonly #blockOf = new Map<string, string>();
  #bytes = 0;
  #looseBytes = 0;

  /** The bytes of all loose entries. */
  get looseBytes(): number {
    return this.#looseBytes;
  }

  has(key: string): boolean {
    return this.#sizes.has(key);
  }

  /** The text of a loose entry. */
  looseText(key: string): string | undefined {
    return this.#loose.get(numberOf(key))?.get(key);
  }

  /** How many bytes the storage would count with these texts added, and those keys removed. */
  bytesWith(texts: Iterable<readonly [string, string]>, without: Iterable<string>): number {
    let bytes = this.#bytes;
    for (const key of without) bytes -= this.#sizes.get(key) ?? 0;
    for (const [key, text] of texts) bytes += sizeOf(key, text) - (this.#sizes.get(key) ?? 0);
    return bytes;
  }

  /** Records that a text was stored. */
  put(key: string, text: string): void {
    this.remove(key);
    const size = sizeOf(key, text);
    this.#sizes.set(key, size);
    this.#bytes += size;
    if (!isEntry(key) || text === "") return;
    const tabId = numberOf(key);
    const loose = this.#loose.get(tabId) ?? new Map<string, string>();
    this.#loose.set(tabId, loose.set(key, text));
    this.#looseBytes += text.length;
  }

  /** Records that a key was removed. */
  remove(key: string): void {
    this.#bytes -= this.#sizes.get(key) ?? 0;
    this.#sizes.delete(key);
    const loose = this.#loose.get(numberOf(key));
    const text = loose?.get(key);
    if (loose === undefined || text === undefined) return;
    this.#looseBytes -= text.length;
    loose.delete(key);
    if (loose.size === 0) this.#loose.delete(numberOf(key));
  }

  /**
   * The entries to compress next: the longest unchanged of the tab with the most loose bytes.
   *
   * @param most approximately how many bytes.
   * @param isAtRest whether an entry has no pending write.
   */
  toCompress(most: number, isAtRest: (key: string) => boolean): LooseEntry[] {
    let largest: Map<string, string> | null = null;
    let bytes = 0;
    for (const loose of this.#loose.values()) {
      let sum = 0;
      for (const [key, text] of loose) if (isAtRest(key)) sum += text.length;
      if (sum > bytes) [largest, bytes] = [loose, sum];
    }
    const picked: LooseEntry[] = [];
    let size = 0;
    for (const [key, text] of largest ?? []) {
      if (!isAtRest(key)) continue;
      if (picked.length > 0 && size + text.length > most) break;
      size += text.length;
      picked.push({ key, text });
    }
    return picked;
  }

  /** Records that a block was stored. */
  putBlock(block: string, members: readonly string[], live: readonly string[]): void {
    this.#blocks.set(block, { members, live: new Set(live) });
    for (const key of live) this.#blockOf.set(key, block);
  }

  /**
   * Records that an entry is no longer read from its block.
   *
   * @returns the block; undefined where the entry was in none.
   */
  leaveBlock(key: string): string | undefined {
    const block = this.#blockOf.get(key);
    if (block === undefined) return undefined;
    this.#blockOf.delete(key);
    this.#blocks.get(block)?.live.delete(key);
    return block;
  }

  /** The writes for a block of which fewer entries are read than before. */
  changesOf(block: string): (readonly [key: string, text: string])[] {
    const { members, live } = this.#blocks.get(block) ?? { members: [], live: new Set() };
    if (live.size > 0) {
      return [[goneKey(block), JSON.stringify(members.filter((key) => !live.has(key)))]];
    }
    this.#blocks.delete(block);
    return [block, goneKey(block)].map((key) => [key, ""] as const);
  }
}

/** The size of an item. A non-ASCII key, which only a hostile page causes, counts with its maximum. */
function sizeOf(key: string, text: string): number {
  const perUnit = /^[\0-\x7f]*$/.test(key) ? 1 : 6;
  return OVERHEAD_OF_AN_ITEM + key.length * perUnit + text.length;
}
