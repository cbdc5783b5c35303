import { sameHeaderName } from "../http/header-list.ts";
import type { NoteCode } from "./codes.ts";
import type { Cause, Finding, Verdict } from "./verdict.ts";

/** Notes that tell of a root cause where they stand in the same message as the symptom. */
const ROOT_CAUSES: ReadonlySet<string> = new Set<NoteCode>([
  "error-status-hidden-by-cors",
  "preflight-met-authentication",
  "preflight-not-routed",
  "preflight-met-server-error",
  "cached-for-another-request",
]);

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
    if (one.code === "headers-rewritten-by-extension") {
      // An extension is to blame when it changed the very header that failed.
      return (
        symptom.stage !== "preflight" &&
        one.evidence.some((changed) =>
          symptom.evidence.some((failed) => sameHeaderName(failed.header, changed.header)),
        )
      );
    }
    return ROOT_CAUSES.has(one.code) && one.stage === symptom.stage;
  });
}
