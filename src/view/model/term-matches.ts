import { meets, type Term } from "./filter.ts";
import { type RowColumns, withRoomFor } from "./row-columns.ts";

/** The rows that match a term, regardless of a leading "-". */
export class TermMatches {
  readonly #term: Omit<Term, "negated">;
  readonly #columns: RowColumns;
  /** 1 or 0 for each slot; undefined for slots without a row. */
  met: Uint8Array;
  /** The result for each distinct text of the field: 0 unknown, 1 no, 2 yes. */
  #byText = new Uint8Array(16);

  /** @param before the filter's previous terms, whose results are reused. */
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

  requests({ field, needles }: Term): boolean {
    return this.#term.field === field && this.#term.needles.join() === needles.join();
  }

  /** Whether the term searches all visible text. */
  get isAnywhere(): boolean {
    return this.#term.field === null;
  }

  /** Matches the new row in a slot. */
  look(slot: number): void {
    this.met = withRoomFor(slot, this.met);
    this.met[slot] = Number(this.#isMetAt(slot));
  }

  #isMetAt(slot: number): boolean {
    const { field } = this.#term;
    if (field === null) {
      const words = this.#columns.shownWords[slot];
      return (
        meets(this.#columns.textAt(slot), this.#term) ||
        (words !== undefined && meets(words, this.#term))
      );
    }
    const { indexes, texts } = this.#columns.fields[field];
    const index = indexes[slot] as number;
    this.#byText = withRoomFor(index, this.#byText);
    if (this.#byText[index] === 0) {
      this.#byText[index] = meets(texts[index] as string, this.#term) ? 2 : 1;
    }
    return this.#byText[index] === 2;
  }

  /** Words without a field are substrings: a row without a word contains no longer word that includes it. */
  #requestsLess(term: Term): boolean {
    return isPartOf(this.#term, term);
  }

  #requestsMore(term: Term): boolean {
    return isPartOf(term, this.#term);
  }
}

type Anywhere = Omit<Term, "negated">;

/** Whether both are words without a field, which have one needle, and one includes the other. */
function isPartOf(part: Anywhere, whole: Anywhere): boolean {
  if (part.field !== null || whole.field !== null) return false;
  return (whole.needles[0] as string).includes(part.needles[0] as string);
}
