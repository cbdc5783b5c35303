import { causeFrom, undecided } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * The browser did what no hypothesis explains: say what it did, and that we do not know why.
 *
 * @before the next rule: the next have a hypothesis to go by.
 */
export const noHypothesisFits: Rule = {
  id: "no-hypothesis-fits",
  appliesTo: "any",
  decide({ exchange, facts, hypotheses, hop, at }) {
    if (hypotheses.consistent.length > 0) return null;
    const error = exchange.ending.kind === "failed" ? exchange.ending.error : "";
    // The page may have named a wrong address space; without the probe nothing reports that.
    const mayBeAddressSpace = exchange.call === null && facts.hasTargetAddressSpace;
    return undecided([
      ...(mayBeAddressSpace ? [causeFrom("invalid-local-network-access", "request", at)] : []),
      causeFrom("network-error", hop.response === null ? "request" : "response", at, error),
    ]);
  },
};
