import { type Exchange, judgedHeaders, lastHop, type Response } from "../../exchange/exchange.ts";
import { demandsConsent } from "../../http/embedder-policy.ts";
import { get, has } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import {
  includesCredentials,
  isHttpScheme,
  parseLocation,
  schemeOf,
  withoutUserinfo,
} from "../../http/origin.ts";
import { isOkStatus, isRedirectStatus } from "../../http/statuses.ts";
import { causeFrom, type Decision, judgementOfWalk } from "../decision.ts";
import { isCrossOrigin, wasNeverSeen } from "../hypotheses/evidence.ts";
import type { PredictedRules } from "../lane-rules.ts";
import { type Moment, moment, momentOf } from "../moment.ts";
import {
  isFramedEitherWay,
  isSurelyHeld,
  isUnknownPolicy,
  refusalOfFrame,
} from "../rules/frame-refused.ts";
import { causeOfPassword } from "../rules/password-in-redirect.ts";
import { locationOf, locationUrl } from "../standard/http-redirect-fetch.ts";
import { type FetchWalk, type HopWalk, mainFetch } from "../standard/main-fetch.ts";
import { isMixedContent } from "../standard/mixed-content.ts";
import { causeOfResourcePolicy, checkResourcePolicy } from "../standard/resource-policy.ts";
import type { Judgement, Mode, OpenReason } from "../verdict.ts";

/** What a lane says of an exchange that its browser ends in its own way, and when it does. */
export type OwnWay =
  | (Judgement<"allowed" | "blocked" | "failed" | "opaque"> & { readonly at: Moment })
  | {
      readonly open: OpenReason;
      readonly at: Moment;
      /** Whether it is blocked whatever that was. */
      readonly isBlocked?: boolean;
    };

/** What is known of the exchange in the browser that recorded it. */
export interface Recorded {
  readonly exchange: Exchange;
  readonly decision: Decision;
  readonly mode: Mode;
  readonly walk: FetchWalk;
}

type Way = (recorded: Recorded, rules: PredictedRules) => OwnWay | null;

/**
 * What the lane's browser does with such an exchange before, or in place of, what the standard's
 * checks say; null where it has no way of its own.
 */
export function ownWayOf(recorded: Recorded, rules: PredictedRules): OwnWay | null {
  let first: OwnWay | null = null;
  for (const way of WAYS) {
    const own = way(recorded, rules);
    if (own !== null && (first === null || own.at < first.at)) first = own;
  }
  return first;
}

/**
 * A call or an element of a document without an address that went to its page's service worker: Chromium
 * requests the worker for documents of `about:srcdoc` alone, and nothing tells those from `about:blank`.
 */
const servedFrame: Way = ({ exchange }, { servesBlankFrames }) => {
  const { call, element, ending, frameId, documentOrigins } = exchange;
  if (servesBlankFrames || !(call ?? element)?.served) return null;
  if (ending.kind !== "not-sent" && !wasNeverSeen(exchange)) return null;
  if (frameId === 0 || documentOrigins.length > 1) return null;
  return { open: "response-unseen", at: moment(0, "preflight-network") };
};

/** A synchronous call, which goes past the service worker in Chromium: it has thrown where it failed. */
const servedSynchronously: Way = ({ exchange }) => {
  const { call, callResult } = exchange;
  const isSynchronous = call?.api === "xhr" && callResult?.result === "thrown";
  return isSynchronous && call.served && exchange.hops[0]?.sentAt !== null
    ? open("response-unseen")
    : null;
};

/** What Gecko requested without CORS for a medium of a served page: there the service worker may have no part in it. */
const servedMedia: Way = ({ exchange, decision }, { servesMedia }) => {
  const { element, resourceType } = exchange;
  if (!servesMedia || resourceType !== "media" || !element?.served) return null;
  // What is not allowed to leave its origin comes to no service worker either.
  if (element.mode === "cors" || decision.cause?.code === "disallowed-by-mode") return null;
  return open("response-unseen");
};

