import { allowed } from "../decision.ts";
import type { Finding } from "../verdict.ts";
import type { Rule } from "./rule.ts";

/**
 * The response arrived although every hypothesis has a check that fails.
 *
 * @before the next rule: what came through was not blocked; the next explain failures.
 */
export const passedAgainstTheRules: Rule = {
  id: "passed-against-the-rules",
  appliesTo: "any",
  decide({ exchange, hypotheses, chosen, at }) {
    if (hypotheses.consistent.length > 0 || exchange.ending.kind !== "completed") return null;
    const against: Finding = {
      code: "passed-against-the-rules",
      stage: "response",
      hop: at,
      parameter: null,
      severity: "warning",
      evidence: chosen.walk.cause?.evidence ?? [],
    };
    return allowed({ certainty: "likely", findings: [against] });
  },
};
