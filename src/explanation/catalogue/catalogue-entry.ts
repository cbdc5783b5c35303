import type { Reference } from "../explanation.ts";
import type { Subject } from "../subject.ts";

/**
 * The words for one code, all with the reader's own values. One file per code; every entry has
 * every part.
 */
export interface CatalogueEntry {
  /** What to do, imperative. */
  readonly title: (s: Subject) => string;
  /** A few words for a list row. */
  readonly short: (s: Subject) => string;
  /** What happened, one idea per sentence. */
  readonly because: (s: Subject) => readonly string[];
  /** What to change, on which response, and what not to. */
  readonly fix: (s: Subject) => readonly string[];
  readonly learnMore: readonly Reference[];
}