/** A keepalive fetch of a served page: Gecko requests it past the service worker. */
const servedKeepalive: Way = ({ exchange, decision: { cause } }, { servesKeepalive }) => {
  const { call, ending } = exchange;
  if (call?.api !== "fetch" || !call.served || !call.keepalive) return null;
  if (cause?.stage === "request") return null;
  const wasRequested = ending.kind !== "not-sent" && !wasNeverSeen(exchange);
  return servesKeepalive === wasRequested ? open("response-unseen") : null;
};

/** A redirect without a location that came to a service worker: where none is wanted, Gecko refuses it. */
const servedRedirect: Way = ({ exchange, decision: { cause } }) => {
  const { call, callResult } = exchange;
  if (!call?.served || isFollowing(exchange) || lastHop(exchange).response !== null) return null;
  const isRedirect = isRedirectStatus(callResult?.status ?? 0);
  return isRedirect || cause?.code === "service-worker-error" ? open("response-unseen") : null;
};

/** A response that its server gives for a password, which the reader has yet to enter. */
const passwordToCome: Way = ({ exchange, decision: { outcome } }) => {
  const { response } = lastHop(exchange);
  const isChallenged = response?.status === 401 && has(judgedHeaders(response), "WWW-Authenticate");
  return outcome === "pending" && isChallenged ? open("response-unseen") : null;
};

/** A call of a served page whose URL has a password: Chromium's service worker cannot pass it on. */
const servedPassword: Way = ({ exchange: { call } }) =>
  call?.served && includesCredentials(call.url) ? open("response-unseen") : null;

/** A script that came as what no script is. */
const scriptOfMedia: Way = ({ exchange, decision, mode }, { refusesScriptsOfMedia }) => {
  const { response } = lastHop(exchange);
  if (exchange.resourceType !== "script" || response === null) return null;
  const type = mediaType(judgedHeaders(response));
  if (!MEDIA.test(type) && type !== "text/csv") return null;
  const hop = exchange.hops.length - 1;
  const at = moment(hop, "check");
  if (refusesScriptsOfMedia) {
    if (decision.outcome !== "allowed" && decision.outcome !== "opaque") return null;
    return { outcome: "blocked", cause: causeFrom("mime-type", "response", hop), at };
  }
  const isForced = has(judgedHeaders(response), "X-Content-Type-Options");
  if (mode !== "no-cors" || decision.cause?.code !== "mime-type" || isForced) return null;
  // Opaque response blocking may keep it for its type.
  if (type === "text/csv") return open("own-policy");
  return { outcome: "opaque", cause: causeFrom("opaque-no-cors", "response", hop), at };
};

/**
 * A script of another type that its element has no use for: a module, which Gecko refuses, or another that
 * failed for what it is.
 */
const moduleType: Way = ({ exchange, decision: { outcome, cause, certainty } }, rules) => {
  const { elementFailed, resourceType } = exchange;
  const { response } = lastHop(exchange);
  if (!rules.refusesModulesByType) {
    const isOfModule = cause?.code === "mime-type" && certainty !== "certain";
    return isOfModule ? open("call-unseen") : null;
  }
  if (outcome !== "allowed" || resourceType !== "script" || !elementFailed) return null;
  if (response === null || !isOkStatus(response.status)) return null;
  return JAVASCRIPT.test(mediaType(judgedHeaders(response))) ? null : open("call-unseen");
};

/** https://mimesniff.spec.whatwg.org/#javascript-mime-type */
const JAVASCRIPT = /^(?:text|application)\/(?:x-)?(?:java|ecma)script$/;

/** A redirect to a path, of a URL with user and password: Chromium has taken those off before. */
const userinfoOfBase: Way = ({ exchange, decision: { cause } }, { dropsUserinfoOfBase }) => {
  if (cause?.code !== "redirect-contains-credentials" || !dropsUserinfoOfBase) return null;
  const hop = lastHop(exchange);
  const location = locationOf(hop);
  if (location === null || !includesCredentials(hop.url)) return null;
  return includesCredentials(parseLocation(location, withoutUserinfo(hop.url))?.href ?? "")
    ? null
    : open("response-unseen");
};

/** Whatever comes before it, the lane is open. */
const open = (reason: OpenReason): OwnWay => ({ open: reason, at: -1 });

const isFollowing = ({ call }: Exchange) => (call?.redirect ?? "follow") === "follow";

