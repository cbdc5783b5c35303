import { aborted, causeFrom } from "../decision.ts";
import { wasHandedOn } from "../hypotheses/evidence.ts";
import type { Rule } from "./rule.ts";

/**
 * The request failed after its response was handed to the requester, which stopped reading: in Chromium
 * a page then ends the request in ERR_FAILED, a worker in ERR_ABORTED.
 *
 * @before the next rule: the last rule for unexplained exchanges cannot decide them.
 */
export const abortedAfterResponse: Rule = {
  id: "aborted-after-response",
  appliesTo: "any",
  decide({ exchange, hypotheses, at }) {
    if (hypotheses.consistent.length > 0 || !wasHandedOn(exchange)) return null;
    return aborted(causeFrom("aborted", "response", at));
  },
};
