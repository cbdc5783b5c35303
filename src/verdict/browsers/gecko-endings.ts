import { factsOf } from "../../browsers/facts-of.ts";
import { gecko } from "../../browsers/gecko.ts";
import { DECIDES_DETAILS } from "../../browsers/scope.ts";
import type { Exchange, Hop } from "../../exchange/exchange.ts";
import { judgedHeaders, lastHop } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import { isHttpScheme, originOf, sameOrigin, schemeOf } from "../../http/origin.ts";
import { isRedirectStatus } from "../../http/statuses.ts";
import type { CauseCode, StoppingCode } from "../codes.ts";
import { isSameOriginHop } from "../hypotheses/evidence.ts";
import { corsFields } from "../standard/cors-fields.ts";
import { locationUrl } from "../standard/http-redirect-fetch.ts";
import { isMixedContent } from "../standard/mixed-content.ts";
import { causeOfResourcePolicy } from "../standard/resource-policy.ts";
import type { Cause, Certainty, Mode, Stage } from "../verdict.ts";
import type { Endings } from "./endings.ts";
import { causeOfError } from "./error-names.ts";
import { isBlockedByOrb, mayBeBlockedByOrb, refusalForType } from "./gecko-types.ts";

// How Gecko ends requests, measured with Firefox 153. Gecko completes most requests whose response CORS
// withholds, and ends the rest in errors with several meanings.

const BROKE_OFF = "NS_ERROR_NET_PARTIAL_TRANSFER";

/** The error of opaque response blocking where it had to read the content, as of an HTML page (seen in 153). */
const BLOCKED_BY_CONTENT = "NS_ERROR_FAILURE";

/**
 * What Gecko may report to the page as loaded although its body broke off. It shows a partial image, and
 * reports an error only if nothing arrived. It runs no partial script and applies no partial style, but
 * reports both as loaded if a preload without CORS requested them, and also one with CORS if nothing arrived
 * (measured in 153).
 */
const MAY_BE_REPORTED_LOADED: ReadonlySet<string> = new Set(["image", "script", "stylesheet"]);

/** The meaning of an ending, and its other possible meanings. */
export interface EndingMeaning {
  readonly code: StoppingCode;
  readonly stage: Stage;
  readonly certainty: Certainty;
  readonly others: readonly CauseCode[];
  /** The error's own name, where it has one. */
  readonly parameter: string | null;
}

/**
 * The meaning of a Gecko error; null where the error only means "forbidden", as for CORS failures
 * (NS_ERROR_DOM_BAD_URI and, after redirects, varying names).
 */
export function meaningOfGeckoError(
  exchange: Exchange,
  mode: Mode,
  error: string,
): EndingMeaning | null {
  const hop = lastHop(exchange);
  const inPreflight = hop.preflight?.ending.kind === "failed" ? hop.preflight.ending : null;
  // After a network error of its preflight, the request's own error only means "not allowed".
  const reported = inPreflight !== null && causeOfError(error) === null ? inPreflight.error : error;
  const stage = inPreflight !== null ? "preflight" : hop.response !== null ? "response" : "request";
  const meaning = (
    code: EndingMeaning["code"],
    certainty: Certainty = "certain",
    others: readonly CauseCode[] = [],
  ): EndingMeaning => ({ code, stage, certainty, others, parameter: reported });

  if (hop.response !== null && reported === "NS_ERROR_DOM_CORP_FAILED") {
    return meaning(causeOfResourcePolicy(judgedHeaders(hop.response)));
  }
  const isOpaque = exchange.hops.some((one) => !isSameOriginHop(exchange, one));
  if (reported === BLOCKED_BY_CONTENT && mode === "no-cors" && isOpaque) {
    if (mayBeBlockedByOrb(exchange, hop.response)) return meaning("orb", "likely");
  }
  if (reported === "NS_BINDING_ABORTED" && mode === "no-cors" && isOpaque) {
    const seen = exchange.elementFailed;
    if (isBlockedByOrb(exchange, hop.response)) return meaning("orb", seen ? "certain" : "likely");
    if (DECIDES_DETAILS && mayBeBlockedByOrb(exchange, hop.response))
      return meaning("aborted", "ambiguous", ["orb"]);
  }
  if (
    reported === BROKE_OFF &&
    MAY_BE_REPORTED_LOADED.has(exchange.resourceType) &&
    !exchange.elementFailed
  ) {
    return meaning("connection-reset", "ambiguous", mode === "no-cors" ? ["opaque-no-cors"] : []);
  }
  if (reported === "NS_ERROR_NET_RESET" && hop.response === null) {
    // Gecko also reports this when the server closes the connection without sending anything.
    return meaning("connection-reset", "ambiguous", ["empty-response"]);
  }
  const location = locationUrl(hop);
  if (reported === "NS_ERROR_CORRUPTED_CONTENT" && location === null && hop.response !== null) {
    const certainty = refusalForType(exchange.resourceType, hop.response);
    if (certainty !== null) return meaning("mime-type", certainty);
  }
  if (location !== null && !isHttpScheme(schemeOf(location))) {
    // The second condition is for URLs that a page may not link to, such as file:. CORS requests fail earlier.
    const isUnsafe =
      reported === "NS_ERROR_CORRUPTED_CONTENT" ||
      (reported === gecko.corsError && mode !== "cors" && inPreflight === null);
    if (isUnsafe) return { ...meaning("unsafe-redirect"), stage: "redirect" };
  }
  const code = causeOfError(reported);
  return code === null ? null : meaning(code);
}

