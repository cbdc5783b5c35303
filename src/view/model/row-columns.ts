import { type Load, loadOf } from "../../exchange/loads.ts";
import { BUCKETS } from "../../issues/bucket.ts";
import { FIELDS, type Field, shownWordsOf, textOf } from "./filter.ts";
import type { Row } from "./row.ts";

/** The initial number of slots. */
const FIRST_CAPACITY = 1024;

/**
 * The rows of a recording as columns, with a slot per row in the order of arrival. The data that a keystroke
 * checks is contiguous, and a value that rows share (a domain, a cause) is checked only once.
 */
export class RowColumns {
  /** undefined if the row was removed. */
  readonly rows: (Row | undefined)[] = [];
  readonly issues = new ValueColumn();
  readonly frames = new ValueColumn();
  readonly fields = Object.fromEntries(
    FIELDS.map((field) => [field, new ValueColumn()]),
  ) as Readonly<Record<Field, ValueColumn>>;
  /** Indexes of `BUCKETS`. */
  buckets = new Uint8Array(FIRST_CAPACITY);
  relevant = new Uint8Array(FIRST_CAPACITY);
  /** 1 if the row belongs to the last page load. */
  current = new Uint8Array(FIRST_CAPACITY);
  #loads: readonly Load[];
  readonly #slots = new Map<string, number>();
  #holes = 0;
  /** Made when first read. */
  readonly #texts: (string | undefined)[] = [];
  /** All texts before this slot are made. */
  #coldFrom = 0;
  /** The rows' explanations as last read; later exchanges can change them. */
  readonly shownWords: (string | undefined)[] = [];

  /** @param loads the page loads of the tab, the oldest first. */
  constructor(rows: Iterable<Row>, loads: readonly Load[] = []) {
    this.#loads = loads;
    for (const row of rows) this.put(row);
  }

  /** Adds a row, or replaces the one with its id; returns its slot. */
  put(row: Row): number {
    const slot = this.#slots.get(row.id) ?? this.rows.length;
    if (slot === this.rows.length) this.#slots.set(row.id, slot);
    this.rows[slot] = row;
    this.#texts[slot] = undefined;
    this.#coldFrom = Math.min(this.#coldFrom, slot);
    this.buckets = withRoomFor(slot, this.buckets);
    this.buckets[slot] = BUCKETS.indexOf(row.bucket);
    this.relevant = withRoomFor(slot, this.relevant);
    this.relevant[slot] = Number(row.relevant);
    this.current = withRoomFor(slot, this.current);
    this.current[slot] = Number(this.#isCurrent(row));
    this.issues.put(slot, row.issueKey ?? "");
    this.frames.put(slot, String(row.exchange.frameId));
    for (const field of FIELDS) this.fields[field].put(slot, textOf(row, field));
    return slot;
  }

  /** Replaces the page loads. */
  setLoads(loads: readonly Load[]): void {
    this.#loads = loads;
    for (const [slot, row] of this.rows.entries()) {
      if (row !== undefined) this.current[slot] = Number(this.#isCurrent(row));
    }
  }

  #isCurrent({ exchange }: Row): boolean {
    return loadOf(exchange, this.#loads) === this.#loads.length - 1;
  }

  remove(id: string): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.#slots.delete(id);
    this.rows[slot] = undefined;
    this.#texts[slot] = undefined;
    this.shownWords[slot] = undefined;
    this.#holes++;
  }

  /** Whether most slots belong to removed rows: then the columns are rebuilt. */
  get isSparse(): boolean {
    return this.#holes > FIRST_CAPACITY && this.#holes > this.rows.length / 2;
  }

  /** All text of a slot's row, in lower case. */
  textAt(slot: number): string {
    const known = this.#texts[slot];
    if (known !== undefined) return known;
    const row = this.rows[slot];
    const text = row === undefined ? "" : textOf(row, null);
    this.#texts[slot] = text;
    return text;
  }

  /** Makes texts in advance while there is time; returns whether some are missing. */
  warmUp(hasTime: () => boolean): boolean {
    for (; this.#coldFrom < this.rows.length; this.#coldFrom++) {
      if (!hasTime()) return true;
      this.textAt(this.#coldFrom);
    }
    return false;
  }

  /** Reads the explanation of a slot's row; returns whether it changed. */
  readShownWords(slot: number): boolean {
    const row = this.rows[slot];
    if (row === undefined) return false;
    const words = shownWordsOf(row);
    if (this.shownWords[slot] === words) return false;
    this.shownWords[slot] = words;
    return true;
  }
}

/** A column of texts with few distinct values: each is stored as a small number. */
export class ValueColumn {
  /** The distinct texts. */
  readonly texts: string[] = [];
  /** An index of `texts` for each slot. */
  indexes = new Uint32Array(FIRST_CAPACITY);
  readonly #known = new Map<string, number>();

  put(slot: number, text: string): void {
    let index = this.#known.get(text);
    if (index === undefined) {
      index = this.texts.push(text) - 1;
      this.#known.set(text, index);
    }
    this.indexes = withRoomFor(slot, this.indexes);
    this.indexes[slot] = index;
  }
}

/** The numbers, copied into an array of at least twice the size if the slot is beyond their end. */
export function withRoomFor<Numbers extends Uint8Array | Uint32Array>(
  slot: number,
  numbers: Numbers,
): Numbers {
  if (slot < numbers.length) return numbers;
  const Kind = numbers.constructor as new (length: number) => Numbers;
  const larger = new Kind(Math.max(slot + 1, numbers.length * 2));
  larger.set(numbers);
  return larger;
}
