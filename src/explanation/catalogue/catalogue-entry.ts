import type { CauseCode, NoteCode } from "../../verdict/codes.ts";
import type { Reference } from "../explanation.ts";
import type { Subject } from "../subject.ts";

/**
 * All words for one code, in one file; they contain the user's own values. The role of a note among the
 * findings is engine data (`verdict/codes.ts`).
 */
export type CatalogueEntry = CauseEntry | NoteEntry;

export interface EntryWords {
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

/** A code that can stop an exchange. */
export interface CauseEntry extends EntryWords {
  readonly code: CauseCode;
  /** The everyday name of the cause, as a state: "origin not allowed". */
  readonly reason: (parameter: string) => string;
  /** Whether the header change that the engine found helps; true where absent. */
  readonly remedyHelps?: (s: Subject) => boolean;
}

/** A code that does not stop an exchange itself, but is worth reporting. */
export interface NoteEntry extends EntryWords {
  readonly code: NoteCode;
  /**
   * The part that a root cause already explains, so that the symptom below does not repeat it: the response's
   * status, the whole reason, or that a cache stores responses for several origins.
   */
  readonly covers?: "status" | "symptom" | "cache";
}
