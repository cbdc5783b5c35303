import { blocked, causeFrom } from "../decision.ts";
import { localNetworkCauses } from "./local-network-causes.ts";
import type { Rule } from "./rule.ts";

/**
 * ERR_FAILED before any response. A preflight that is reset, refused or met with what is not
 * HTTP names that; what ends like this, wherever its name may lead, is Chromium's check of the
 * address space (seen in 156). Of a request itself that check has a name; but not where the page
 * named the address space and was mistaken.
 *
 * @before the next rule: it has an explanation for what fits no hypothesis of CORS.
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
