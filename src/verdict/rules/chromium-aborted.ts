import { isAbort } from "../../exchange/call-trace.ts";
import { type Hop, judgedHeaders } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { isOkStatus, isRedirectStatus } from "../../http/statuses.ts";
import { causeOfError } from "../browsers/error-names.ts";
import type { BlockingCode } from "../codes.ts";
import { aborted, blocked, causeFrom } from "../decision.ts";
import type { Cause } from "../verdict.ts";
import { stageOfFailure } from "./chromium-named-error.ts";
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
    const ofScript = refusalOfScript(hop, at);
    if (ofScript !== null) return blocked(ofScript);
    const cause = causeFrom("aborted", stageOfFailure(hop), at, ending.error);
    // The page's CSP may have refused the redirect's URL. That ends in ERR_ABORTED too.
    const mayBeRefused = hop.redirect !== null && !isAbort(callResult);
    const alternatives = mayBeRefused ? [causeFrom("csp", "redirect", at)] : [];
    return aborted(cause, { alternatives });
  },
};

/** https://mimesniff.spec.whatwg.org/#javascript-mime-type, and the rare types that resemble one. */
const SCRIPT = /(?:java|ecma|live|j)script/;

/**
 * Why a service worker's script was refused: a redirect, or a type other than that of scripts. Chromium aborts
 * both (seen in 156).
 * https://w3c.github.io/ServiceWorker/#update-algorithm
 */
function refusalOfScript(
  { requestHeaders, response }: Hop,
  at: number,
): Cause<BlockingCode> | null {
  if (get(requestHeaders ?? [], "Sec-Fetch-Dest") !== "serviceworker" || response === null) {
    return null;
  }
  const headers = judgedHeaders(response);
  if (isRedirectStatus(response.status)) return causeFrom("redirect-mode-error", "redirect", at);
  const isRefused = isOkStatus(response.status) && !SCRIPT.test(mediaType(headers));
  return isRefused ? causeFrom("mime-type", "response", at) : null;
}
