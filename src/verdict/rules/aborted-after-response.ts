import { aborted, causeFrom } from "../decision.ts";
import { wasHandedOn } from "../hypotheses/evidence.ts";
import type { Rule } from "./rule.ts";

/**
 * The response was handed to who made the request, and then the request failed: a page that wants no
 * more of a response ends it in ERR_FAILED, a worker in ERR_ABORTED (Chromium).
 *
 * @before the next rule: the last rule for what no hypothesis explains has to leave it open.
 */
export const abortedAfterResponse: Rule = {
  id: "aborted-after-response",
  appliesTo: "any",
  decide({ exchange, hypotheses, at }) {
    if (hypotheses.consistent.length > 0 || !wasHandedOn(exchange)) return null;
    return aborted(causeFrom("aborted", "response", at));
  },
};
