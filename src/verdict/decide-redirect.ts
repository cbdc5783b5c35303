import { type Exchange, type Hop, lastHop } from "../exchange/exchange.ts";
import { includesCredentials, originOf, sameOrigin, schemeOf } from "../http/origin.ts";
import type { CauseCode } from "./codes.ts";
import { causeFrom, type Decision } from "./decision.ts";
import type { Hypothesis } from "./hypotheses.ts";
import { isMixedContent } from "./mixed-content.ts";
import { causeOfError } from "./net-errors.ts";
import type { Basis, Certainty, Evidence, Finding } from "./verdict.ts";

/**
 * A redirect that passed every check of the network side and led nowhere: the renderer had the last
 * word, and its reasons leave no event. Chromium then tells ERR_ABORTED, or nothing at all where
 * the target's scheme is not one that webRequest reports. null for every other exchange.
 */
export function unfollowedRedirect(
  exchange: Exchange,
  chosen: Hypothesis,
  modeBasis: Basis,
): Decision | null {
  const { ending } = exchange;
  const hop = lastHop(exchange);
  if (hop.redirect === null) return null;
  const at = exchange.hops.length - 1;
  const { mode } = chosen.modes;
  const decided = (
    code: CauseCode,
    certainty: Certainty,
    alternatives: readonly CauseCode[] = [],
    parameter: string | null = null,
  ): Decision => {
    const cause = causeFrom(code, "redirect", at, parameter);
    const opaque = code === "opaque-redirect";
    const finding: Finding = { ...cause, severity: "blocker", evidence: [locationOf(hop)] };
    return {
      outcome: opaque ? "opaque" : cause.family === "network" ? "failed" : "blocked",
      cause,
      certainty,
      alternatives: alternatives.map((other) => causeFrom(other, "redirect", at, null)),
      findings: opaque ? [] : [finding],
    };
  };
  if (ending.kind === "pending") {
    if (WEB_REQUEST_SCHEMES.has(schemeOf(hop.redirect.url))) return null;
    const certainty = modeBasis === "assumed" ? "ambiguous" : "certain";
    const other = (code: CauseCode) => (modeBasis === "assumed" ? [code] : []);
    return mode === "cors"
      ? decided("cors-disabled-scheme", certainty, other("network-error"))
      : decided(
          "network-error",
          certainty,
          other("cors-disabled-scheme"),
          "net::ERR_UNKNOWN_URL_SCHEME",
        );
  }
  if (ending.kind !== "failed" || causeOfError(ending.error) !== "aborted") return null;
  // Only fetch() has a redirect mode of its own to choose; the network side obeys it by itself.
  const redirectMode = exchange.call?.redirect ?? null;
  if (redirectMode === "manual") {
    // An opaque redirect has no content, and so not the one that a hash was made of.
    // https://fetch.spec.whatwg.org/#main-fetch
    const isUnmatched = exchange.call?.hasIntegrity && exchange.callResult?.result === "rejected";
    return decided(isUnmatched ? "integrity" : "opaque-redirect", "certain");
  }
  if (redirectMode === "error") return decided("redirect-mode-error", "certain");
  if (
    mode === "same-origin" &&
    !sameOrigin(exchange.initiatorOrigin ?? "null", originOf(hop.redirect.url))
  ) {
    return decided("disallowed-by-mode", "certain");
  }
  if (exchange.hops.length >= MOST_REDIRECTS) {
    const certainty = wasRefused(exchange) ? "certain" : "likely";
    return decided("too-many-redirects", certainty, [], "net::ERR_TOO_MANY_REDIRECTS");
  }
  const { violation } = exchange;
  if (violation !== null) return decided("csp", "certain", [], violation.effectiveDirective);
  const api = exchange.call?.api ?? null;
  if (includesCredentials(hop.redirect.url) && api !== "xhr") {
    // XHR alone may follow; without the probe, a fetch with mode "cors" may have asked not to.
    const certain = mode === "no-cors" || api !== null;
    return certain
      ? decided("credentialed-subresource", "certain")
      : decided("credentialed-subresource", "ambiguous", ["opaque-redirect"]);
  }
  if (isMixedContent(exchange, hop.redirect.url)) {
    const mayNotFollow = mode === "cors" && api === null && exchange.resourceType === FETCH_OR_XHR;
    if (mayNotFollow) {
      return decided("mixed-content", "ambiguous", ["opaque-redirect", "redirect-mode-error"]);
    }
    return decided("mixed-content", wasRefused(exchange) ? "certain" : "likely");
  }
  if (mode !== "cors" || redirectMode === "follow") return null;
  if (exchange.resourceType !== FETCH_OR_XHR) return null;
  return decided("opaque-redirect", "ambiguous", ["redirect-mode-error", "csp", "aborted"]);
}

/** https://fetch.spec.whatwg.org/#http-redirect-fetch : the redirect count. */
const MOST_REDIRECTS = 20;

const FETCH_OR_XHR = "xmlhttprequest";

/** Whether the page was told of a failure, and did not itself give the call up. */
function wasRefused({ callResult }: Exchange): boolean {
  return callResult?.result === "rejected" && callResult.errorName !== "AbortError";
}

/** The schemes of which webRequest tells what becomes of a redirect. */
const WEB_REQUEST_SCHEMES = new Set([
  "http",
  "https",
  "ws",
  "wss",
  "ftp",
  "file",
  "data",
  "blob",
  "about",
  "chrome-extension",
]);

function locationOf(hop: Hop): Evidence {
  return { header: "Location", got: hop.redirect?.url ?? null, wanted: null };
}
