import {
  type BlockingCode,
  type CauseCode,
  type CodeOf,
  familyOf,
  type OpaqueCode,
} from "./codes.ts";
import type { RuleId } from "./rules/rule-id.ts";
import type { FetchWalk } from "./standard/main-fetch.ts";
import type {
  Cause,
  CauseOfOutcome,
  Certainty,
  Evidence,
  Finding,
  Judgement,
  Outcome,
  Ruling,
} from "./verdict.ts";

/** The ruling on an exchange with its findings, from which the verdict is made. */
export type Decision = Ruling & {
  /** The problems of all messages, including the cause. */
  readonly findings: readonly Finding[];
};

/** A decision about an exchange that has ended. */
export type EndedDecision = Exclude<Decision, { readonly outcome: "pending" }>;

/** A decision, and the rule that made it. */
export type RuledDecision = Decision & { readonly rule: RuleId };

/** Optional parts of a decision, beside outcome and cause. */
interface Details {
  /** "certain" if left out; "ambiguous" where there are alternatives. */
  readonly certainty?: Certainty;
  readonly alternatives?: readonly Cause[];
  /** The problems of all messages. */
  readonly findings?: readonly Finding[];
}

const NONE: readonly never[] = [];

/** The only place that combines outcome, cause, certainty and alternatives. */
function decided<O extends Exclude<Outcome, "pending">>(
  outcome: O,
  cause: CauseOfOutcome[O],
  { certainty = "certain", alternatives = NONE, findings = NONE }: Details = {},
): EndedDecision {
  const sureness = alternatives.length > 0 ? "ambiguous" : certainty;
  return { outcome, cause, certainty: sureness, alternatives, findings } as EndedDecision;
}

/** The browser or a policy withheld the response. The cause becomes the first finding. */
export function blocked(
  cause: Cause<BlockingCode>,
  { findings = NONE, ...details }: Details = {},
  evidence: readonly Evidence[] = NONE,
): EndedDecision {
  const finding = blockerOf(cause, evidence);
  return blockedFor(cause, { ...details, findings: [finding, ...findings] });
}

/** Blocked, where the given findings include the cause. */
export const blockedFor = (cause: Cause<BlockingCode>, details: Details): EndedDecision =>
  decided("blocked", cause, details);

/** Blocked, or failed where the cause is a network cause. */
export function stopped(
  cause: Cause<BlockingCode>,
  details: Details = {},
  evidence: readonly Evidence[] = NONE,
): EndedDecision {
  if (!isOfNetwork(cause)) return blocked(cause, details, evidence);
  const findings = [blockerOf(cause, evidence), ...(details.findings ?? NONE)];
  return decided("failed", cause, { ...details, findings });
}

const isOfNetwork = (cause: Cause): cause is Cause<CodeOf<"network">> => cause.family === "network";

/** The page can read the response. */
export const allowed = (details?: Details): EndedDecision => decided("allowed", null, details);

/** The page got a response that it cannot read. */
export const opaque = (cause: Cause<OpaqueCode>, details?: Details): EndedDecision =>
  decided("opaque", cause, details);

/** The page, or the browser on its behalf, aborted the request. */
export const aborted = (cause: Cause<"aborted">, details?: Details): EndedDecision =>
  decided("aborted", cause, details);

/** The evidence does not determine the outcome. */
export const undecided = (alternatives: readonly Cause[] = NONE): EndedDecision =>
  decided("unknown", null, { certainty: "ambiguous", alternatives });

/** The exchange has not ended yet. */
export const PENDING: Decision = {
  outcome: "pending",
  cause: null,
  certainty: "certain",
  alternatives: [],
  findings: NONE,
};

/** A cause with the family of its code. */
export function causeFrom<Code extends CauseCode>(
  code: Code,
  stage: Cause["stage"],
  hop: number,
  parameter: string | null = null,
): Cause<Code> {
  return { code, family: familyOf(code), stage, hop, parameter };
}

/** A cause as a finding, which has no family. */
export function blockerOf<Code extends CauseCode>(
  { code, stage, hop, parameter }: Cause<Code>,
  evidence: readonly Evidence[] = NONE,
): Finding<Code> {
  return { code, stage, hop, parameter, severity: "blocker", evidence };
}

/** A finding that stops an exchange, as its cause. */
export function asCause<Code extends CauseCode>(finding: Finding<Code>): Cause<Code> {
  return causeFrom(finding.code, finding.stage, finding.hop, finding.parameter);
}

/** Whether two causes name the same problem of the same message. */
export function sameCause(a: Cause | null, b: Cause | null): boolean {
  if (a === null || b === null) return a === b;
  return a.code === b.code && a.stage === b.stage && a.hop === b.hop && a.parameter === b.parameter;
}

/** The causes without duplicates. */
export function distinct(causes: readonly (Cause | null)[]): (Cause | null)[] {
  return causes.filter((cause, i) => causes.findIndex((other) => sameCause(cause, other)) === i);
}

/** The judgement from a walk through the standard. */
export function judgementOfWalk(
  walk: FetchWalk,
): Judgement<"allowed" | "opaque" | "blocked" | "unknown"> {
  const last = walk.hops.length - 1;
  switch (walk.outcome) {
    case "allowed":
      return { outcome: "allowed", cause: null };
    case "opaque":
      return { outcome: "opaque", cause: causeFrom("opaque-no-cors", "response", last) };
    case "opaque-redirect":
      return { outcome: "opaque", cause: causeFrom("opaque-redirect", "redirect", last) };
    case "blocked":
      return { outcome: "blocked", cause: asCause(walk.cause) };
    case "undetermined":
      return { outcome: "unknown", cause: null };
  }
}

/** The decision from a walk through the standard. */
export function decisionOfWalk(walk: FetchWalk, details: Details): EndedDecision {
  const { outcome, cause } = judgementOfWalk(walk);
  return decided(
    outcome,
    cause,
    outcome === "unknown" ? { ...details, certainty: "ambiguous" } : details,
  );
}
