import type { ChangeBuilder } from "./change.ts";
import { type StoredSize, storedSize } from "./stored-size.ts";

/** How a store files its items. */
export interface Filing<Item, Index extends string> {
  /** The values under which an item is found. */
  readonly indexes: Readonly<Record<Index, (item: Item) => readonly string[]>>;
  /** The plain JSON that is stored of an item. */
  storedAs(item: Item, key: string): object;
  /** The objects that this is made of, and that stay as they are while the item grows. */
  partsOf(item: Item): readonly object[];
}

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/**
 * Evidence of one kind in one tab: by key, in the order in which it came, and by what else it is
 * found under. Counts the bytes that the storage counts of it.
 */
export class EvidenceStore<Item, Index extends string = "url"> {
  readonly #filing: Filing<Item, Index>;
  readonly #items = new Map<string, Item>();
  readonly #sizes = new Map<string, StoredSize>();
  /** By index and value. */
  readonly #indexes = new Map<string, Map<string, Map<string, Item>>>();
  #bytes = 0;

  constructor(filing: Filing<Item, Index>) {
    this.#filing = filing;
    for (const index of Object.keys(filing.indexes)) this.#indexes.set(index, new Map());
  }

  /** How many items there are. */
  get count(): number {
    return this.#items.size;
  }

  /** How many bytes the storage counts of all items. */
  get bytes(): number {
    return this.#bytes;
  }

  has(key: string): boolean {
    return this.#items.has(key);
  }

  get(key: string | null): Item | undefined {
    return key === null ? undefined : this.#items.get(key);
  }

  /** All items with their keys, the oldest first. Others may be forgotten meanwhile. */
  [Symbol.iterator](): MapIterator<[string, Item]> {
    return this.#items[Symbol.iterator]();
  }

  keys(): Iterable<string> {
    return this.#items.keys();
  }

  values(): Iterable<Item> {
    return this.#items.values();
  }

  /** The item that came first of all that are left. */
  oldest(): readonly [key: string, item: Item] | undefined {
    const [first] = this.#items;
    return first;
  }

  /** The items that are found under a value of an index, by their keys, the oldest first. */
  find(index: Index, value: string): ReadonlyMap<string, Item> {
    return this.#indexes.get(index)?.get(value) ?? NOTHING;
  }

  /** The keys of those under a value of an index that are picked, the oldest first. */
  keysWhere(index: Index, value: string, isPicked: (item: Item) => boolean): string[] {
    const picked: string[] = [];
    for (const [key, item] of this.find(index, value)) if (isPicked(item)) picked.push(key);
    return picked;
  }

  /** The bytes that the storage counts of one item; 0 where there is none. */
  bytesOf(key: string): number {
    return this.#sizes.get(key)?.bytes ?? 0;
  }

  /** The stored form of an item; undefined where there is none. */
  stored(key: string): object | undefined {
    const item = this.#items.get(key);
    return item === undefined ? undefined : this.#filing.storedAs(item, key);
  }

  /** Keeps an item, in the place of the one of that key. */
  put(key: string, item: Item, change: ChangeBuilder): void {
    this.#file(key, this.#items.get(key), item);
    this.#items.set(key, item);
    const before = this.#sizes.get(key);
    const size = storedSize(key, this.#filing.partsOf(item), before);
    this.#sizes.set(key, size);
    this.#bytes += size.bytes - (before?.bytes ?? 0);
    change.touched.add(key);
  }

  /** Forgets an item; returns it, or undefined where there is none. */
  forget(key: string, change: ChangeBuilder): Item | undefined {
    const item = this.#items.get(key);
    if (item === undefined) return undefined;
    this.#file(key, item, undefined);
    this.#items.delete(key);
    this.#bytes -= this.bytesOf(key);
    this.#sizes.delete(key);
    change.forgotten.add(key);
    return item;
  }

  /** Has an item found under its values, and the one before it under these alone. */
  #file(key: string, before: Item | undefined, item: Item | undefined): void {
    for (const [index, byValue] of this.#indexes) {
      const valuesOf = this.#filing.indexes[index as Index];
      const values = item === undefined ? [] : valuesOf(item);
      for (const value of before === undefined ? [] : valuesOf(before)) {
        if (values.includes(value)) continue;
        const found = byValue.get(value);
        found?.delete(key);
        if (found?.size === 0) byValue.delete(value);
      }
      for (const value of values) {
        const found = byValue.get(value);
        if (found === undefined) byValue.set(value, new Map([[key, item as Item]]));
        else found.set(key, item as Item);
      }
    }
  }
}
