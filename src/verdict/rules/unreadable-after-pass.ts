import { blocked, causeFrom } from "../decision.ts";
import { isReadable } from "../hypotheses/evidence.ts";
import type { Rule } from "./rule.ts";

/**
 * A response that passed every check although the page cannot read it, as the page's timeline shows.
 *
 * @before the next rule: by the hypotheses the page could read the response.
 */
export const unreadableAfterPass: Rule = {
  id: "unreadable-after-pass",
  appliesTo: "any",
  decide({ exchange, chosen, at }) {
    if (exchange.ending.kind !== "completed" || exchange.callResult !== null) return null;
    // The timeline hides the status of other origins' documents, as of an object or embed.
    if (chosen.modes.mode === "navigate") return null;
    const { outcome, cause } = chosen.walk;
    if (cause !== null || outcome !== "allowed" || isReadable(exchange) !== false) return null;
    return blocked(causeFrom("network-error", "response", at), { certainty: "ambiguous" });
  },
};
