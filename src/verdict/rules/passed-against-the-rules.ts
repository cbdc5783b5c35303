import { allowed } from "../decision.ts";
import type { Finding } from "../verdict.ts";
import type { Rule } from "./rule.ts";

/**
 * The response arrived although a check fails under every hypothesis.
 *
 * @before the next rule: the next rules explain failures, and this response was not blocked.
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
