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

  requests({ field, needles }: Term): boolean {
    return this.#term.field === field && this.#term.needles.join() === needles.join();
  }

  /** Whether it is looked for in all that is shown. */
  get isAnywhere(): boolean {
    return this.#term.field === null;
  }

  /** Looks at the row in a slot, which is new there. */
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

  /** Words anywhere are looked for as they stand: a row without one has no longer word that holds it. */
  #requestsLess(term: Term): boolean {
    return isPartOf(this.#term, term);
  }

  #requestsMore(term: Term): boolean {
    return isPartOf(term, this.#term);
  }
}

type Anywhere = Omit<Term, "negated">;

/** Whether both are words anywhere, which have one needle, and the one holds the other. */
function isPartOf(part: Anywhere, whole: Anywhere): boolean {
  if (part.field !== null || whole.field !== null) return false;
  return (whole.needles[0] as string).includes(part.needles[0] as string);
}
