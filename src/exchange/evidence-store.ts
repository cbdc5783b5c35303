import type { ChangeBuilder } from "./change.ts";
import { type StoredSize, storedSize } from "./stored-size.ts";

/** How an item is stored and indexed. Depends on the item alone, and is always the same for it. */
export interface Filing<Index extends string> {
  /** The values under which the item is found, by index. */
  readonly under: Readonly<Record<Index, readonly string[]>>;
  /** The item's stored form, as plain JSON. */
  readonly stored: object;
  /** The objects that the stored form consists of; each stays the same while the item grows. */
  readonly parts: readonly object[];
}

/** The bytes that the storage counts for one or several stores. */
export interface Meter {
  bytes: number;
}

/** How many items' part sizes are remembered: most items never change again. */
const STILL_GROWING = 100;

/** Items by their keys, the oldest first. */
export interface Found<Item> extends Iterable<readonly [key: string, item: Item]> {
  readonly size: number;
  values(): Iterable<Item>;
}

/** A single item: most URLs have only one, and a map takes ten times the memory. */
class Single<Item> implements Found<Item> {
  readonly key: string;
  readonly item: Item;

  constructor(key: string, item: Item) {
    this.key = key;
    this.item = item;
  }

  get size(): number {
    return 1;
  }

  values(): Iterable<Item> {
    return [this.item];
  }

  [Symbol.iterator](): Iterator<readonly [string, Item]> {
    return [[this.key, this.item] as const][Symbol.iterator]();
  }
}

const NOTHING: Found<never> = new Map<string, never>();

/**
 * Evidence of one kind in one tab: by key, in order of arrival, and by its indexes. Counts the bytes that the
 * storage counts for it.
 */
export class EvidenceStore<Item, Index extends string = "url"> {
  readonly #meter: Meter;
  readonly #filingOf: (item: Item, key: string) => Filing<Index>;
  readonly #items = new Map<string, Item>();
  /** The bytes that the storage counts for each item. */
  readonly #bytes = new Map<string, number>();
  /** The sizes of each part of the most recent items. */
  readonly #sizes = new Map<string, StoredSize>();
  /** The items by index and value. */
  readonly #found = new Map<string, Map<string, Single<Item> | Map<string, Item>>>();
  /** The key of the largest item; null where it must be determined again. */
  #largest: string | null = null;

  /**
   * @param meter counts the bytes, possibly together with other stores.
   * @param filingOf recomputed each time: stored, it would be a fifth of an item's memory.
   */
  constructor(meter: Meter, filingOf: (item: Item, key: string) => Filing<Index>) {
    this.#meter = meter;
    this.#filingOf = filingOf;
  }

  /** How many items there are. */
  get count(): number {
    return this.#items.size;
  }

  has(key: string): boolean {
    return this.#items.has(key);
  }

  get(key: string | null): Item | undefined {
    return key === null ? undefined : this.#items.get(key);
  }

  /** All items with their keys, the oldest first. Items may be forgotten during iteration. */
  [Symbol.iterator](): MapIterator<[string, Item]> {
    return this.#items[Symbol.iterator]();
  }

  values(): Iterable<Item> {
    return this.#items.values();
  }

  keys(): Iterable<string> {
    return this.#items.keys();
  }

  /** The oldest item in the store. */
  oldest(): readonly [key: string, item: Item] | undefined {
    const [first] = this.#items;
    return first;
  }

  /** The items under a value of an index, by key, the oldest first. */
  find(index: Index, value: string): Found<Item> {
    return this.#found.get(index)?.get(value) ?? NOTHING;
  }

  /** The keys of the items under a value of an index that match, the oldest first. */
  keysWhere(index: Index, value: string, isPicked: (item: Item) => boolean): string[] {
    const picked: string[] = [];
    for (const [key, item] of this.find(index, value)) if (isPicked(item)) picked.push(key);
    return picked;
  }

  /** The bytes that the storage counts for one item; 0 where there is none. */
  bytesOf(key: string): number {
    return this.#bytes.get(key) ?? 0;
  }

  /**
   * The key of the item with the most stored bytes; undefined where there is none. Iterates over all items
   * only after the largest was removed or shrank.
   */
  largest(): string | undefined {
    if (this.#largest === null) {
      for (const [key, bytes] of this.#bytes) this.#compare(key, bytes);
    }
    return this.#largest ?? undefined;
  }

  /** Between two items of the same size the later one wins: it is evicted later. */
  #compare(key: string, bytes: number): void {
    if (this.#largest === null || bytes >= this.bytesOf(this.#largest)) this.#largest = key;
  }

  /** The stored form of an item; undefined where there is none. */
  stored(key: string): object | undefined {
    const item = this.#items.get(key);
    return item && this.#filingOf(item, key).stored;
  }

  /** Stores an item, replacing any with the same key. */
  put(key: string, item: Item, change: ChangeBuilder): void {
    const before = this.#items.get(key);
    const filing = this.#filingOf(item, key);
    const size = storedSize(key, filing.parts, this.#sizes.get(key));
    if (before !== undefined) this.#unfile(key, before, filing.under);
    const single = new Single(key, item);
    for (const [index, values] of Object.entries<readonly string[]>(filing.under)) {
      for (const value of values) this.#file(index, value, single);
    }
    const bytesBefore = this.bytesOf(key);
    this.#items.set(key, item);
    if (key === this.#largest && size.bytes < bytesBefore) this.#largest = null;
    else if (this.#largest !== null) this.#compare(key, size.bytes);
    this.#bytes.set(key, size.bytes);
    this.#sizes.delete(key);
    this.#sizes.set(key, size);
    if (this.#sizes.size > STILL_GROWING) this.#sizes.delete(this.#sizes.keys().next().value ?? "");
    this.#meter.bytes += size.bytes - bytesBefore;
    change.touched.add(key);
  }

  /** Forgets an item; returns it, or undefined where there is none. */
  forget(key: string, change: ChangeBuilder): Item | undefined {
    const item = this.#items.get(key);
    if (item === undefined) return undefined;
    this.#unfile(key, item, {});
    this.#meter.bytes -= this.bytesOf(key);
    this.#items.delete(key);
    this.#bytes.delete(key);
    this.#sizes.delete(key);
    if (key === this.#largest) this.#largest = null;
    change.forgotten.add(key);
    return item;
  }

  #file(index: string, value: string, single: Single<Item>): void {
    const { key, item } = single;
    let byValue = this.#found.get(index);
    if (byValue === undefined) {
      byValue = new Map();
      this.#found.set(index, byValue);
    }
    const found = byValue.get(value);
    if (found instanceof Map) found.set(key, item);
    else if (found === undefined || found.key === key) byValue.set(value, single);
    else byValue.set(value, new Map([...found, [key, item]]));
  }

  /** Removes an item from the index values under which it is no longer found. */
  #unfile(key: string, item: Item, left: Readonly<Record<string, readonly string[]>>): void {
    const { under } = this.#filingOf(item, key);
    for (const [index, values] of Object.entries<readonly string[]>(under)) {
      for (const value of values) {
        if (left[index]?.includes(value)) continue;
        const byValue = this.#found.get(index);
        const found = byValue?.get(value);
        if (found instanceof Map) found.delete(key);
        if (found instanceof Map ? found.size === 0 : found?.key === key) byValue?.delete(value);
      }
    }
  }
}