/** A redirect to where the lane's browser follows none. */
const unsafeRedirect: Way = ({ exchange, decision: { cause }, walk: { hops } }, rules) => {
  const { location, hop } = hops[hops.length - 1] as HopWalk;
  if (location === null || cause === null) return null;
  const unsafe = rules.unsafeRedirect;
  // The other one stopped before it looked at the redirect mode.
  if (cause.code === "unsafe-redirect" && !isFollowing(exchange) && !unsafe?.evenUnfollowed) {
    return unfollowed(exchange, hop);
  }
  const refused = unsafe?.evenUnfollowed ? REFUSED_OR_UNFOLLOWED : REFUSED;
  if (unsafe === null || !refused.test(cause.code) || cause.stage !== "redirect") return null;
  // What is to be followed is refused by the checks of CORS, where those know no such scheme.
  const isAnyUnsafe = unsafe.evenUnfollowed && !isFollowing(exchange);
  const isUnsafe = isAnyUnsafe ? !isHttpScheme(schemeOf(location)) : unsafe.to.test(location);
  if (!isUnsafe) return null;
  const stopped = causeFrom("unsafe-redirect", "redirect", hop, unsafe.error);
  const at = moment(hop, unsafe.afterCheck ? "after-check" : "before-check");
  return { outcome: "failed", cause: stopped, at };
};

const REFUSED =
  /^(?:unsafe-redirect|cors-disabled-scheme|disallowed-by-mode|network-error|opaque-no-cors)$/;
const REFUSED_OR_UNFOLLOWED = new RegExp(
  `${REFUSED.source}|^(?:redirect-mode-error|opaque-redirect)$`,
);

/** An image that leads out of the web: Gecko shows what came with the redirect, if that is an image. */
const imageLeadingOut: Way = ({ exchange, decision: { cause }, mode }, rules) => {
  if (!rules.showsImagesLeadingOut || mode !== "no-cors") return null;
  if (!/^image/.test(exchange.resourceType) || cause?.stage !== "redirect") return null;
  const scheme = schemeOf(locationOf(lastHop(exchange)) ?? "");
  const isUnknown =
    scheme !== "about" && !isHttpScheme(scheme) && !rules.unsafeRedirect?.to.test(`${scheme}:`);
  return isUnknown && cause.family === "network" ? open("response-unseen") : null;
};

/** A redirect without CORS to an empty document, which Gecko loads outside of documents. */
const blankRedirect: Way = ({ exchange, decision: { cause }, mode }, rules) => {
  const { call, hops, resourceType } = exchange;
  if (!rules.loadsBlankFromWorkers || mode !== "no-cors") return null;
  if (cause?.code !== "unsafe-redirect" || !isFollowing(exchange)) return null;
  if (!/^about:blank$/i.test(locationOf(lastHop(exchange)) ?? "")) return null;
  // A beacon was seen to end in either way.
  if (call?.api === "beacon") return open("response-unseen");
  if (call?.keepalive) {
    const hop = hops.length - 1;
    const loaded = causeFrom("opaque-no-cors", "redirect", hop);
    return { outcome: "opaque", cause: loaded, at: moment(hop, "redirect") };
  }
  // Images fail there; of a preload, which does not, no request tells that it is one.
  return call === null && resourceType !== "image" ? open("call-unseen") : null;
};

/** A redirect that its page does not want followed: by the redirect mode alone. */
function unfollowed({ call }: Exchange, hop: number): OwnWay {
  const at = moment(hop, "after-check");
  return call?.redirect === "manual"
    ? { outcome: "opaque", cause: causeFrom("opaque-redirect", "redirect", hop), at }
    : { outcome: "blocked", cause: causeFrom("redirect-mode-error", "redirect", hop), at };
}

/** A call that demands a hash, of a redirect that is not followed and has no body to take it of. */
const hashOfRedirect: Way = ({ exchange, decision: { cause } }, { refusesHashOfRedirect }) => {
  const { call, hops } = exchange;
  if (call?.redirect !== "manual" || !call.hasIntegrity) return null;
  const hop = hops.length - 1;
  if (!refusesHashOfRedirect) {
    const isRefused = cause?.code === "integrity" && cause.stage === "redirect";
    // Of what content it takes the hash, nothing shows.
    return isRefused ? open("response-unseen") : null;
  }
  if (cause?.code !== "opaque-redirect") return null;
  const refused = causeFrom("integrity", "redirect", hop);
  return { outcome: "blocked", cause: refused, at: moment(hop, "after-check") };
};

