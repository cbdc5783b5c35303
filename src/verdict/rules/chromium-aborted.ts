import { causeOfError } from "../browsers/error-names.ts";
import { aborted, causeFrom } from "../decision.ts";
import { stageOfFailure } from "./chromium-named-error.ts";
import type { Rule } from "./rule.ts";

/**
 * ERR_ABORTED of Chromium, which is how the page and its policies end a request.
 *
 * @before the next rule: of all errors that have a name, this one alone may be the page's own doing.
 */
export const chromiumAborted: Rule = {
  id: "chromium-aborted",
  appliesTo: "chromium",
  decide({ exchange, hop, at }) {
    const { ending, callResult } = exchange;
    if (ending.kind !== "failed" || causeOfError(ending.error) !== "aborted") return null;
    const cause = causeFrom("aborted", stageOfFailure(hop), at, ending.error);
    // After a redirect the page's policy may have refused the next URL; that ends in the same way.
    const mayBeRefused = hop.redirect !== null && callResult?.errorName !== "AbortError";
    const alternatives = mayBeRefused ? [causeFrom("csp", "redirect", at)] : [];
    return aborted(cause, { alternatives });
  },
};
