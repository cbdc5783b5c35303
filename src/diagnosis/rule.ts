import type { Certainty, Stage } from "../verdict/verdict.ts";
import type { DiagnosisCode, DiagnosisEvidence, Side } from "./diagnosis.ts";
import type { Situation } from "./situation.ts";

/** A rule's finding; fields that it omits are taken from the verdict. */
export interface Found {
  /** Only for a rule with several codes. */
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
  /** The code of its finding, or a name for a rule with several codes. */
  readonly id: string;
  /** Why the rule comes before the next one, in one sentence. */
  readonly before: string;
  readonly find: (s: Situation) => Found | null;
  /** Whether the server has to allow the request's origin. No server should allow `null`. */
  readonly allowsOrigin?: true;
  /** Codes that this finding explains; they are not shown beside it. */
  readonly hides?: readonly DiagnosisCode[];
}

/** A header of the response at fault, as evidence. */
export function headerEvidence(
  what: string,
  got: string | null,
  wanted: string | null = null,
): DiagnosisEvidence {
  return { what, got, wanted };
}

/** The status of the response at fault, as evidence. */
export function statusEvidence(status: number, wanted: string | null = null): DiagnosisEvidence {
  return { what: ":status", got: String(status), wanted };
}
