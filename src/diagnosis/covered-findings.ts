import { sameHeaderName } from "../http/header-list.ts";
import type { Evidence, Finding, Verdict } from "../verdict/verdict.ts";
import type { DiagnosisEvidence, DiagnosisFinding } from "./diagnosis.ts";

/** The verdict's findings that a diagnosis already covers with the same evidence. Pure. */
export function coveredFindings({ findings }: Verdict, found: DiagnosisFinding): Finding[] {
  return findings.filter(
    ({ stage, hop, evidence }) =>
      stage === found.stage &&
      hop === found.hop &&
      evidence.length > 0 &&
      evidence.every((one) => found.evidence.some((other) => isSameFact(one, other))),
  );
}

/** Two members can be missing from one header, so `wanted` is compared; a status is a single fact. */
function isSameFact({ header, got, wanted }: Evidence, other: DiagnosisEvidence): boolean {
  return (
    sameHeaderName(header, other.what) &&
    got === other.got &&
    (header === ":status" || wanted === other.wanted)
  );
}
