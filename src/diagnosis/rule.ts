import type { Certainty, Stage } from "../verdict/verdict.ts";
import type { DiagnosisCode, DiagnosisEvidence, Side } from "./diagnosis.ts";
import type { Situation } from "./situation.ts";

/** What a rule found; what it leaves out is as the verdict has it. */
export interface Found {
  /** Only for a rule that speaks for several codes. */
  readonly code?: DiagnosisCode;
  readonly side: Side;
  readonly certainty: Certainty;
  readonly evidence: readonly DiagnosisEvidence[];
  readonly parameter?: string | null;
  readonly exchanges?: readonly string[];
  readonly stage?: Stage;
  readonly hop?: number;
}

/** One kind of cause behind a verdict. The table in rules.ts has their order. */
export interface DiagnosisRule {
  /** The code of what it finds, or a name for a rule of several codes. */
  readonly id: string;
  /** Why it stands before the next one, in one sentence. */
  readonly before: string;
  readonly find: (s: Situation) => Found | null;
  /** What its finding explains: these are not shown beside it. */
  readonly hides?: readonly DiagnosisCode[];
}

/** A header of the response at fault as evidence. */
export function headerEvidence(
  what: string,
  got: string | null,
  wanted: string | null = null,
): DiagnosisEvidence {
  return { what, got, wanted };
}

/** The status of the response at fault as evidence. */
export function statusEvidence(status: number, wanted: string | null = null): DiagnosisEvidence {
  return { what: ":status", got: String(status), wanted };
}
