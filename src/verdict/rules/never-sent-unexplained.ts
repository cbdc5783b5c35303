import { DECIDES_DETAILS } from "../../browsers/scope.ts";
import { mayExceedQuota } from "../../exchange/call-trace.ts";
import { causeFrom, undecided } from "../decision.ts";
import type { Rule } from "./rule.ts";
import { isServed } from "./service-worker.ts";

/**
 * A call without a recorded request, for no known reason.
 *
 * @before the next rule: the other rules are about recorded requests.
 */
export const neverSentUnexplained: Rule = {
  id: "never-sent-unexplained",
  appliesTo: "any",
  decide({ exchange }) {
    if (exchange.ending.kind !== "not-sent") return null;
    return undecided([
      ...(DECIDES_DETAILS && mayExceedQuota(exchange.call)
        ? [causeFrom("invalid-call", "request", 0)]
        : []),
      // Nothing reports a beacon's response, and an EventSource may have rejected its response.
      ...(isServed(exchange) ? [causeFrom("service-worker-error", "response", 0)] : []),
      causeFrom("blocked-by-client", "request", 0),
      causeFrom("csp", "request", 0),
    ]);
  },
};
