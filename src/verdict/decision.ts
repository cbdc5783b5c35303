import type { Exchange, Hop } from "../exchange/exchange.ts";
import { type CauseCode, familyOf, isCauseCode } from "./codes.ts";
import type { EndingMeaning } from "./gecko-endings.ts";
import { locationUrl } from "./http-redirect-fetch.ts";
import type { Hypothesis } from "./hypotheses.ts";
import type { FetchWalk } from "./main-fetch.ts";
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

/** A cause, with the family that its code belongs to. */
export function causeFrom(
  code: CauseCode,
  stage: Cause["stage"],
  hop: number,
  parameter: string | null,
): Cause {
  return { code, family: familyOf(code), stage, hop, parameter };
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
      return causeFrom("opaque-no-cors", "response", last, null);
    case "opaque-redirect":
      return causeFrom("opaque-redirect", "redirect", last, null);
    case "blocked":
      return walk.cause === null ? null : asCause(walk.cause);
    default:
      return null;
  }
}

/** Where a hop leads to: what is wrong with a redirect that is otherwise as it should be. */
export function evidenceOfRedirect(hop: Hop): Evidence[] {
  return [{ header: "Location", got: hop.redirect?.url ?? locationUrl(hop), wanted: null }];
}

/** What is decided where the way that Gecko ended it has a meaning of its own. */
export function decideByMeaning(
  { walk }: Hypothesis,
  { hops }: Exchange,
  meaning: EndingMeaning | null,
): Decision | null {
  if (meaning === null) return null;
  const { code, stage, certainty, others, parameter } = meaning;
  const at = hops.length - 1;
  const cause = causeFrom(code, stage, at, parameter);
  const aborted = code === "aborted";
  const stopped = cause.family === "network" ? "failed" : "blocked";
  const evidence = stage === "redirect" ? evidenceOfRedirect(hops[at] as Hop) : [];
  return {
    outcome: aborted ? "aborted" : stopped,
    cause,
    certainty,
    alternatives: others.map((other) => causeFrom(other, stage, at, null)),
    findings: aborted ? [] : [{ ...cause, severity: "blocker", evidence }, ...walk.problems],
  };
}
