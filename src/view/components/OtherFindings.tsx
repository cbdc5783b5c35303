import { explainFinding } from "../../explanation/explain.ts";
import type { Explanation } from "../../explanation/explanation.ts";
import type { Finding as VerdictFinding } from "../../verdict/verdict.ts";
import { type MessageName, say } from "../../words/words.ts";
import { explainAlternative } from "../model/describe-cause.ts";
import type { Row } from "../model/row.ts";
import { EvidenceTable } from "./EvidenceTable.tsx";
import { Mark, type MarkKind } from "./Mark.tsx";
import { VisibleText } from "./VisibleText.tsx";

type Severity = VerdictFinding["severity"];

const SEVERITY_MARKS: Readonly<Record<Severity, MarkKind>> = {
  blocker: "blocked",
  warning: "warning",
  note: "info",
};

const SEVERITIES = {
  blocker: "detail_problem",
  warning: "detail_warning",
  note: "detail_note",
} as const satisfies Record<Severity, MessageName>;

/** What else the cause may be, where the evidence leaves it open. */
export function Alternatives({ row }: { row: Row }) {
  const { alternatives } = row.verdict;
  if (alternatives.length === 0) return null;
  return (
    <section class="part">
      <h3>{say("detail_alternatives")}</h3>
      <p>{say("detail_alternatives_lead")}</p>
      <ul class="findings">
        {alternatives.map((cause, index) => (
          <Finding key={index} kind="unknown" explanation={explainAlternative(row, cause)} open />
        ))}
      </ul>
    </section>
  );
}

/** The problems beside the cause. */
export function OtherFindings({
  row: { exchange, verdict },
  findings,
}: {
  row: Row;
  findings: readonly VerdictFinding[];
}) {
  if (findings.length === 0) return null;
  return (
    <section class="part">
      <h3>{say("detail_also")}</h3>
      <ul class="findings">
        {findings.map((finding, index) => (
          <Finding
            key={index}
            kind={SEVERITY_MARKS[finding.severity]}
            label={say(SEVERITIES[finding.severity])}
            explanation={explainFinding(exchange, verdict, finding)}
            // Where there is a fix, it stands above and holds this one's too.
            open={finding.severity === "blocker" && verdict.remedy === null}
          />
        ))}
      </ul>
    </section>
  );
}

interface FindingProps {
  kind: MarkKind;
  label?: string;
  explanation: Explanation;
  open: boolean;
}

/** Another problem, or another reading: its title, and the rest one step away. */
function Finding({ kind, label, explanation: { title, because, evidence }, open }: FindingProps) {
  return (
    <li>
      <details open={open}>
        <summary>
          <Mark kind={kind} {...(label !== undefined && { label })} />
          <VisibleText value={title} />
        </summary>
        {because.map((sentence) => (
          <p key={sentence}>
            <VisibleText value={sentence} />
          </p>
        ))}
        {evidence.length > 0 && <EvidenceTable evidence={evidence} />}
      </details>
    </li>
  );
}
