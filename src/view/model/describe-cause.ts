import { explainFinding } from "../../explanation/explain.ts";
import type { Explanation } from "../../explanation/explanation.ts";
import type { Cause, Finding } from "../../verdict/verdict.ts";
import type { Row } from "./row.ts";

/** Whether a finding is what a cause names. */
function isOf(finding: Finding, cause: Cause): boolean {
  return (
    finding.code === cause.code &&
    finding.stage === cause.stage &&
    finding.hop === cause.hop &&
    finding.parameter === cause.parameter
  );
}

/** Another reading of the evidence, in words. */
export function explainAlternative({ exchange, verdict }: Row, cause: Cause): Explanation {
  const known = verdict.findings.find((finding) => isOf(finding, cause));
  const finding: Finding = known ?? { ...cause, severity: "blocker", evidence: [] };
  return explainFinding(exchange, verdict, finding);
}

/** Every problem but the one that stopped the exchange. */
export function otherFindings({ verdict }: Row): Finding[] {
  const { cause, findings } = verdict;
  return findings.filter((finding) => cause === null || !isOf(finding, cause));
}
