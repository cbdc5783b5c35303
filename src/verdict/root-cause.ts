import { sameHeaderName } from "../http/header-list.ts";
import { roleOf } from "./codes.ts";
import type { Cause, Finding, Verdict } from "./verdict.ts";

/** The finding of a cause. A cause that is not a problem, such as an opaque response, gets a made-up one. */
export function findingOf(verdict: Verdict, cause: Cause): Finding {
  const { code, stage, hop, parameter } = cause;
  const same = verdict.findings.filter(
    (one) => one.code === code && one.stage === stage && one.hop === hop,
  );
  return (
    same.find((one) => one.parameter === parameter) ??
    same[0] ?? { code, stage, hop, parameter, severity: "blocker", evidence: [] }
  );
}

/**
 * The note with the root cause of a symptom. It is to be fixed first, and distinguishes failures with the
 * same symptom. Pure.
 */
export function rootCauseOf(verdict: Verdict, symptom: Finding): Finding | undefined {
  if (verdict.cause?.family !== "cors") return undefined;
  return verdict.findings.find((one) => {
    if (one.hop !== symptom.hop) return false;
    const role = roleOf(one.code);
    if (role === "changed-header") {
      return (
        isOfPreflight(one) === isOfPreflight(symptom) &&
        one.evidence.some((changed) =>
          symptom.evidence.some((failed) => sameHeaderName(failed.header, changed.header)),
        )
      );
    }
    return role === "root-cause" && one.stage === symptom.stage;
  });
}

const isOfPreflight = ({ stage }: Finding) => stage === "preflight";
