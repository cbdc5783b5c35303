import { undecided } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * A request of which a part is missing, as nobody listened meanwhile: a redirect, a response, or what
 * it ended in may be among it.
 *
 * @before the next rule: all other rules trust that what they do not see was not.
 */
export const partMissed: Rule = {
  id: "part-missed",
  appliesTo: "any",
  decide({ exchange: { completeness, ending } }) {
    const lacksPart = completeness === "headless" || completeness === "partial";
    return lacksPart && ending.kind !== "pending" ? undecided() : null;
  },
};
