import type { Evidence, Finding, RemedyChange } from "../verdict/verdict.ts";

/** A link that the reader can follow. */
export interface Reference {
  readonly label: string;
  readonly url: string;
}

/** The words for a finding or a whole verdict, with the user's own values. */
export interface Explanation {
  /** The action, an imperative: "Add x-api-key to Access-Control-Allow-Headers on OPTIONS /items/42". */
  readonly title: string;
  /** A few words for a list row: "header x-api-key not allowed". */
  readonly short: string;
  /** What happened, one idea per sentence. */
  readonly because: readonly string[];
  readonly evidence: readonly Evidence[];
  /** What to change, and what not to. */
  readonly fix: readonly string[];
  readonly learnMore: readonly Reference[];
  /** The side that has to act, where a diagnosis was made. */
  readonly side?: {
    /** For example "proxy or CDN". */
    readonly name: string;
    /** The same as a sentence, with its certainty. */
    readonly hint: string;
  };
  /** For one request in a list: where it was made ("frame"), if that was determined. */
  readonly context?: { readonly name: string; readonly isPage: boolean };
  /** False where the header change that the engine found would not help. */
  readonly remedyHelps?: false;
  /** The change of response headers to use instead, if the cause has one. */
  readonly remedy?: readonly RemedyChange[];
  /** Findings that the words cover besides the verdict's cause; absent for none. */
  readonly covers?: readonly Finding[];
  /** True where `fix` comes before any header line: the title names another change. */
  readonly fixFirst?: true;
}
