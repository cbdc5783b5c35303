import { blocked, causeFrom } from "../decision.ts";
import { localNetworkCauses } from "./local-network-causes.ts";
import type { Rule } from "./rule.ts";

/**
 * ERR_FAILED before any response. A preflight that fails on the network has an error of its own, so this
 * one is Chromium's local network access check, whatever the host name (seen in 156). A failed check
 * of the request itself is named too, except where the page passed a wrong `targetAddressSpace`.
 *
 * @before the next rule: this rule explains what fits no hypothesis of CORS.
 */
export const failedBeforeResponse: Rule = {
  id: "failed-before-response",
  appliesTo: "chromium",
  decide({ exchange, hypotheses, hop, at }) {
    if (hypotheses.consistent.length > 0 || hop.response !== null) return null;
    if (hop.preflight?.ending.kind === "failed" && hop.preflight.response === null) {
      const [cause, ...alternatives] = localNetworkCauses(exchange, "preflight", at);
      const certainty = alternatives.length > 0 ? "ambiguous" : "likely";
      return blocked(cause, { certainty, alternatives });
    }
    return exchange.call?.targetAddressSpace == null
      ? null
      : blocked(causeFrom("invalid-local-network-access", "request", at), { certainty: "likely" });
  },
};
