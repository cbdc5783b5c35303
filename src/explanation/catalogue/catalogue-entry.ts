import type { CauseCode, NoteCode } from "../../verdict/codes.ts";
import type { Reference } from "../explanation.ts";
import type { Subject } from "../subject.ts";

/**
 * All that the explanation knows of one code, in one file; the words hold the reader's own values.
 * The role of a note among the findings is data of the engine (`verdict/codes.ts`).
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

/** What can stop an exchange. */
export interface CauseEntry extends EntryWords {
  readonly code: CauseCode;
  /** The everyday name of the cause, a state: "origin not allowed". */
  readonly reason: (parameter: string) => string;
}

/** What is worth saying though it stopped nothing itself. */
export interface NoteEntry extends EntryWords {
  readonly code: NoteCode;
  /**
   * What the words of a root cause say already, and the symptom below it then does not repeat: its
   * response's status, all of why it failed, or that a cache holds responses for several origins.
   */
  readonly covers?: "status" | "symptom" | "cache";
}
