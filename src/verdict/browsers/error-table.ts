import type { StoppingCode } from "../codes.ts";

/** What the names that one browser has for its errors mean; the first match wins. */
export type ErrorNames = readonly (readonly [RegExp, StoppingCode])[];
