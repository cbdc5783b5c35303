import { schemeOf } from "../../http/origin.ts";
import { causeFrom, stopped } from "../decision.ts";
import { evidenceOfRedirect } from "./evidence-of-redirect.ts";
import type { Rule } from "./rule.ts";

/**
 * A redirect to a scheme for which Chromium's webRequest reports neither a request nor an end.
 *
 * @before the next rule: such a request stays pending forever.
 */
export const redirectToUnreportedScheme: Rule = {
  id: "redirect-to-unreported-scheme",
  appliesTo: "chromium",
  decide({ exchange, facts, chosen, hypotheses, hop, at }) {
    if (exchange.ending.kind !== "pending" || hop.redirect === null) return null;
    if (facts.reportedSchemes.has(schemeOf(hop.redirect.url))) return null;
    const byCors = causeFrom("cors-disabled-scheme", "redirect", at);
    const byNetwork = causeFrom("network-error", "redirect", at, "net::ERR_UNKNOWN_URL_SCHEME");
    const isCors = chosen.modes.mode === "cors";
    const cause = isCors ? byCors : byNetwork;
    const isOpen = hypotheses.modeBasis === "assumed";
    const alternatives = isOpen ? [isCors ? byNetwork : byCors] : [];
    return stopped(cause, { alternatives }, evidenceOfRedirect(hop));
  },
};
