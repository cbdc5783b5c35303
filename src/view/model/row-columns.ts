import { type Load, loadOf } from "../../exchange/loads.ts";
import { BUCKETS } from "../../issues/bucket.ts";
import { FIELDS, type Field, shownWordsOf, textOf } from "./filter.ts";
import type { Row } from "./row.ts";

/** Slots for which there is room at first. */
const FIRST_CAPACITY = 1024;

/**
 * The rows of a recording, taken apart into columns with a slot for each row, in the order in which
 * they came. What a keystroke has to look at thus lies close together, and what rows have in common
 * (a domain, a cause) is looked at once for all of them.
 */
export class RowColumns {
  /** undefined where a row went. */
  readonly rows: (Row | undefined)[] = [];
  readonly issues = new ValueColumn();
  readonly frames = new ValueColumn();
  readonly fields = Object.fromEntries(
    FIELDS.map((field) => [field, new ValueColumn()]),
  ) as Readonly<Record<Field, ValueColumn>>;
  /** Indexes of `BUCKETS`. */
  buckets = new Uint8Array(FIRST_CAPACITY);
  relevant = new Uint8Array(FIRST_CAPACITY);
  /** 1 where the row belongs to the last page load. */
  current = new Uint8Array(FIRST_CAPACITY);
  #loads: readonly Load[];
  readonly #slots = new Map<string, number>();
  #holes = 0;
  /** Made when first read. */
  readonly #texts: (string | undefined)[] = [];
  /** Before this slot every text was made. */
  #coldFrom = 0;
  /** What was shown of the rows in words when it was read; it changes with what comes after. */
  readonly shownWords: (string | undefined)[] = [];

  /** @param loads the page loads of the tab, the oldest first. */
  constructor(rows: Iterable<Row>, loads: readonly Load[] = []) {
    this.#loads = loads;
    for (const row of rows) this.put(row);
  }

  /** A row came, or took the place of the one with its id; gives its slot. */
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

  /** There are other page loads from now on. */
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

  /** Whether most slots are of rows that went: then it is time to begin anew. */
  get isSparse(): boolean {
    return this.#holes > FIRST_CAPACITY && this.#holes > this.rows.length / 2;
  }

  /** All that the row in a slot says, in lower case. */
  textAt(slot: number): string {
    const known = this.#texts[slot];
    if (known !== undefined) return known;
    const row = this.rows[slot];
    const text = row === undefined ? "" : textOf(row, null);
    this.#texts[slot] = text;
    return text;
  }

  /** Makes texts before they are read, while there is time; says whether some are left. */
  warmUp(hasTime: () => boolean): boolean {
    for (; this.#coldFrom < this.rows.length; this.#coldFrom++) {
      if (!hasTime()) return true;
      this.textAt(this.#coldFrom);
    }
    return false;
  }

  /** Reads what is shown of the row in a slot; says whether it is news. */
  readShownWords(slot: number): boolean {
    const row = this.rows[slot];
    if (row === undefined) return false;
    const words = shownWordsOf(row);
    if (this.shownWords[slot] === words) return false;
    this.shownWords[slot] = words;
    return true;
  }

  /** The last rows to have come, newest first. */
  *newest(): Generator<Row> {
    for (let slot = this.rows.length - 1; slot >= 0; slot--) {
      const row = this.rows[slot];
      if (row !== undefined) yield row;
    }
  }
}

/** A column of texts, of which there are few different ones: each is a small number. */
export class ValueColumn {
  /** The different texts. */
  readonly texts: string[] = [];
  /** For each slot an index of `texts`. */
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

/** The numbers, moved to where there is twice the room when the slot lies beyond their end. */
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