/** Why Gecko did not follow a redirect; null where the CORS checks may decide. */
export function meaningOfGeckoRedirect(exchange: Exchange, mode: Mode): EndingMeaning | null {
  const { ending } = exchange;
  const hop = lastHop(exchange);
  const location = locationUrl(hop);
  const meaning = (code: StoppingCode, parameter: string | null = null): EndingMeaning => ({
    code,
    stage: "redirect",
    certainty: "certain",
    others: [],
    parameter,
  });
  if (location === null) {
    const isRefused = isStatusRefused(exchange) || wasRefusedARedirect(exchange);
    return isRefused ? meaning("redirect-mode-error") : null;
  }
  // With this mode, the redirect ends the request before any check of its target.
  if (exchange.call?.redirect === "manual") return null;
  const { violation } = exchange;
  if (ending.kind === "pending") {
    if (!leadsOut(exchange)) return null;
    if (violation !== null) return meaning("csp", violation.effectiveDirective);
    if (mode === "cors") return meaning("cors-disabled-scheme");
    // Gecko shows the image in the body of a redirect to "foo:bar", and workers get an opaque response for
    // a redirect to "about:blank" (seen in 153). Only the page or worker sees the result.
    const wasNotified = exchange.elementFailed || exchange.callResult?.result === "rejected";
    return !wasNotified
      ? { ...meaning("network-error"), certainty: "ambiguous", others: ["opaque-no-cors"] }
      : meaning("network-error");
  }
  if (ending.kind === "completed" && hop.redirect === null) {
    return exchange.call?.redirect === "error" ? meaning("redirect-mode-error") : null;
  }
  if (wasRefusedARedirect(exchange)) return meaning("redirect-mode-error");
  const initiator = exchange.initiatorOrigin ?? "null";
  if (ending.kind !== "failed") return null;
  const named = causeOfError(ending.error);
  // A service worker's script may have no redirect, which Gecko reports as a limit (seen in 153).
  const isLimit = named === "too-many-redirects";
  if (isLimit && get(hop.requestHeaders ?? [], "Sec-Fetch-Dest") === "serviceworker") {
    return meaning("redirect-mode-error");
  }
  // For a worker's script, Gecko reports this as damaged content (seen in 153).
  const isNamed = named !== null && ending.error !== "NS_ERROR_CORRUPTED_CONTENT";
  if (mode === "same-origin" && !isNamed && !sameOrigin(initiator, originOf(location))) {
    return meaning("disallowed-by-mode");
  }
  if (named !== null) return null;
  if (violation !== null) return meaning("csp", violation.effectiveDirective);
  // Gecko upgrades images and media to https.
  const isUpgraded = /^(?:image|imageset|media)$/.test(exchange.resourceType);
  if (isMixedContent(exchange, location) && !isUpgraded) {
    // The page's CSP may forbid the redirect too, which only the probe reports.
    const isFrame = exchange.resourceType === "sub_frame";
    const isWatched = exchange.call !== null || (exchange.element !== null && !isFrame);
    return { ...meaning("mixed-content"), certainty: isWatched ? "certain" : "likely" };
  }
  if (!mayBeForbidden(exchange, hop)) return null;
  if (mode !== "cors" && !isHttpScheme(schemeOf(location))) return null;
  return { ...meaning("csp"), certainty: "likely" };
}

