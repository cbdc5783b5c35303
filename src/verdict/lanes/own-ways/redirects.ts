import { type Exchange, lastHop } from "../../../exchange/exchange.ts";
import {
  includesCredentials,
  isHttpScheme,
  parseLocation,
  schemeOf,
  withoutUserinfo,
} from "../../../http/origin.ts";
import { isRedirectStatus } from "../../../http/statuses.ts";
import { causeFrom } from "../../decision.ts";
import { moment } from "../../moment.ts";
import { causeOfPassword } from "../../rules/password-in-redirect.ts";
import { locationOf } from "../../standard/http-redirect-fetch.ts";
import type { HopWalk } from "../../standard/main-fetch.ts";
import { type OwnWay, open, type Way } from "./way.ts";

/** Whether its page wants redirects followed: also of what has no redirect mode, or none that was seen. */
export const isFollowing = ({ call }: Exchange) => (call?.redirect ?? "follow") === "follow";

/** A redirect to where the lane's browser follows none. */
export const unsafeRedirect: Way = ({ exchange, decision: { cause }, walk: { hops } }, rules) => {
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
export const imageLeadingOut: Way = ({ exchange, decision: { cause }, mode }, rules) => {
  if (!rules.showsImagesLeadingOut || mode !== "no-cors") return null;
  if (!/^image/.test(exchange.resourceType) || cause?.stage !== "redirect") return null;
  const scheme = schemeOf(locationOf(lastHop(exchange)) ?? "");
  const isUnknown =
    scheme !== "about" && !isHttpScheme(scheme) && !rules.unsafeRedirect?.to.test(`${scheme}:`);
  return isUnknown && cause.family === "network" ? open("response-unseen") : null;
};

/** A redirect without CORS to an empty document, which Gecko loads outside of documents. */
export const blankRedirect: Way = ({ exchange, decision: { cause }, mode }, rules) => {
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

/** A call that demands a hash, of a redirect that is not followed and has no body to take it of. */
export const hashOfRedirect: Way = (
  { exchange, decision: { cause } },
  { refusesHashOfRedirect },
) => {
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

/** A redirect to a path, of a URL with user and password: Chromium has taken those off before. */
export const userinfoOfBase: Way = ({ exchange, decision: { cause } }, { dropsUserinfoOfBase }) => {
  if (cause?.code !== "redirect-contains-credentials" || !dropsUserinfoOfBase) return null;
  const hop = lastHop(exchange);
  const location = locationOf(hop);
  if (location === null || !includesCredentials(hop.url)) return null;
  return includesCredentials(parseLocation(location, withoutUserinfo(hop.url))?.href ?? "")
    ? null
    : open("response-unseen");
};

/** A redirect whose `Location` is no URL. */
export const invalidRedirect: Way = ({ exchange }, { invalidRedirect: { error, afterCheck } }) => {
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
export const redirectWithoutLocation: Way = (recorded, { passesErrorWithoutLocation }) => {
  const { exchange, decision } = recorded;
  const hop = lastHop(exchange);
  if (exchange.call?.redirect !== "error" || locationOf(hop) !== null) return null;
  if (!isRedirectStatus(hop.response?.status ?? 0)) return null;
  const index = exchange.hops.length - 1;
  if (!passesErrorWithoutLocation) {
    return decision.outcome === "allowed" ? unfollowed(exchange, index) : null;
  }
  if (decision.cause?.code !== "redirect-mode-error") return null;
  // Its hash is looked at there.
  if (exchange.call.hasIntegrity) return open("response-unseen");
  return { outcome: "allowed", cause: null, at: moment(index, "after-check") };
};

/**
 * A redirect to a URL with a user and a password, that CORS has nothing against: XMLHttpRequest alone may follow it,
 * and so may requests with keepalive.
 */
export const passwordInRedirect: Way = ({ exchange, mode }, rules) => {
  const { call, resourceType } = exchange;
  if (!rules.refusesRedirectedPasswords || call?.keepalive || call?.api === "xhr") return null;
  const cause = causeOfPassword(exchange);
  if (cause === null) return null;
  const at = moment(cause.hop, "redirect");
  if (mode === "no-cors") return { outcome: "blocked", cause, at };
  // What CORS has against it comes up before.
  const after = at + 0.5;
  const mayBeXhr = call === null && resourceType === "xmlhttprequest";
  return mayBeXhr ? { open: "call-unseen", at: after } : { outcome: "blocked", cause, at: after };
};

/** A redirect that its page does not want followed: by the redirect mode alone. */
function unfollowed({ call }: Exchange, hop: number): OwnWay {
  const at = moment(hop, "after-check");
  return call?.redirect === "manual"
    ? { outcome: "opaque", cause: causeFrom("opaque-redirect", "redirect", hop), at }
    : { outcome: "blocked", cause: causeFrom("redirect-mode-error", "redirect", hop), at };
}
