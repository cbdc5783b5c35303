import { isAbort } from "../../exchange/call-trace.ts";
import { aborted, causeFrom } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * The page aborted the call, as the probe saw.
 *
 * @before the next rule: the request's own ending does not decide an aborted call.
 */
export const pageGaveUp: Rule = {
  id: "page-gave-up",
  appliesTo: "any",
  decide({ exchange: { callResult, ending }, chosen, hop, at }) {
    if (callResult?.result !== "rejected" || !isAbort(callResult)) return null;
    const stage = hop.response === null ? "request" : "response";
    const parameter = ending.kind === "failed" ? ending.error : null;
    return aborted(causeFrom("aborted", stage, at, parameter), { findings: chosen.walk.problems });
  },
};
