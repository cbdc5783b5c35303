import { type Exchange, judgedHeaders, lastHop } from "../../exchange/exchange.ts";
import { isHttpScheme, parseLocation, schemeOf } from "../../http/origin.ts";
import { causeFrom, type Decision } from "../decision.ts";
import type { LaneRules } from "../lane-rules.ts";
import { isSurelyHeld, refusalByEmbedder } from "../rules/frame-refused.ts";
import { causeOfPassword } from "../rules/password-in-redirect.ts";
import { frameAncestors } from "../standard/framing.ts";
import { locationOf } from "../standard/http-redirect-fetch.ts";
import type { FetchWalk, HopWalk } from "../standard/main-fetch.ts";
import { isMixedContent } from "../standard/mixed-content.ts";
import type { Judgement, Mode, OpenReason } from "../verdict.ts";

/** What a lane says of an exchange that its browser ends in a way of its own. */
export type OwnWay = Judgement<"blocked"> | Judgement<"failed"> | { readonly open: OpenReason };

/** What is known of the exchange in the browser that recorded it. */
export interface Recorded {
  readonly exchange: Exchange;
  readonly decision: Decision;
  readonly mode: Mode;
  readonly walk: FetchWalk;
}

type Way = (recorded: Recorded, rules: LaneRules) => OwnWay | null;

/**
 * What the lane's browser does with such an exchange before, or in place of, what the standard's
 * checks say; null where it has no way of its own.
 */
export function ownWayOf(recorded: Recorded, rules: LaneRules): OwnWay | null {
  for (const way of WAYS) {
    const own = way(recorded, rules);
    if (own !== null) return own;
  }
  return null;
}

/** A redirect to where the lane's browser follows none. */
const unsafeRedirect: Way = ({ exchange, decision: { cause }, walk: { hops } }, rules) => {
  const { location, hop } = hops[hops.length - 1] as HopWalk;
  if (location === null || cause === null) return null;
  const unsafe = rules.unsafeRedirect;
  const isFollowed = (exchange.call?.redirect ?? "follow") === "follow";
  // The other one stopped before it looked at the redirect mode.
  if (cause.code === "unsafe-redirect" && !isFollowed && !unsafe?.evenUnfollowed) {
    return { open: "response-unseen" };
  }
  const refused = unsafe?.evenUnfollowed ? REFUSED_OR_UNFOLLOWED : REFUSED;
  if (!unsafe?.to.test(location) || !refused.test(cause.code)) return null;
  if (cause.stage !== "redirect") return null;
  // What CORS says of the redirect itself comes first.
  const forbidden = hops[hops.length - 1]?.responseProblems?.[0];
  if (forbidden !== undefined && unsafe.error !== null) return null;
  const stopped = causeFrom("unsafe-redirect", "redirect", hop, unsafe.error);
  return { outcome: "failed", cause: stopped };
};

const REFUSED = /^(?:unsafe-redirect|cors-disabled-scheme|disallowed-by-mode)$/;
const REFUSED_OR_UNFOLLOWED =
  /^(?:unsafe-redirect|cors-disabled-scheme|disallowed-by-mode|redirect-mode-error|opaque-redirect)$/;

/** A redirect whose `Location` is no URL fails in the network, or is judged like others. */
const invalidRedirect: Way = ({ exchange }, { invalidRedirectError: error }) => {
  const hop = lastHop(exchange);
  const location = locationOf(hop);
  if (location === null || parseLocation(location, hop.url) !== null) return null;
  if (error === null) return { open: "response-unseen" };
  const cause = causeFrom("protocol-error", "response", exchange.hops.length - 1, error);
  return { outcome: "failed", cause };
};

/** A redirect without CORS to a URL with a user and a password. */
const passwordInRedirect: Way = ({ exchange, mode }, rules) => {
  if (mode !== "no-cors" || !rules.refusesRedirectedPasswords) return null;
  const cause = exchange.call?.keepalive === true ? null : causeOfPassword(exchange);
  return cause === null ? null : { outcome: "blocked", cause };
};

/** A status 407 that came from no proxy. */
const proxyStatus: Way = ({ exchange: { hops } }, { proxyStatusError: error }) => {
  if (error === null) return null;
  const at = hops.findIndex(({ response }) => response?.status === 407);
  if (at === -1) return null;
  return { outcome: "failed", cause: causeFrom("network-error", "request", at, error) };
};

/**
 * A frame that its page's embedder policy refuses, if it has no attribute "credentialless". Gecko has
 * no such frames, and nothing in its requests tells of the attribute.
 */
const framePolicy: Way = ({ exchange, decision }, rules) => {
  if (exchange.resourceType !== "sub_frame" || decision.outcome === "failed") return null;
  const { cause } = decision;
  const isRefused = cause !== null && OF_EMBEDDER.test(cause.code);
  if (rules.hasCredentiallessFrames) return isRefused ? { open: "own-policy" } : null;
  const refusal = refusalByEmbedder(exchange);
  if (refusal === null) return null;
  const { code, passes } = refusal;
  if (passes !== "no" || !isSurelyHeld(exchange)) return { open: "own-policy" };
  return { outcome: "blocked", cause: causeFrom(code, "response", exchange.hops.length - 1) };
};

const OF_EMBEDDER = /^(?:coep-frame|corp-)/;

/** A frame whose page is listed with a path or a query, which the browsers read in their own ways. */
const framePaths: Way = ({ exchange }) => {
  const { response } = lastHop(exchange);
  if (exchange.resourceType !== "sub_frame" || response === null) return null;
  const sources = frameAncestors(judgedHeaders(response)).flat();
  return sources.some((source) => /^[^/]+\/\/[^/]+[/?]|\?/.test(source))
    ? { open: "own-policy" }
    : null;
};

/**
 * A track that a secure page has over http: Chromium refuses it, and Gecko counts it among the media
 * that may be mixed. Images, audio and video go over https in both.
 */
const mixedTrack: Way = ({ exchange, decision }) => {
  if (exchange.resourceType !== "media" || decision.cause?.code === "csp") return null;
  return exchange.hops.some(({ url }) => isMixedContent(exchange, url))
    ? { open: "own-policy" }
    : null;
};

/** A response without CORS that the lane's opaque response blocking may keep back. */
const opaqueBlocking: Way = ({ exchange, decision, mode }, { mayKeepOpaque }) => {
  const { response, url } = lastHop(exchange);
  if (decision.outcome !== "opaque" || mode !== "no-cors" || response === null) return null;
  if (!isHttpScheme(schemeOf(url)) || !mayKeepOpaque(exchange, response)) return null;
  return { open: "own-policy" };
};

/** In the order in which they come up. */
const WAYS: readonly Way[] = [
  unsafeRedirect,
  invalidRedirect,
  passwordInRedirect,
  proxyStatus,
  framePolicy,
  framePaths,
  mixedTrack,
  opaqueBlocking,
];
