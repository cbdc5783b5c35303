import { causeFrom, undecided } from "../decision.ts";
import type { Rule } from "./rule.ts";
import { isServed } from "./service-worker.ts";

/**
 * A call of which no request was seen, for none of the reasons that are known.
 *
 * @before the next rule: the other rules are about requests that were seen.
 */
export const neverSentUnexplained: Rule = {
  id: "never-sent-unexplained",
  appliesTo: "any",
  decide({ exchange }) {
    if (exchange.ending.kind !== "not-sent") return null;
    return undecided([
      // What became of a beacon there nobody reports; an EventSource may have no use for its response.
      ...(isServed(exchange) ? [causeFrom("service-worker-error", "response", 0)] : []),
      causeFrom("blocked-by-client", "request", 0),
      causeFrom("csp", "request", 0),
    ]);
  },
};
