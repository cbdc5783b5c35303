import { explainFinding, namedFindings } from "../../explanation/explain.ts";
import type { Explanation } from "../../explanation/explanation.ts";
import { blockerOf } from "../../verdict/decision.ts";
import type { Judged } from "../../verdict/judged.ts";
import type { Cause, Finding } from "../../verdict/verdict.ts";
import type { Row } from "./row.ts";

/** Whether a finding is the one that a cause names. */
function isOf(finding: Finding, cause: Cause): boolean {
  return (
    finding.code === cause.code &&
    finding.stage === cause.stage &&
    finding.hop === cause.hop &&
    finding.parameter === cause.parameter
  );
}

/** An alternative cause, in words. */
export function explainAlternative({ exchange, verdict }: Judged, cause: Cause): Explanation {
  const known = verdict.findings.find((finding) => isOf(finding, cause));
  return explainFinding(exchange, verdict, known ?? blockerOf(cause));
}

/** Every finding that the explanation itself does not mention. */
export function otherFindings({ verdict }: Row): Finding[] {
  const reported = new Set(namedFindings(verdict));
  return verdict.findings.filter((finding) => !reported.has(finding));
}
