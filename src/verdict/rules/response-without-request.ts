import { allowed, causeFrom, opaque } from "../decision.ts";
import { wasNeverSeen } from "../hypotheses/evidence.ts";
import type { Rule } from "./rule.ts";

/**
 * A call that got a response without a recorded request: from a service worker, or from the browser
 * itself. The call's result decides.
 *
 * @before the next rule: without a recorded request there is nothing for a hypothesis to explain.
 */
export const responseWithoutRequest: Rule = {
  id: "response-without-request",
  appliesTo: "any",
  decide({ exchange }) {
    if (!wasNeverSeen(exchange)) return null;
    const { callResult, call } = exchange;
    const responseType = callResult?.responseType ?? null;
    // Only fetch() can get an opaque response.
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
