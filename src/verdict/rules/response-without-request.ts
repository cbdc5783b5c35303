import { allowed, causeFrom, opaque } from "../decision.ts";
import { wasNeverSeen } from "../hypotheses/evidence.ts";
import type { Rule } from "./rule.ts";

/**
 * A call that got a response though no request was seen of it: from a service worker, or out of the
 * browser itself. What the page has is what it says.
 *
 * @before the next rule: without messages there is nothing that a hypothesis could explain.
 */
export const responseWithoutRequest: Rule = {
  id: "response-without-request",
  appliesTo: "any",
  decide({ exchange }) {
    if (!wasNeverSeen(exchange)) return null;
    const { callResult, call } = exchange;
    const responseType = callResult?.responseType ?? null;
    // Only fetch() can have a response that it cannot read.
    const isTyped = responseType !== null || call?.api !== "fetch";
    const certainty = callResult !== null && isTyped ? "certain" : "likely";
    switch (responseType) {
      case "opaque":
        return opaque(causeFrom("opaque-no-cors", "response", 0), { certainty });
      case "opaqueredirect":
        return opaque(causeFrom("opaque-redirect", "redirect", 0), { certainty });
      default:
        return allowed({ certainty });
    }
  },
};
