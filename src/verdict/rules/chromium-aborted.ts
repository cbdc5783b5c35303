import { isAbort } from "../../exchange/call-trace.ts";
import { isRedirectStatus } from "../../http/statuses.ts";
import { causeOfError } from "../browsers/error-names.ts";
import { aborted, blocked, causeFrom } from "../decision.ts";
import { stageOfFailure } from "./chromium-named-error.ts";
import { isOfServiceWorker } from "./frame-refused.ts";
import { refusedKeepalive } from "./password-in-redirect.ts";
import type { Rule } from "./rule.ts";

/**
 * Chromium's ERR_ABORTED: the page aborted the request, or the page's policy refused it.
 *
 * @before the next rule: ERR_ABORTED is the only named error that the page itself may have caused.
 */
export const chromiumAborted: Rule = {
  id: "chromium-aborted",
  appliesTo: "chromium",
  decide({ exchange, hop, at }) {
    const { ending, callResult } = exchange;
    if (ending.kind !== "failed" || causeOfError(ending.error) !== "aborted") return null;
    // The page's process refused a redirect, and ended the request of the network later.
    const refused = refusedKeepalive(exchange);
    if (refused !== null) return refused;
    if (isOfServiceWorker(hop) && isRedirectStatus(hop.response?.status ?? 0)) {
      return blocked(causeFrom("redirect-mode-error", "redirect", at));
    }
    const cause = causeFrom("aborted", stageOfFailure(hop), at, ending.error);
    // The page's CSP may have refused the redirect's URL. That ends in ERR_ABORTED too.
    const mayBeRefused = hop.redirect !== null && !isAbort(callResult);
    const alternatives = mayBeRefused ? [causeFrom("csp", "redirect", at)] : [];
    return aborted(cause, { alternatives });
  },
};
