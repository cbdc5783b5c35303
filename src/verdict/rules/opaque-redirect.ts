import { isRedirectStatus } from "../../http/statuses.ts";
import { causeFrom, opaque } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * The page got an opaque redirect, as the probe saw.
 * https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect
 *
 * @before the next rule: the page got the opaque redirect, however the request ended.
 */
export const opaqueRedirect: Rule = {
  id: "opaque-redirect",
  appliesTo: "any",
  decide({ exchange: { callResult, hops } }) {
    if (callResult?.responseType !== "opaqueredirect") return null;
    // Chromium follows the redirect of a keepalive request nevertheless, so the last hop may be later.
    const redirecting = hops.findIndex(
      ({ response }) => response !== null && isRedirectStatus(response.status),
    );
    return opaque(causeFrom("opaque-redirect", "redirect", Math.max(0, redirecting)));
  },
};