/** A redirect whose `Location` is no URL. */
const invalidRedirect: Way = ({ exchange }, { invalidRedirect: { error, afterCheck } }) => {
  const hop = lastHop(exchange);
  const location = locationOf(hop);
  if (location === null || parseLocation(location, hop.url) !== null) return null;
  const index = exchange.hops.length - 1;
  if (afterCheck && !isFollowing(exchange)) return unfollowed(exchange, index);
  const cause = causeFrom("protocol-error", "response", index, error);
  const at = moment(index, afterCheck ? "after-check" : "before-check");
  return { outcome: "failed", cause, at };
};

/** A redirect without a location, where the page wants none: by the standard its status is enough. */
const redirectWithoutLocation: Way = (recorded, { passesErrorWithoutLocation }) => {
  const { exchange, decision } = recorded;
  const hop = lastHop(exchange);
  if (exchange.call?.redirect !== "error" || locationOf(hop) !== null) return null;
  if (!isRedirectStatus(hop.response?.status ?? 0)) return null;
  const index = exchange.hops.length - 1;
  if (!passesErrorWithoutLocation) {
    return decision.outcome === "allowed" ? unfollowed(exchange, index) : null;
  }
  if (decision.cause?.code !== "redirect-mode-error") return null;
  return { outcome: "allowed", cause: null, at: moment(index, "after-check") };
};

/** A redirect without CORS to a URL with a user and a password. */
const passwordInRedirect: Way = ({ exchange, mode }, rules) => {
  if (mode !== "no-cors" || !rules.refusesRedirectedPasswords) return null;
  const cause = exchange.call?.keepalive === true ? null : causeOfPassword(exchange);
  return cause && { outcome: "blocked", cause, at: moment(cause.hop, "redirect") };
};

/** A status 407 that came from no proxy, be it of a preflight. */
const proxyStatus: Way = ({ exchange: { element, hops } }, { proxyStatusError: error }) => {
  if (error === null) return null;
  // Of what a service worker had it from, nothing is known.
  if (element?.served && element.answered === 407) return open("response-unseen");
  for (const [at, { preflight, response }] of hops.entries()) {
    if (preflight?.response?.status === 407) {
      const cause = causeFrom("network-error", "preflight", at, error);
      return { outcome: "failed", cause, at: moment(at, "preflight-network") };
    }
    if (response?.status === 407) {
      const cause = causeFrom("network-error", "request", at, error);
      return { outcome: "failed", cause, at: moment(at, "network") };
    }
  }
  return null;
};

/** A body shorter than its `Content-Length`: of some Firefox says nothing, and others fail there too. */
const shortBody: Way = ({ exchange, decision: { cause } }, { passesShortBodies }) =>
  passesShortBodies && cause?.parameter === "net::ERR_CONTENT_LENGTH_MISMATCH"
    ? { open: "response-unseen", at: moment(exchange.hops.length - 1, "network") }
    : null;

/** A stream as body: it is not sent without CORS, and not over a version of HTTP that has no streams. */
const streamedBody: Way = ({ exchange, decision, mode }, rules) => {
  const { call, hops } = exchange;
  if (call?.body !== "stream") return null;
  if (call.mode === "same-origin" && isCrossOrigin(exchange)) {
    if (rules.streamsForceCors) return open("preflight-unseen");
    const cause = causeFrom("disallowed-by-mode", "request", 0);
    return { outcome: "blocked", cause, at: moment(0, "request") };
  }
  // What a service worker makes of a stream is its own.
  if (call.served) {
    const isReceived =
      decision.outcome === "allowed" || decision.cause?.code === "service-worker-error";
    return isReceived ? open("response-unseen") : null;
  }
  if (!rules.streamsBodies) return null;
  if (mode === "no-cors") {
    const cause = causeFrom("no-cors-stream-body", "request", 0);
    return { outcome: "blocked", cause, at: moment(0, "request") };
  }
  // Without TLS there is no other version than HTTP/1.1.
  if (schemeOf(hops[0]?.url ?? "") !== "http") return null;
  const cause = causeFrom("tls-error", "request", 0, rules.streamError);
  return { outcome: "failed", cause, at: moment(0, "network") };
};

