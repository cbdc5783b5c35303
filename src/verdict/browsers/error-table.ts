import type { CauseCode } from "../codes.ts";

/** The names that one browser has for what goes wrong with a request. */
export interface ErrorNames {
  /** What a name means; the first match wins. */
  readonly causes: readonly (readonly [RegExp, CauseCode])[];
  /** The errors that come before a request can be written to a connection. */
  readonly beforeConnection: RegExp;
}
