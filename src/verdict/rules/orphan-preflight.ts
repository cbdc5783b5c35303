import { undecided } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * A preflight whose request was never seen: of the request nothing is known.
 *
 * @before the next rule: all other rules are about the request.
 */
export const orphanPreflight: Rule = {
  id: "orphan-preflight",
  appliesTo: "any",
  decide: ({ exchange }) => (exchange.completeness === "orphan-preflight" ? undecided() : null),
};
