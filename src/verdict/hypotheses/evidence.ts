import { factsOf } from "../../browsers/facts-of.ts";
import type { Exchange, Hop } from "../../exchange/exchange.ts";
import { firstHop, lastHop } from "../../exchange/exchange.ts";
import { get, has } from "../../http/header-list.ts";
import { isCorsSafelistedMethod } from "../../http/methods.ts";
import { maySameSite, sameOrigin } from "../../http/origin.ts";
import { STANDARD_SAFELIST } from "../../http/safelist.ts";
import { isRedirectStatus } from "../../http/statuses.ts";
import type { RequestModes } from "../standard/main-fetch.ts";
import { preflightNeed } from "../standard/preflight-needed.ts";
import type { Basis, CredentialsMode, Mode } from "../verdict.ts";

/** The values that the evidence allows, likeliest first, and how we know. */
export interface Candidates<T> {
  readonly values: readonly T[];
  readonly basis: Basis;
}

/**
 * The request modes that the events allow.
 *
 * Chromium and Gecko send `Sec-Fetch-Mode` to potentially trustworthy URLs. Elsewhere an `Origin`
 * header distinguishes a cross-origin GET or HEAD of mode "cors" from one of mode "no-cors"; a POST always
 * carries it. A preflight is proof of "cors".
 */
export function modeCandidates(exchange: Exchange): Candidates<Mode> {
  const isFont = isPlainFont(exchange);
  const called = isFont ? null : modeOfCall(exchange);
  if (called !== null) return { values: [called], basis: "observed" };
  switch (exchange.resourceType) {
    case "main_frame":
    case "sub_frame":
      return { values: ["navigate"], basis: "observed" };
    case "websocket":
      return { values: ["websocket"], basis: "observed" };
  }
  for (const hop of exchange.hops) {
    const sent = hop.requestHeaders === null ? null : get(hop.requestHeaders, "Sec-Fetch-Mode");
    if (sent !== null && isMode(sent)) return { values: [sent], basis: "observed" };
  }
  if (isFont) return { values: ["cors"], basis: "inferred" };
  if (exchange.hops.some((hop) => hop.preflight !== null)) {
    return { values: ["cors"], basis: "inferred" };
  }
  return modeFromOrigin(exchange);
}

/** Whether the request is for a font in a browser that requests all fonts in one way. */
function isPlainFont({ browser, resourceType }: Exchange): boolean {
  return resourceType === "font" && factsOf(browser).fontsIgnorePreload;
}

function modeOfCall({ call, element, browser }: Exchange): Mode | null {
  if (call?.mode === "same-origin" && call.body === "stream" && factsOf(browser).streamsForceCors) {
    return "cors";
  }
  return call?.mode ?? element?.mode ?? null;
}

function modeFromOrigin(exchange: Exchange): Candidates<Mode> {
  const usual: Mode = CORS_BY_CUSTOM.has(exchange.resourceType) ? "cors" : "no-cors";
  for (const hop of exchange.hops) {
    if (isSameOriginHop(exchange, hop) || hop.requestHeaders === null) continue;
    if (hop.method === "GET" || hop.method === "HEAD") {
      if (!has(hop.requestHeaders, "Origin")) return { values: ["no-cors"], basis: "inferred" };
      const mayBeNoCors = usual === "no-cors" && requestsFromTheSiteAround(exchange, hop);
      return mayBeNoCors
        ? { values: ["cors", "no-cors"], basis: "assumed" }
        : { values: ["cors"], basis: "inferred" };
    }
    // No-cors requests have a safelisted method and safelisted headers only.
    if (!isCorsSafelistedMethod(hop.method) || preflightNeed(hop, WITHOUT_CORS).needed) {
      return { values: ["cors"], basis: "inferred" };
    }
    return {
      values: usual === "cors" ? ["cors", "no-cors"] : ["no-cors", "cors"],
      basis: "assumed",
    };
  }
  return { values: [usual], basis: "assumed" };
}

/**
 * Whether a cross-site frame may be requesting from the top-level page's site. Such a request with
 * credentials carries `Origin` in every mode.
 * https://privacycg.github.io/storage-access-headers/#origin-header
 */
function requestsFromTheSiteAround(exchange: Exchange, hop: Hop): boolean {
  const { frameId, parentFrameId, initiatorOrigin, topOrigin } = exchange;
  if (frameId === 0) return false;
  if (topOrigin === null) return true;
  const isAtHome = parentFrameId === 0 && sameOrigin(initiatorOrigin ?? "null", topOrigin);
  return !isAtHome && maySameSite(hop.origin, topOrigin);
}

/** Client hints show nothing about the mode, as browsers add them themselves. */
const WITHOUT_CORS = { safelist: { ...STANDARD_SAFELIST, clientHints: true } };

/** Types that use CORS unless the page opts out: fetch() by its mode, a font by a preload. */
const CORS_BY_CUSTOM = new Set(["xmlhttprequest", "font"]);

function isMode(text: string): text is Mode {
  return /^(?:cors|no-cors|same-origin|navigate|websocket)$/.test(text);
}

/**
 * The credentials modes that the events allow. CORS only distinguishes "include" from the others, so
 * "same-origin" represents "omit" too.
 *
 * A `Cookie` header on a cross-origin hop proves "include", unless a redirect kept the credentials of a hop
 * in the page's origin. Both browsers add `Sec-Fetch-Storage-Access` to a cross-site request exactly when it
 * includes credentials (Gecko in 153; on preflights too).
 */
