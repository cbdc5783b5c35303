import { undecided } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * A request with missing events, as the extension did not listen meanwhile. A redirect, a response or
 * the ending may be among them. After its beginning was missed, Chromium may not report its ending either.
 *
 * @before the next rule: all other rules take a missing event as proof that it did not happen.
 */
export const partMissed: Rule = {
  id: "part-missed",
  appliesTo: "any",
  decide({ exchange: { completeness, ending } }) {
    if (completeness === "headless") return undecided();
    return completeness === "partial" && ending.kind !== "pending" ? undecided() : null;
  },
};
