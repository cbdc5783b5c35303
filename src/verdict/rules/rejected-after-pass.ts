import { blocked, causeFrom } from "../decision.ts";
import { causeOfPassword } from "./password-in-redirect.ts";
import type { Rule } from "./rule.ts";

/**
 * A complete response that passed every check although the page's call was rejected, as the probe saw:
 * its hash was wrong, or a redirect's URL contained a password.
 *
 * @before the next rule: a call's own result is better evidence than the page's elements or timeline.
 */
export const rejectedAfterPass: Rule = {
  id: "rejected-after-pass",
  appliesTo: "any",
  decide({ exchange, chosen, at }) {
    if (exchange.ending.kind !== "completed" || chosen.walk.cause !== null) return null;
    const { call, callResult } = exchange;
    const error = callResult?.result === "rejected" ? callResult.errorName : null;
    // An EventSource also reports an error for a response of the wrong type or status.
    const isRefused =
      error === "TypeError" || (error === "NetworkError" && call?.api !== "event-source");
    if (!isRefused) return null;
    const atPassword = causeOfPassword(exchange);
    if (atPassword !== null) return blocked(atPassword, { certainty: "likely" });
    // https://fetch.spec.whatwg.org/#main-fetch : integrity is its last reason for a network error.
    return call?.hasIntegrity
      ? blocked(causeFrom("integrity", "response", at))
      : blocked(causeFrom("network-error", "response", at), { certainty: "ambiguous" });
  },
};