export function credentialsCandidates(exchange: Exchange, mode: Mode): Candidates<CredentialsMode> {
  if (mode === "navigate" || mode === "websocket") {
    return { values: ["include"], basis: "inferred" };
  }
  if (isPlainFont(exchange)) return { values: ["same-origin"], basis: "inferred" };
  const called = exchange.call?.credentials ?? exchange.element?.credentials ?? null;
  if (called !== null) return { values: [called], basis: "observed" };
  for (const [index, hop] of exchange.hops.entries()) {
    if (hop.requestHeaders === null || isSameOriginHop(exchange, hop)) continue;
    if (keepsCredentials(exchange, mode)) break;
    if (has(hop.requestHeaders, "Cookie")) return { values: ["include"], basis: "observed" };
    if (has(hop.requestHeaders, "Sec-Fetch-Storage-Access")) {
      return { values: ["include"], basis: "observed" };
    }
    // After a redirect, "cross-site" describes the whole chain: this URL may be same-site, where
    // Sec-Fetch-Storage-Access is never sent. Requests of workers have no document.
    const sends =
      factsOf(exchange.browser).workersSendStorageAccess || exchange.documentId !== null;
    if (sends && index === 0 && get(hop.requestHeaders, "Sec-Fetch-Site") === "cross-site") {
      return { values: ["same-origin"], basis: "inferred" };
    }
  }
  if (mode === "no-cors") {
    // Elements without `crossorigin` include credentials; a no-cors fetch defaults to "same-origin".
    const usual = exchange.resourceType === "xmlhttprequest" ? "same-origin" : "include";
    return { values: [usual], basis: "assumed" };
  }
  if (mode === "same-origin") return { values: ["same-origin"], basis: "assumed" };
  return { values: ["same-origin", "include"], basis: "assumed" };
}

/** Whether credentials after a redirect show only that they were included in the page's origin. */
function keepsCredentials(exchange: Exchange, mode: Mode): boolean {
  return (
    mode === "no-cors" &&
    exchange.resourceType === "xmlhttprequest" &&
    isSameOriginHop(exchange, firstHop(exchange)) &&
    factsOf(exchange.browser).redirectsWithoutCorsKeepCredentials
  );
}

/** Every pair of mode and credentials mode that the evidence allows, likeliest first. */
export function possibleModes(exchange: Exchange): readonly RequestModes[] {
  return modeCandidates(exchange).values.flatMap((mode) =>
    credentialsCandidates(exchange, mode).values.map((credentials) => ({ mode, credentials })),
  );
}

/** Whether a hop stays within the requesting origin. */
export function isSameOriginHop(exchange: Exchange, hop: Hop): boolean {
  return exchange.initiatorOrigin !== null && sameOrigin(exchange.initiatorOrigin, hop.origin);
}

/** Whether any hop left the requesting origin. */
export function isCrossOrigin(exchange: Exchange): boolean {
  if (exchange.initiatorOrigin === null) return false;
  return exchange.hops.some((hop) => !isSameOriginHop(exchange, hop));
}

/** Whether only the probe reported the exchange: the call succeeded without a recorded request. */
export function wasNeverSeen(exchange: Exchange): boolean {
  const { requestHeaders, response } = lastHop(exchange);
  return exchange.ending.kind === "completed" && requestHeaders === null && response === null;
}

/**
 * Whether a response reached its page or worker before the request failed, so it had passed every check.
 */
export function wasHandedOn({ browser, ending, hops }: Exchange): boolean {
  const last = hops[hops.length - 1] as Hop;
  if (ending.kind !== "failed" || last.redirect !== null) return false;
  if (!factsOf(browser).hidesAddressOfWithheld) return false;
  return last.response !== null && last.response.ip !== null;
}

/**
 * Whether the page can read a complete response, by the page's timeline; null where that shows nothing.
 * The timeline has a status only for responses that passed CORS or did not need it (seen in Chromium 156
 * and Firefox 153). A redirect status may belong to an unfollowed redirect.
 * https://w3c.github.io/resource-timing/#dom-performanceresourcetiming-responsestatus
 */
export function isReadable(exchange: Exchange): boolean | null {
  const { timedStatus, ending, browser, element, elementFailed } = exchange;
  if (timedStatus === null || ending.kind !== "completed" || wasNeverSeen(exchange)) return null;
  // A frame's document is shown, and not read by the page.
  if (exchange.resourceType === "sub_frame") return null;
  if (timedStatus !== 0) return isRedirectStatus(timedStatus) ? null : true;
  const hasLoaded = element !== null && !elementFailed;
  // Gecko also shows 0 after a redirect to http that it upgrades to https.
  const isUpgraded = exchange.hops.some(({ redirect }, i) => i > 0 && redirect?.internal === true);
  // A load that a media element gives up, for another source or data that it cannot decode, has 0 too (Firefox 153).
  const mayBeGivenUp = exchange.resourceType === "media" && element === null;
  const isProof = !hasLoaded && !isUpgraded && !mayBeGivenUp;
  return factsOf(browser).zeroStatusMeansUnreadable && isProof ? false : null;
}
