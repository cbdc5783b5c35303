import { DECIDES_DETAILS } from "../../browsers/scope.ts";
import {
  decisionOfWalk,
  distinct,
  type EndedDecision,
  judgementOfWalk,
  sameCause,
} from "../decision.ts";
import { DOUBTS } from "./doubts.ts";
import { byBrowser, type Case, type Rule } from "./rule.ts";

/**
 * The remaining hypotheses decide. Where they disagree, the decision is ambiguous.
 *
 * @before the next rule: there is none, as this rule always decides.
 */
export const byHypotheses = {
  id: "by-hypotheses",
  appliesTo: "any",
  decide: (given): EndedDecision =>
    DOUBTS_OF[given.exchange.browser].reduce(
      (decision, doubt) => doubt.cast(given, decision),
      plainly(given),
    ),
} satisfies Rule;

const DOUBTS_OF = byBrowser(DECIDES_DETAILS ? DOUBTS : []);

/** The decision by the hypotheses alone, before any doubt is cast. */
function plainly({ chosen, hypotheses: { consistent } }: Case): EndedDecision {
  const [first, ...others] = consistent.map(({ walk }) => judgementOfWalk(walk));
  const different = distinct(others.map(({ cause }) => cause)).filter(
    (other) => !sameCause(other, first?.cause ?? null),
  );
  const isAgreed = others.every(({ outcome }) => outcome === first?.outcome);
  return decisionOfWalk(chosen.walk, {
    certainty: different.length > 0 || !isAgreed ? "ambiguous" : "certain",
    alternatives: different.filter((other) => other !== null),
    findings: chosen.walk.problems,
  });
}
