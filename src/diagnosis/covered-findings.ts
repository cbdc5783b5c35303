import { sameHeaderName } from "../http/header-list.ts";
import type { Evidence, Finding, Verdict } from "../verdict/verdict.ts";
import type { DiagnosisEvidence, DiagnosisFinding } from "./diagnosis.ts";

/** The findings of a verdict that rest on what a diagnosis names already: its words speak of them. Pure. */
export function coveredFindings({ findings }: Verdict, found: DiagnosisFinding): Finding[] {
  return findings.filter(
    ({ stage, hop, evidence }) =>
      stage === found.stage &&
      hop === found.hop &&
      evidence.length > 0 &&
      evidence.every((one) => found.evidence.some((other) => isSameFact(one, other))),
  );
}

/** Two members may be missing from one header; a status is one fact, whatever should stand in its place. */
function isSameFact({ header, got, wanted }: Evidence, other: DiagnosisEvidence): boolean {
  return (
    sameHeaderName(header, other.what) &&
    got === other.got &&
    (header === ":status" || wanted === other.wanted)
  );
}
