import { isRedirectStatus } from "../../http/statuses.ts";
import { causeFrom, opaque } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * The page has an opaque redirect, as the probe saw.
 * https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect
 *
 * @before the next rule: the page has it, however the request ended.
 */
export const opaqueRedirect: Rule = {
  id: "opaque-redirect",
  appliesTo: "any",
  decide({ exchange: { callResult, hops } }) {
    if (callResult?.responseType !== "opaqueredirect") return null;
    // Chromium follows a keepalive request's redirect all the same, and finds nobody waiting.
    const redirecting = hops.findIndex(
      ({ response }) => response !== null && isRedirectStatus(response.status),
    );
    return opaque(causeFrom("opaque-redirect", "redirect", Math.max(0, redirecting)));
  },
};
