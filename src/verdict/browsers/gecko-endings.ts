import { factsOf } from "../../browsers/facts-of.ts";
import { gecko } from "../../browsers/gecko.ts";
import { DECIDES_DETAILS } from "../../browsers/scope.ts";
import type { Exchange, Hop, Response } from "../../exchange/exchange.ts";
import { judgedHeaders, lastHop } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { isHttpScheme, originOf, sameOrigin, schemeOf } from "../../http/origin.ts";
import { isRedirectStatus } from "../../http/statuses.ts";
import type { CauseCode, StoppingCode } from "../codes.ts";
import { isSameOriginHop } from "../hypotheses/evidence.ts";
import { corsFields } from "../standard/cors-fields.ts";
import type { Holds } from "../standard/holds.ts";
import { locationUrl } from "../standard/http-redirect-fetch.ts";
import { isMixedContent } from "../standard/mixed-content.ts";
import { causeOfResourcePolicy } from "../standard/resource-policy.ts";
import type { Cause, Certainty, Mode, Stage } from "../verdict.ts";
import type { Endings } from "./endings.ts";
import { causeOfError } from "./error-names.ts";

// How Gecko ends requests, measured with Firefox 153. It completes most of what CORS withholds, and
// ends the rest with errors that mean several things.

const BROKE_OFF = "NS_ERROR_NET_PARTIAL_TRANSFER";

/** What an ending means, and what else it could mean. */
export interface EndingMeaning {
  readonly code: StoppingCode;
  readonly stage: Stage;
  readonly certainty: Certainty;
  readonly others: readonly CauseCode[];
  /** The error's own name, where it has one. */
  readonly parameter: string | null;
}

/**
 * What an error of Gecko means; null where it is no more than "something forbade it", which is how
 * CORS failures end (NS_ERROR_DOM_BAD_URI and, after redirects, varying names).
 */
export function meaningOfGeckoError(
  exchange: Exchange,
  mode: Mode,
  error: string,
): EndingMeaning | null {
  const hop = lastHop(exchange);
  const inPreflight = hop.preflight?.ending.kind === "failed" ? hop.preflight.ending : null;
  // A request whose preflight met a network error shows no more than that it was not allowed.
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
  if (reported === "NS_BINDING_ABORTED" && mode === "no-cors" && isOpaque) {
    const seen = exchange.elementFailed;
    if (isKeptByOrb(exchange, hop.response)) return meaning("orb", seen ? "certain" : "likely");
    if (DECIDES_DETAILS && mayBeKeptByOrb(exchange, hop.response))
      return meaning("aborted", "ambiguous", ["orb"]);
  }
  // Of an image it shows what has come, and says nothing of it unless that is nothing.
  if (reported === BROKE_OFF && exchange.resourceType === "image" && !exchange.elementFailed) {
    return meaning("connection-reset", "ambiguous", mode === "no-cors" ? ["opaque-no-cors"] : []);
  }
  if (reported === "NS_ERROR_NET_RESET" && hop.response === null) {
    // Gecko calls it so too when the server closes the connection without a word.
    return meaning("connection-reset", "ambiguous", ["empty-response"]);
  }
  const location = locationUrl(hop);
  if (reported === "NS_ERROR_CORRUPTED_CONTENT" && location === null && hop.response !== null) {
    const certainty = refusalForType(exchange.resourceType, hop.response);
    if (certainty !== null) return meaning("mime-type", certainty);
  }
  if (location !== null && !isHttpScheme(schemeOf(location))) {
    // The second is what a page may not link to, as file:; with CORS it does not get that far.
    const isUnsafe =
      reported === "NS_ERROR_CORRUPTED_CONTENT" ||
      (reported === gecko.corsError && mode !== "cors" && inPreflight === null);
    if (isUnsafe) return { ...meaning("unsafe-redirect"), stage: "redirect" };
  }
  const code = causeOfError(reported);
  return code === null ? null : meaning(code);
}

