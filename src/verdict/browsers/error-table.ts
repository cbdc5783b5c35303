import type { StoppingCode } from "../codes.ts";

/** The cause behind each of a browser's error names; the first match wins. */
export type ErrorNames = readonly (readonly [RegExp, StoppingCode])[];
