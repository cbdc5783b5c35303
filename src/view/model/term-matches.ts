import { meets, type Term } from "./filter.ts";
import { type RowColumns, withRoomFor } from "./row-columns.ts";

/** Which rows have what a term searches, whether or not it begins with "-". */
export class TermMatches {
  readonly #term: Omit<Term, "negated">;
  readonly #columns: RowColumns;
  /** For each slot 1 or 0; of slots without a row nothing. */
  met: Uint8Array;
  /** For each different text of the field what was found: 0 nothing yet, 1 no, 2 yes. */
  #byText = new Uint8Array(16);

  /** @param before the terms that stood in the filter until now: what they found need not be looked at again. */
  constructor(term: Term, columns: RowColumns, before: readonly TermMatches[]) {
    this.#term = term;
    this.#columns = columns;
    const { length } = columns.rows;
    this.met = new Uint8Array(length);
    const wider = before.find((other) => other.#requestsLess(term))?.met;
    const narrower = before.find((other) => other.#requestsMore(term))?.met;
    for (let slot = 0; slot < length; slot++) {
      if (wider?.[slot] === 0) continue;
      if (narrower?.[slot] === 1) this.met[slot] = 1;
      else this.look(slot);
    }
  }

  requests({ field, needle }: Term): boolean {
    return this.#term.field === field && this.#term.needle === needle;
  }

  /** Looks at the row in a slot, which is new there. */
  look(slot: number): void {
    this.met = withRoomFor(slot, this.met);
    this.met[slot] = Number(this.#isMetAt(slot));
  }

  #isMetAt(slot: number): boolean {
    const { field } = this.#term;
    if (field === null) return meets(this.#columns.textAt(slot), this.#term);
    const { indexes, texts } = this.#columns.fields[field];
    const index = indexes[slot] as number;
    this.#byText = withRoomFor(index, this.#byText);
    if (this.#byText[index] === 0) {
      this.#byText[index] = meets(texts[index] as string, this.#term) ? 2 : 1;
    }
    return this.#byText[index] === 2;
  }

  /** What has not the one has not the other: words anywhere are looked for as they stand. */
  #requestsLess({ field, needle }: Term): boolean {
    return field === null && this.#term.field === null && needle.includes(this.#term.needle);
  }

  #requestsMore({ field, needle }: Term): boolean {
    return field === null && this.#term.field === null && this.#term.needle.includes(needle);
  }
}
