import { PENDING, undecided } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * The request has not ended, or its end was missed because the worker died meanwhile.
 *
 * @before the next rule: the other rules explain an ending.
 */
export const pending: Rule = {
  id: "pending",
  appliesTo: "any",
  decide({ exchange }) {
    if (exchange.ending.kind !== "pending") return null;
    return exchange.completeness === "interrupted" ? undecided() : PENDING;
  },
};