/**
 * A frame that its page's embedder policy refuses, if it has no attribute "credentialless". Gecko has
 * no such frames, and the document around alone tells of the attribute.
 */
const framePolicy: Way = ({ exchange, decision }, rules) => {
  if (exchange.resourceType !== "sub_frame" || decision.outcome === "failed") return null;
  const { cause } = decision;
  const isRefused = cause !== null && OF_EMBEDDER.test(cause.code);
  const refusal = refusalOfFrame(exchange, rules);
  const isOfEmbedder = refusal !== null && OF_EMBEDDER.test(refusal.code);
  const isToBlock = isOfEmbedder && refusal.passes === "no";
  const isHeld = isSurelyHeld(exchange);
  if (rules.hasCredentiallessFrames && !isHeld && exchange.element?.credentialless !== true) {
    return isRefused || (decision.outcome === "allowed" && isToBlock) ? open("own-policy") : null;
  }
  if (refusal === null) {
    if (!isRefused) return null;
    // It is passed on to where nobody saw what it is.
    if (locationOf(lastHop(exchange)) !== null) return open("response-unseen");
    return { outcome: "allowed", cause: null, at: moment(exchange.hops.length - 1, "check") };
  }
  const { code, hop, passes } = refusal;
  // Who may frame it, both decide alike.
  if (!isOfEmbedder && !isRefused) return null;
  const isSame = cause?.code === code && cause.hop === hop;
  if (passes === "open" && !isSame) {
    // What a held frame has passed, it passes here too.
    return decision.outcome === "allowed" && isHeld ? null : open("own-policy");
  }
  return { outcome: "blocked", cause: causeFrom(code, "response", hop), at: moment(hop, "check") };
};

const OF_EMBEDDER = /^(?:coep-frame|corp-)/;

/**
 * What a page that demands consent embeds without CORS: the browsers read a resource policy that says nothing
 * in their own ways, and check it before or after they look at a redirect.
 */
const resourcePolicy: Way = ({ exchange, decision, mode }, rules) => {
  const { call, element, embedderPolicy, hops, initiatorOrigin, resourceType } = exchange;
  if (mode !== "no-cors" || embedderPolicy !== "require-corp") return null;
  if (FRAMES.test(resourceType) || (call ?? element)?.served) return null;
  const refusal = hops.findIndex(({ origin, response }) => {
    if (response === null) return false;
    const headers = judgedHeaders(response);
    if (rules.passesUnknownResourcePolicies && isUnknownPolicy(headers)) return false;
    return checkResourcePolicy(headers, initiatorOrigin, origin, embedderPolicy).passes === "no";
  });
  const { cause } = decision;
  if (refusal !== -1) {
    const headers = judgedHeaders(hops[refusal]?.response as Response);
    const refused = causeFrom(causeOfResourcePolicy(headers), "response", refusal);
    return { outcome: "blocked", cause: refused, at: moment(refusal, "check") };
  }
  const hop = hops.length - 1;
  const { response } = lastHop(exchange);
  if (response === null || !isUnknownPolicy(judgedHeaders(response))) return null;
  if (cause?.hop !== hop || !OF_EMBEDDER.test(cause.code)) return null;
  if (locationOf(lastHop(exchange)) !== null) return open("response-unseen");
  const passed = causeFrom("opaque-no-cors", "response", hop);
  return { outcome: "opaque", cause: passed, at: moment(hop, "check") };
};

const FRAMES = /_frame$/;