/** What it means that Gecko did not follow a redirect; null where the checks of CORS may decide. */
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
    const isRefused = DECIDES_DETAILS && isStatusRefused(exchange);
    return isRefused ? meaning("redirect-mode-error") : null;
  }
  const { violation } = exchange;
  if (ending.kind === "pending") {
    if (!leadsOut(exchange)) return null;
    if (violation !== null) return meaning("csp", violation.effectiveDirective);
    if (mode === "cors") return meaning("cors-disabled-scheme");
    // Gecko shows the image that came with a redirect to "foo:bar", and its workers get an opaque
    // response of one to "about:blank" (seen in 153): only the page or worker knows.
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
  if (ending.kind !== "failed" || causeOfError(ending.error) !== null) return null;
  if (mode === "same-origin" && !sameOrigin(initiator, originOf(location))) {
    return meaning("disallowed-by-mode");
  }
  if (violation !== null) return meaning("csp", violation.effectiveDirective);
  // It requests images and media over TLS instead.
  const isUpgraded = /^(?:image|imageset|media)$/.test(exchange.resourceType);
  if (isMixedContent(exchange, location) && !isUpgraded) {
    // A policy may forbid it as well, and the probe alone reports that.
    const isFrame = exchange.resourceType === "sub_frame";
    const isWatched = exchange.call !== null || (exchange.element !== null && !isFrame);
    return { ...meaning("mixed-content"), certainty: isWatched ? "certain" : "likely" };
  }
  if (!mayBeForbidden(exchange, hop)) return null;
  if (mode !== "cors" && !isHttpScheme(schemeOf(location))) return null;
  return { ...meaning("csp"), certainty: "likely" };
}

/**
 * Whether a redirect's status was enough, as the standard has it, for a page that wants no redirect.
 * https://fetch.spec.whatwg.org/#concept-http-fetch
 */
function isStatusRefused(exchange: Exchange): boolean {
  const { call, callResult, ending } = exchange;
  if (call?.redirect !== "error" || callResult?.result !== "rejected") return false;
  return ending.kind === "completed" && isRedirectStatus(lastHop(exchange).response?.status ?? 0);
}

/**
 * Whether it ended as a worker's request does whose redirect leads to what a policy forbids; so does
 * what CORS stops where its redirect is not to be followed. An EventSource has varying errors there,
 * and what a worker waits for has them though its redirect was reported (seen in 153).
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

/** Whether a redirect was perhaps not followed for a policy, whatever CORS said of it. */
function isForbiddenRedirect(exchange: Exchange, mode: Mode): boolean {
  const { code } = meaningOfGeckoRedirect(exchange, mode) ?? {};
  return code === "csp" || code === "mixed-content";
}

/**
 * Whether it ended as a worker's fetch does whose redirect mode is "error", once the redirect has
 * passed CORS: had it not, it would have ended in NS_ERROR_DOM_BAD_URI (seen in 153).
 */
export function wasRefusedARedirect(exchange: Exchange): boolean {
  const { ending } = exchange;
  if (ending.kind !== "failed" || ending.error !== "NS_BINDING_FAILED") return false;
  return locationUrl(lastHop(exchange)) !== null;
}

/**
 * The exchange as its page has it: Gecko shows an image of which a part came, and reports to the page that
 * it is there (seen in 153).
 */
function asShown(exchange: Exchange): Exchange {
  const { resourceType, ending, element, elementFailed } = exchange;
  const isShown = resourceType === "image" && element !== null && !elementFailed;
  const brokeOff = ending.kind === "failed" && ending.error === BROKE_OFF;
  return isShown && brokeOff ? { ...exchange, ending: { kind: "completed" } } : exchange;
}

/** Whether it was redirected to a scheme whose requests webRequest does not report, nor their end. */
function leadsOut(exchange: Exchange): boolean {
  const { redirect } = lastHop(exchange);
  const { reportedSchemes } = factsOf(exchange.browser);
  return redirect !== null && !reportedSchemes.has(schemeOf(redirect.url));
}

/**
 * Whether a mismatch may be two lines of Access-Control-Allow-Origin: webRequest shows them joined
 * by ", ", as a list in one line looks by itself, and DevTools has not reported them. Gecko has a name for each; it counts only lines
 * that are spelt exactly so, and the first line's spelling is shown.
 */
