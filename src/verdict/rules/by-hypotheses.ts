import {
  causeOfWalk,
  type Decision,
  decided,
  distinct,
  outcomeOfWalk,
  sameCause,
} from "../decision.ts";
import { DOUBTS } from "./doubts.ts";
import { byBrowser, type Case, type Rule } from "./rule.ts";

/**
 * The hypotheses that are left decide; where they disagree, the decision says so.
 *
 * @before the next rule: it is the last: it always decides.
 */
export const byHypotheses = {
  id: "by-hypotheses",
  appliesTo: "any",
  decide: (given): Decision =>
    DOUBTS_OF[given.exchange.browser].reduce(
      (decision, doubt) => doubt.cast(given, decision),
      plainly(given),
    ),
} satisfies Rule;

const DOUBTS_OF = byBrowser(DOUBTS);

/** What the hypotheses say, before all doubts. */
function plainly({ chosen, hypotheses: { consistent } }: Case): Decision {
  const [cause = null, ...causes] = consistent.map(({ walk }) => causeOfWalk(walk));
  const others = distinct(causes.filter((other) => !sameCause(other, cause)));
  const outcome = outcomeOfWalk(chosen.walk);
  const isAgreed = consistent.every(({ walk }) => outcomeOfWalk(walk) === outcome);
  return decided(outcome, cause, {
    certainty: others.length > 0 || !isAgreed ? "ambiguous" : "certain",
    alternatives: others.filter((other) => other !== null),
    findings: chosen.walk.problems,
  });
}
