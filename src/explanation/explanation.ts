import type { Evidence, Finding, RemedyChange } from "../verdict/verdict.ts";

/** A link that the reader can follow. */
export interface Reference {
  readonly label: string;
  readonly url: string;
}

/** A finding or a whole verdict put into words, all with the user's own values. */
export interface Explanation {
  /** Says what to do: "Allow the header x-api-key on OPTIONS /items/42". */
  readonly title: string;
  /** A few words for a list row: "allow the header x-api-key". */
  readonly short: string;
  /** What happened, one idea per sentence. */
  readonly because: readonly string[];
  readonly evidence: readonly Evidence[];
  /** What to change, and what not to. */
  readonly fix: readonly string[];
  readonly learnMore: readonly Reference[];
  /** Whose move it is, where a diagnosis was made. */
  readonly side?: {
    /** "proxy or CDN". */
    readonly name: string;
    /** The same as a sentence, with how sure that is. */
    readonly hint: string;
  };
  /** Of one request in a list: where it was made ("frame"), where that was looked at. */
  readonly context?: { readonly name: string; readonly isPage: boolean };
  /** False where the change of headers that the engine found would not help. */
  readonly remedyHelps?: false;
  /** The change of response headers in its place, where the cause has one. */
  readonly remedy?: readonly RemedyChange[];
  /** What it speaks of besides the verdict's cause; absent for nothing. */
  readonly covers?: readonly Finding[];
  /** True where the words of `fix` come before any header line: the title names another change. */
  readonly fixFirst?: true;
}