export function mayBeTwoLines({ hops }: Exchange, cause: Cause | null): boolean {
  if (cause?.code !== "allow-origin-mismatch") return false;
  const hop = hops[cause.hop] as Hop;
  const response = cause.stage === "preflight" ? hop.preflight?.response : hop.response;
  if (response == null || response.linesSeen) return false;
  const { allowOrigin, allowOriginLines } = corsFields(judgedHeaders(response));
  return allowOriginLines === 1 && allowOrigin !== null && allowOrigin.includes(", ");
}

/**
 * Whether opaque response blocking keeps this from the page, by what its headers say it is.
 * https://github.com/annevk/orb
 */
export function isKeptByOrb({ resourceType }: Exchange, response: Response | null): boolean {
  if (response === null || resourceType === "xmlhttprequest") return false;
  const type = typeOf(response);
  const nosniff = isNosniff(response);
  if (type === "image/svg+xml") return false;
  if (BLOCKLISTED.test(type) || NEVER_SNIFFED.test(type)) return true;
  if (nosniff && type === "text/plain") return true;
  if (isUnwantedPart(resourceType, response)) return true;
  return resourceType === "media" && !SCRIPT_OR_STYLE.test(type) && !isMediaStatus(response.status);
}

/**
 * Whether opaque response blocking keeps a response back that another browser passed on: "open" where
 * Gecko looks into its content.
 */
export function orbResponse(exchange: Exchange, response: Response): Holds {
  if (!isKeptByOrb(exchange, response)) return "no";
  return BLOCKLISTED.test(typeOf(response)) && !isNosniff(response) ? "open" : "yes";
}

/**
 * How sure it is that a script or style was refused for its type, as this ends in the error that
 * damaged responses have (measured in 153); null where it was not. What every script is refused for
 * is certain; of other types, modules alone are, and nothing shows of what sort a script is.
 * https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?
 */
function refusalForType(resourceType: string, response: Response): Certainty | null {
  const type = typeOf(response);
  const isScript = resourceType === "script";
  if (!isScript && (resourceType !== "stylesheet" || !isNosniff(response))) return null;
  if (SCRIPT_OR_STYLE.test(type) && isScript === (type !== "text/css")) return null;
  if (isNosniff(response)) return "certain";
  return /^(audio|image|video|text\/csv)/.test(type) ? "certain" : "likely";
}

/** https://fetch.spec.whatwg.org/#determine-nosniff : the first of its values. */
const isNosniff = (response: Response) =>
  /^\s*nosniff\s*(?:,|$)/i.test(get(judgedHeaders(response), "X-Content-Type-Options") ?? "");

/**
 * Whether opaque response blocking may have kept this by its content, which nothing reports and no
 * type vouches for (seen in 153: an "image/png" that broke off before its first byte). An element
 * that got no error event saw its page give the request up.
 */
function mayBeKeptByOrb(exchange: Exchange, response: Response | null): boolean {
  const { resourceType, element, elementFailed } = exchange;
  if (response === null || !/^(?:image|media|script|stylesheet)/.test(resourceType)) return false;
  if (element !== null && !elementFailed) return false;
  const type = typeOf(response);
  return type !== "image/svg+xml" && !SCRIPT_OR_STYLE.test(type);
}

/** Whether it is a part that nobody requested, and not the first one; of media a part is requested. */
function isUnwantedPart(resourceType: string, response: Response): boolean {
  if (response.status !== 206 || resourceType === "media") return false;
  if (SCRIPT_OR_STYLE.test(typeOf(response))) return false;
  return !/^\s*bytes\s+0-/i.test(get(judgedHeaders(response), "Content-Range") ?? "");
}

/** "Media request's response status is neither 200 nor 206", as 153's console has it. */
const isMediaStatus = (status: number) => status === 200 || status === 206;

const typeOf = (response: Response) => mediaType(judgedHeaders(response));

/** https://fetch.spec.whatwg.org/#opaque-safelisted-mime-type, without SVG. */
const SCRIPT_OR_STYLE = /^(?:text\/css|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/;

const BLOCKLISTED = /^(?:text\/(?:html|json|xml)|application\/(?:json|xml)|.+\+(?:json|xml))$/;
const NEVER_SNIFFED =
  /^(?:text\/(?:csv|event-stream)|application\/(?:g?zip|x-gzip|pdf|x-protobuf|msword|msexcel|vnd\..+))$/;
