import { causeFrom, undecided } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * No hypothesis explains what the browser did, so the verdict is unknown.
 *
 * @before the next rule: the next rules need a consistent hypothesis.
 */
export const noHypothesisFits: Rule = {
  id: "no-hypothesis-fits",
  appliesTo: "any",
  decide({ exchange, facts, hypotheses, hop, at }) {
    if (hypotheses.consistent.length > 0) return null;
    const error = exchange.ending.kind === "failed" ? exchange.ending.error : "";
    // The page may have passed a wrong `targetAddressSpace`, which only the probe reports.
    const mayBeAddressSpace = exchange.call === null && facts.hasTargetAddressSpace;
    return undecided([
      ...(mayBeAddressSpace ? [causeFrom("invalid-local-network-access", "request", at)] : []),
      causeFrom("network-error", hop.response === null ? "request" : "response", at, error),
    ]);
  },
};
