import { explainFinding } from "../../explanation/explain.ts";
import type { Explanation } from "../../explanation/explanation.ts";
import type { Finding as VerdictFinding } from "../../verdict/verdict.ts";
import { type MessageName, say } from "../../words/words.ts";
import { explainAlternative } from "../model/describe-cause.ts";
import { explanationOf, type Row } from "../model/row.ts";
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

/** Alternative causes, if the verdict is ambiguous. */
export function Alternatives({ row }: { row: Row }) {
  const { alternatives } = row.verdict;
  if (alternatives.length === 0) return null;
  const { because, evidence } = explanationOf(row);
  return (
    <section class="part">
      <h3>{say("detail_alternatives")}</h3>
      <ul class="findings">
        {alternatives.map((cause, index) => (
          <Finding
            key={index}
            kind="unknown"
            explanation={beyond(explainAlternative(row, cause), because, evidence)}
            open
          />
        ))}
      </ul>
    </section>
  );
}

/** The parts of an explanation that the view does not show above it. */
function beyond(
  explanation: Explanation,
  because: Explanation["because"],
  evidence: Explanation["evidence"],
): Explanation {
  const isSame = JSON.stringify(explanation.evidence) === JSON.stringify(evidence);
  return {
    ...explanation,
    because: explanation.because.filter((sentence) => !because.includes(sentence)),
    evidence: isSame ? [] : explanation.evidence,
  };
}

/** The problems beside the cause, except those that the explanation covers. */
export function OtherFindings({
  row,
  findings,
}: {
  row: Row;
  findings: readonly VerdictFinding[];
}) {
  const { exchange, verdict } = row;
  const { because: said, covers } = explanationOf(row);
  const others = findings
    .filter((finding) => !covers?.includes(finding))
    .map((finding) => ({ finding, explanation: explainFinding(exchange, verdict, finding) }))
    .filter(({ explanation: { because } }) => !because.every((one) => said.includes(one)));
  if (others.length === 0) return null;
  return (
    <section class="part">
      <h3>{say("detail_also")}</h3>
      <ul class="findings">
        {others.map(({ finding, explanation }, index) => (
          <Finding
            key={index}
            kind={SEVERITY_MARKS[finding.severity]}
            label={say(SEVERITIES[finding.severity])}
            explanation={explanation}
            // A fix is shown above, and includes this finding's.
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

/** Another problem or alternative cause: its title, with the rest collapsed. */
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