/** A frame that may be sandboxed, which no event tells: then it is foreign to its own page. */
const sandboxedFrame: Way = ({ exchange, decision }, rules) => {
  const { ancestorOrigins, embedderPolicy, hops, resourceType } = exchange;
  if (!rules.sandboxedFramesAreForeign || resourceType !== "sub_frame") return null;
  if (embedderPolicy === null || !demandsConsent(embedderPolicy)) return null;
  if (decision.outcome === "failed") return null;
  const refusal = refusalOfFrame(exchange, rules);
  const [embedder = null] = ancestorOrigins;
  const at = hops.findIndex(({ origin, response }, index) => {
    if (response === null || index === refusal?.hop) return false;
    const headers = judgedHeaders(response);
    if (get(headers, RESOURCE_POLICY) === "cross-origin" || isUnknownPolicy(headers)) return false;
    return checkResourcePolicy(headers, embedder, origin, embedderPolicy).passes === "yes";
  });
  // Before what else is found at the same time.
  if (at === -1) return null;
  const isBlocked = refusal?.passes === "no";
  return { open: "call-unseen", at: moment(at, "check") - 0.5, isBlocked };
};

const RESOURCE_POLICY = "Cross-Origin-Resource-Policy";

/** A frame whose page is listed with a path or a query, which the browsers read in their own ways. */
const framePaths: Way = ({ exchange }) =>
  exchange.resourceType === "sub_frame" && !isFramedEitherWay(exchange)
    ? { open: "own-policy", at: moment(exchange.hops.length - 1, "check") }
    : null;

/**
 * A track that a secure page has over http: Chromium refuses it, and Gecko counts it among the media
 * that may be mixed. Images, audio and video go over https in both.
 */
const mixedTrack: Way = ({ exchange, decision }, { refusesMixedTracks }) => {
  if (
    exchange.resourceType !== "media" ||
    /^(?:csp|disallowed-by-mode)$/.test(decision.cause?.code ?? "")
  )
    return null;
  const { hops } = exchange;
  if (!refusesMixedTracks) {
    // What the other one did not refuse was no track, and both have it over https.
    if (decision.cause?.code !== "mixed-content") return null;
    const next = locationUrl(lastHop(exchange));
    const urls = [...hops.map(({ url }) => url), ...(next === null ? [] : [next])];
    return urls.some((url) => isMixedContent(exchange, url)) ? open("own-policy") : null;
  }
  const sent = hops.findIndex(
    ({ url, requestHeaders }) => requestHeaders !== null && isMixedContent(exchange, url),
  );
  return mixedAt(sent, "redirect");
};

/**
 * What a secure page, and its shared worker, has over http. Of a redirect there, Gecko says so before
 * it says anything of CORS, unless the redirect has no Access-Control-Allow-Origin (measured in 153).
 */
const mixedContent: Way = ({ exchange, walk: { hops } }, { sharedWorkersMix }) => {
  if (sharedWorkersMix || OF_ITS_OWN.test(exchange.resourceType)) return null;
  const sent = exchange.hops.findIndex(({ url }) => isMixedContent(exchange, url));
  if (sent === 0) return mixedAt(sent, "before-check");
  // A redirect that is not followed leads nowhere, though Chromium may report where it would.
  if (!isFollowing(exchange)) return null;
  if (sent !== -1) return mixedAt(sent, "before-check");
  const { location, hop, responseProblems } = hops[hops.length - 1] as HopWalk;
  if (location === null || responseProblems?.[0] === undefined) return null;
  if (!isHttpScheme(schemeOf(location))) return null;
  const isMissing = responseProblems[0].code === "missing-allow-origin";
  return isMissing || !isMixedContent(exchange, location) ? null : mixedAt(hop + 1, "before-check");
};

/**
 * Mixed content that was kept from a worker, or from what no event tells from one: Chromium passes on that of
 * shared workers and of those with an opaque origin.
 */
const workersMix: Way = ({ exchange, decision }, { sharedWorkersMix, opaqueWorkersMix }) => {
  const { call, documentId, documentOrigins, initiatorOrigin, resourceType } = exchange;
  if (decision.cause?.code !== "mixed-content" || call !== null) return null;
  if (resourceType !== "xmlhttprequest" || documentId !== null) return null;
  // Of what sent no Origin, the origin may be an opaque one. A shared worker's requests are of no document.
  const mayBeOpaque = (initiatorOrigin ?? "null") === "null";
  const mayBeShared = documentOrigins.length === 0;
  const mayMix = mayBeOpaque ? opaqueWorkersMix : sharedWorkersMix && mayBeShared;
  return mayMix ? open("own-policy") : null;
};

