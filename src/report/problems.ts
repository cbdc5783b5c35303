import { explainDiagnosed } from "../explanation/diagnosis/explain-diagnosed.ts";
import { explainProblem } from "../explanation/diagnosis/explain-problem.ts";
import type { Explanation } from "../explanation/explanation.ts";
import { diagnosedKeyOf } from "../issues/diagnosed-key.ts";
import { type Group, issuesAmong } from "../issues/issue.ts";
import { outlineOf, sharedDiagnosis } from "../issues/outline.ts";
import type { Shareable } from "./redact.ts";

/** A problem of a report: those that met it, what is behind it for all of them, and that in words. */
export interface ReportedProblem extends Group<Shareable> {
  readonly diagnosis: Shareable["diagnosis"];
  readonly explanation: Explanation;
}

/** The problems of a report, each once, as the panel counts, orders and explains them. Pure. */
export function problemsOf(shared: readonly Shareable[]): ReportedProblem[] {
  return issuesAmong(shared, diagnosedKeyOf).map((group) => {
    const { items, speaker } = group;
    const diagnosis = sharedDiagnosis(speaker.diagnosis, items, (one) => one.diagnosis);
    const explanation = explainProblem(speaker, diagnosis, outlineOf(items));
    return { ...group, diagnosis, explanation };
  });
}

/** One exchange of a report in words. */
export function explained({ exchange, verdict, diagnosis }: Shareable): Explanation {
  return explainDiagnosed(exchange, verdict, diagnosis);
}