/**
 * Whether redirect mode "error" refused a redirect status without `Location`, as in the standard.
 * https://fetch.spec.whatwg.org/#concept-http-fetch
 */
function isStatusRefused(exchange: Exchange): boolean {
  const { call, callResult, ending } = exchange;
  if (call?.redirect !== "error" || callResult?.result !== "rejected") return false;
  return ending.kind === "completed" && isRedirectStatus(lastHop(exchange).response?.status ?? 0);
}

/**
 * Whether a worker's request ended like one whose redirect target a policy forbids. A CORS failure of an
 * unfollowed redirect ends in the same way. An EventSource has varying errors there, and a synchronous
 * XMLHttpRequest has them even after a reported redirect (seen in 153).
 */
function mayBeForbidden({ documentId, ending, hops }: Exchange, hop: Hop): boolean {
  if (documentId !== null || ending.kind !== "failed") return false;
  if (/^NS_ERROR_(?:UNEXPECTED|NET_ON_\w+)$/.test(ending.error)) return true;
  if (hop.redirect !== null) return false;
  const accepted = get((hops[0] as Hop).requestHeaders ?? [], "Accept");
  return accepted === "text/event-stream" || ending.error === gecko.corsError;
}

export const GECKO_ENDINGS: Endings = {
  asShown,
  wasRefusedARedirect,
  mayFailAfterPassing: (exchange, mode, error) =>
    isForbiddenRedirect(exchange, mode) ||
    meaningOfGeckoError(exchange, mode, error)?.code === "unsafe-redirect",
};

/** Whether a policy may have stopped the redirect, whatever the CORS check found. */
function isForbiddenRedirect(exchange: Exchange, mode: Mode): boolean {
  const { code } = meaningOfGeckoRedirect(exchange, mode) ?? {};
  return code === "csp" || code === "mixed-content";
}

/**
 * Whether a worker's fetch with redirect mode "error" failed after its redirect, with or without a valid target,
 * had passed CORS. A CORS failure would have ended in NS_ERROR_DOM_BAD_URI (seen in 153).
 */
export function wasRefusedARedirect(exchange: Exchange): boolean {
  const { ending } = exchange;
  if (ending.kind !== "failed" || ending.error !== "NS_BINDING_FAILED") return false;
  return isRedirectStatus(lastHop(exchange).response?.status ?? 0);
}

/**
 * The exchange as the page sees it: Gecko shows a partial image, and reports it to the page as loaded (seen
 * in 153).
 */
function asShown(exchange: Exchange): Exchange {
  const { resourceType, ending, element, elementFailed } = exchange;
  const isShown = resourceType === "image" && element !== null && !elementFailed;
  const brokeOff = ending.kind === "failed" && ending.error === BROKE_OFF;
  return isShown && brokeOff ? { ...exchange, ending: { kind: "completed" } } : exchange;
}

/** Whether the exchange was redirected to a scheme for which webRequest reports neither request nor end. */
function leadsOut(exchange: Exchange): boolean {
  const { redirect } = lastHop(exchange);
  const { reportedSchemes } = factsOf(exchange.browser);
  return redirect !== null && !reportedSchemes.has(schemeOf(redirect.url));
}

/**
 * Whether an origin mismatch may be two lines of Access-Control-Allow-Origin. webRequest joins lines by
 * ", ", so they look like one line with a list, unless DevTools reported the lines. Gecko names the two
 * cases differently. It counts only lines with exactly this spelling; webRequest shows the first line's.
 */
export function mayBeTwoLines({ hops }: Exchange, cause: Cause | null): boolean {
  if (cause?.code !== "allow-origin-mismatch") return false;
  const hop = hops[cause.hop] as Hop;
  const response = cause.stage === "preflight" ? hop.preflight?.response : hop.response;
  if (response == null || response.linesSeen) return false;
  const { allowOrigin, allowOriginLines } = corsFields(judgedHeaders(response));
  return allowOriginLines === 1 && allowOrigin !== null && allowOrigin.includes(", ");
}
