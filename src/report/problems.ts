import { explainDiagnosed } from "../explanation/diagnosis/explain-diagnosed.ts";
import { explainProblem } from "../explanation/diagnosis/explain-problem.ts";
import type { Explanation } from "../explanation/explanation.ts";
import { diagnosedKeyOf } from "../issues/diagnosed-key.ts";
import { type Group, issuesAmong } from "../issues/issue.ts";
import { outlineOf, sharedDiagnosis } from "../issues/outline.ts";
import type { Shareable } from "./redact.ts";

/** A problem of a report: its exchanges, their shared diagnosis, and its explanation. */
export interface ReportedProblem extends Group<Shareable> {
  readonly diagnosis: Shareable["diagnosis"];
  readonly explanation: Explanation;
}

/** A report's problems, each once, counted, ordered and explained like the panel's. Pure. */
export function problemsOf(shared: readonly Shareable[]): ReportedProblem[] {
  return issuesAmong(shared, diagnosedKeyOf).map((group) => {
    const { items, speaker } = group;
    const diagnosis = sharedDiagnosis(speaker.diagnosis, items, (one) => one.diagnosis);
    const explanation = explainProblem(speaker, diagnosis, outlineOf(items));
    return { ...group, diagnosis, explanation };
  });
}

/** The explanation of one exchange of a report. */
export function explained({ exchange, verdict, diagnosis }: Shareable): Explanation {
  return explainDiagnosed(exchange, verdict, diagnosis);
}
