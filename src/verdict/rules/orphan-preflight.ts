import { undecided } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * A preflight whose request was not recorded, so nothing is known about the request.
 *
 * @before the next rule: all other rules are about the request.
 */
export const orphanPreflight: Rule = {
  id: "orphan-preflight",
  appliesTo: "any",
  decide: ({ exchange }) => (exchange.completeness === "orphan-preflight" ? undecided() : null),
};
