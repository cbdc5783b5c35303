import { sameHeaderName } from "../http/header-list.ts";
import { roleOf } from "./codes.ts";
import type { Cause, Finding, Verdict } from "./verdict.ts";

/** The finding behind a cause; some causes (an opaque response) are no problem and have none. */
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
 * The note that names what is behind a symptom: what is repaired first, and what tells two failures
 * with one symptom apart. Pure.
 */
export function rootCauseOf(verdict: Verdict, symptom: Finding): Finding | undefined {
  if (verdict.cause?.family !== "cors") return undefined;
  return verdict.findings.find((one) => {
    if (one.hop !== symptom.hop) return false;
    const role = roleOf(one.code);
    if (role === "changed-header") {
      return (
        symptom.stage !== "preflight" &&
        one.evidence.some((changed) =>
          symptom.evidence.some((failed) => sameHeaderName(failed.header, changed.header)),
        )
      );
    }
    return role === "root-cause" && one.stage === symptom.stage;
  });
}
