/** An entry of the recording as it stands in storage by itself. */
export interface LooseEntry {
  readonly key: string;
  readonly text: string;
}

/** Entries that were compressed together. */
interface Block {
  /** The keys of all that it was made of. */
  readonly members: readonly string[];
  /** Those that it is still read for: the others are forgotten, or stand elsewhere anew. */
  readonly live: Set<string>;
}

const ENTRY = "trace:";
const BLOCK = "block:";
const GONE = "gone:";

/** What the browser adds to each item, and little more: see `stored-size.ts`. */
const BYTES_OF_AN_ITEM = 20;

export const entryKey = (tabId: number, id: string): string => `${ENTRY}${tabId}:${id}`;
export const isEntry = (key: string): boolean => key.startsWith(ENTRY);
export const isBlock = (key: string): boolean => key.startsWith(BLOCK);
export const blockKey = (tabId: number, number: number): string => `${BLOCK}${tabId}:${number}`;
/** Under which stands what of a block is not read any more. */
export const goneKey = (block: string): string => GONE + block.slice(BLOCK.length);
/** That of the tab; of what was kept early, when it was heard. */
export const numberOf = (key: string): number => Number(key.split(":")[1]);

/**
 * What stands in storage: how much room it takes, which entries stand by themselves, and in which
 * block each of the others is. Everything that is stored is ASCII, of which browsers count a byte a
 * character.
 */
export class StoredItems {
  readonly #sizes = new Map<string, number>();
  /** Of each tab, what was written longest ago first. */
  readonly #loose = new Map<number, Map<string, string>>();
  readonly #blocks = new Map<string, Block>();
  readonly #blockOf = new Map<string, string>();
  #bytes = 0;
  #looseBytes = 0;

  /** The bytes of all entries that stand by themselves. */
  get looseBytes(): number {
    return this.#looseBytes;
  }

  has(key: string): boolean {
    return this.#sizes.has(key);
  }

  /** The text of an entry that stands by itself. */
  looseText(key: string): string | undefined {
    return this.#loose.get(numberOf(key))?.get(key);
  }

  /** How many bytes the storage would count once these texts stand in it, and those keys do not. */
  bytesWith(texts: Iterable<readonly [string, string]>, without: Iterable<string>): number {
    let bytes = this.#bytes;
    for (const key of without) bytes -= this.#sizes.get(key) ?? 0;
    for (const [key, text] of texts) bytes += sizeOf(key, text) - (this.#sizes.get(key) ?? 0);
    return bytes;
  }

  /** A text stands in storage. */
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

  /** Nothing stands under a key any more. */
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
   * What to compress next, of the tab that has the most by itself: what was written longest ago.
   *
   * @param most how many bytes, about.
   * @param isAtRest whether an entry is not about to be written anew.
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

  /** A block stands in storage. */
  putBlock(block: string, members: readonly string[], live: readonly string[]): void {
    this.#blocks.set(block, { members, live: new Set(live) });
    for (const key of live) this.#blockOf.set(key, block);
  }

  /**
   * An entry is not to be read from its block any more.
   *
   * @returns the block; undefined where it was in none.
   */
  leaveBlock(key: string): string | undefined {
    const block = this.#blockOf.get(key);
    if (block === undefined) return undefined;
    this.#blockOf.delete(key);
    this.#blocks.get(block)?.live.delete(key);
    return block;
  }

  /** What has to be written of a block of which less is read than before. */
  changesOf(block: string): (readonly [key: string, text: string])[] {
    const { members, live } = this.#blocks.get(block) ?? { members: [], live: new Set() };
    if (live.size > 0) {
      return [[goneKey(block), JSON.stringify(members.filter((key) => !live.has(key)))]];
    }
    this.#blocks.delete(block);
    return [block, goneKey(block)].map((key) => [key, ""] as const);
  }
}

/** Of a key beyond ASCII, which only a page of ill will brings about, no fewer than it may take. */
function sizeOf(key: string, text: string): number {
  const perUnit = /^[\0-\x7f]*$/.test(key) ? 1 : 6;
  return BYTES_OF_AN_ITEM + key.length * perUnit + text.length;
}
