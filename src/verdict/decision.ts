import { type CauseCode, familyOf, isCauseCode } from "./codes.ts";
import type { RuleId } from "./rules/rule-id.ts";
import type { FetchWalk } from "./standard/main-fetch.ts";
import type { Cause, Certainty, Evidence, Finding, Outcome } from "./verdict.ts";

/** What is said of the exchange, before it is dressed for the report. */
export interface Decision {
  readonly outcome: Outcome;
  readonly cause: Cause | null;
  readonly certainty: Certainty;
  readonly alternatives: readonly Cause[];
  /** The problems found on the way, the cause among them. */
  readonly findings: readonly Finding[];
}

/** A decision, and the rule that made it. */
export interface RuledDecision extends Decision {
  readonly rule: RuleId;
}

/** What may be said beside the outcome and its cause. */
interface Details {
  /** "certain" if left out; "ambiguous" where there are alternatives. */
  readonly certainty?: Certainty;
  readonly alternatives?: readonly Cause[];
  /** The problems found on the way. */
  readonly findings?: readonly Finding[];
}

/** A decision of any outcome; the builders below are for the usual ones. */
export function decided(
  outcome: Outcome,
  cause: Cause | null,
  { certainty, alternatives = [], findings = [] }: Details = {},
): Decision {
  const usual = alternatives.length > 0 ? "ambiguous" : "certain";
  return { outcome, cause, certainty: certainty ?? usual, alternatives, findings };
}

/** The browser or a policy withheld the response; the cause is a finding, before the others. */
export function blocked(
  cause: Cause,
  { findings = [], ...details }: Details = {},
  evidence: readonly Evidence[] = [],
): Decision {
  const finding = blockerOf(cause, evidence);
  return decided("blocked", cause, { ...details, findings: [finding, ...findings] });
}

/** Blocked, or failed where the cause is one of the network. */
export function stopped(cause: Cause, details?: Details, evidence?: readonly Evidence[]): Decision {
  const decision = blocked(cause, details, evidence);
  return cause.family === "network" ? { ...decision, outcome: "failed" } : decision;
}

/** The page can read the response. */
export const allowed = (details?: Details): Decision => decided("allowed", null, details);

/** The page got a response that it cannot look into. */
export const opaque = (cause: Cause, details?: Details): Decision =>
  decided("opaque", cause, details);

/** The page, or its browser for it, gave the request up. */
export const aborted = (cause: Cause, details?: Details): Decision =>
  decided("aborted", cause, details);

/** The evidence does not decide. */
export const undecided = (alternatives: readonly Cause[] = []): Decision =>
  decided("unknown", null, { certainty: "ambiguous", alternatives });

/** A cause, with the family that its code belongs to. */
export function causeFrom(
  code: CauseCode,
  stage: Cause["stage"],
  hop: number,
  parameter: string | null = null,
): Cause {
  return { code, family: familyOf(code), stage, hop, parameter };
}

/** A cause as a finding: its family goes by its code. */
export function blockerOf(
  { code, stage, hop, parameter }: Cause,
  evidence: readonly Evidence[] = [],
): Finding {
  return { code, stage, hop, parameter, severity: "blocker", evidence };
}

function asCause(finding: Finding): Cause | null {
  if (!isCauseCode(finding.code)) return null;
  return causeFrom(finding.code, finding.stage, finding.hop, finding.parameter);
}

/** Whether two causes say the same of the same message. */
export function sameCause(a: Cause | null, b: Cause | null): boolean {
  if (a === null || b === null) return a === b;
  return a.code === b.code && a.stage === b.stage && a.hop === b.hop && a.parameter === b.parameter;
}

/** The causes without those that were there already. */
export function distinct(causes: readonly (Cause | null)[]): (Cause | null)[] {
  return causes.filter((cause, i) => causes.findIndex((other) => sameCause(cause, other)) === i);
}

/** The outcome that a walk through the standard comes to. */
export function outcomeOfWalk(walk: FetchWalk): Outcome {
  switch (walk.outcome) {
    case "opaque-redirect":
      return "opaque";
    case "undetermined":
      return "unknown";
    default:
      return walk.outcome;
  }
}

/** What stopped the page from reading, in a walk through the standard; null when nothing did. */
export function causeOfWalk(walk: FetchWalk): Cause | null {
  const last = walk.hops.length - 1;
  switch (walk.outcome) {
    case "opaque":
      return causeFrom("opaque-no-cors", "response", last);
    case "opaque-redirect":
      return causeFrom("opaque-redirect", "redirect", last);
    case "blocked":
      return walk.cause === null ? null : asCause(walk.cause);
    default:
      return null;
  }
}