/** Images and media are requested over TLS instead, and documents are another matter. */
const OF_ITS_OWN = /^(?:image|imageset|media|main_frame|sub_frame|websocket)$/;

/** Mixed content at a hop: the first is not sent, the others are where a redirect leads. */
function mixedAt(hop: number, part: "before-check" | "redirect"): OwnWay | null {
  if (hop === -1) return null;
  const cause =
    hop === 0
      ? causeFrom("mixed-content", "request", 0)
      : causeFrom("mixed-content", "redirect", hop - 1);
  return {
    outcome: "blocked",
    cause,
    at: hop === 0 ? moment(0, "request") : moment(hop - 1, part),
  };
}

/**
 * A preload of a font, which Gecko requests with CORS and without credentials, whatever the element says.
 * Of a server that was sent no `Origin` it counts what it allowed all the same.
 */
const fontPreload: Way = ({ exchange, decision, mode }, rules) => {
  const { element, resourceType } = exchange;
  if (resourceType !== "font" || exchange.hops[0]?.requestHeaders == null) return null;
  const hasCors = mode === "cors" && element?.mode !== "no-cors";
  if (hasCors && element?.credentials !== "include") return null;
  if (!rules.fontsAlwaysCors) {
    // Of one that was requested with CORS the element alone tells that it has none there.
    return mode === "cors" ? open("response-unseen") : null;
  }
  const walk = mainFetch(exchange, { mode: "cors", credentials: "same-origin" }, rules);
  const isOpen = (hop: HopWalk) => (hop.responseProblems ?? []).length > 0;
  if (!hasCors && walk.hops.some(isOpen)) return open("response-unseen");
  const { outcome, cause } = judgementOfWalk(walk);
  if (outcome === "blocked") return { outcome, cause, at: momentOf(cause) };
  if (decision.outcome === "failed" || OF_PAGE.test(decision.cause?.code ?? "")) return null;
  const at = moment(exchange.hops.length - 1, "check");
  return outcome === "allowed" ? { outcome, cause: null, at } : open("response-unseen");
};

/** What its page forbids, in whatever mode. */
const OF_PAGE = /^(?:csp|mixed-content)$/;

/** A response without CORS that opaque response blocking keeps back, or that it passes on. */
const opaqueBlocking: Way = ({ exchange, decision, mode }, { keepsOpaque }) => {
  const { response, url } = lastHop(exchange);
  if (mode !== "no-cors" || response === null || !isHttpScheme(schemeOf(url))) return null;
  const at = exchange.hops.length - 1;
  const keeps = keepsOpaque(exchange, response);
  if (decision.cause?.code === "orb") {
    if (keeps !== "no" || !MEDIA.test(mediaType(judgedHeaders(response)))) return null;
    return {
      outcome: "opaque",
      cause: causeFrom("opaque-no-cors", "response", at),
      at: moment(at, "check"),
    };
  }
  if (decision.outcome !== "opaque" || keeps === "no") return null;
  if (keeps === "open") return open("own-policy");
  return { outcome: "blocked", cause: causeFrom("orb", "response", at), at: moment(at, "check") };
};

/** What no browser keeps back by its type alone. */
const MEDIA = /^(?:audio|image|video)\//;

/** The one that comes up first has the word; of two at a time, the first here. */
const WAYS: readonly Way[] = [
  unsafeRedirect,
  imageLeadingOut,
  blankRedirect,
  hashOfRedirect,
  userinfoOfBase,
  invalidRedirect,
  redirectWithoutLocation,
  passwordInRedirect,
  proxyStatus,
  shortBody,
  streamedBody,
  framePolicy,
  sandboxedFrame,
  framePaths,
  mixedTrack,
  mixedContent,
  workersMix,
  resourcePolicy,
  servedFrame,
  servedRedirect,
  servedPassword,
  passwordToCome,
  servedSynchronously,
  servedMedia,
  servedKeepalive,
  moduleType,
  scriptOfMedia,
  fontPreload,
  opaqueBlocking,
];
