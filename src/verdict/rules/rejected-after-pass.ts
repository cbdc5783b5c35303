import { blocked, causeFrom } from "../decision.ts";
import { causeOfPassword } from "./password-in-redirect.ts";
import type { Rule } from "./rule.ts";

/**
 * A response that arrived whole and passed every check, and that the page's call was refused all the
 * same, as the probe saw: its hash was wrong, or a redirect's URL held a password.
 *
 * @before the next rule: what a call reports is surer than what its page's elements or timeline do.
 */
export const rejectedAfterPass: Rule = {
  id: "rejected-after-pass",
  appliesTo: "any",
  decide({ exchange, chosen, at }) {
    if (exchange.ending.kind !== "completed" || chosen.walk.cause !== null) return null;
    const { call, callResult } = exchange;
    const error = callResult?.result === "rejected" ? callResult.errorName : null;
    // An EventSource reports an error also of a response that it has no use for.
    const isRefused =
      error === "TypeError" || (error === "NetworkError" && call?.api !== "event-source");
    if (!isRefused) return null;
    const atPassword = causeOfPassword(exchange);
    if (atPassword !== null) return blocked(atPassword, { certainty: "likely" });
    // https://fetch.spec.whatwg.org/#main-fetch : the last reason to give a network error instead.
    return call?.hasIntegrity
      ? blocked(causeFrom("integrity", "response", at))
      : blocked(causeFrom("network-error", "response", at), { certainty: "ambiguous" });
  },
};
