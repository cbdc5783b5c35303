import { type Exchange, lastHop } from "../../../exchange/exchange.ts";
import {
  includesCredentials,
  isHttpScheme,
  originOf,
  parseLocation,
  sameOrigin,
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

/** Whether the redirect mode is "follow"; also true where the request has none, or none was recorded. */
export const isFollowing = ({ call }: Exchange) => (call?.redirect ?? "follow") === "follow";

/** A redirect to a URL that the lane's browser, or the recording one, never follows. */
export const unsafeRedirect: Way = ({ exchange, decision: { cause }, walk: { hops } }, rules) => {
  const { location, hop } = hops[hops.length - 1] as HopWalk;
  if (location === null || cause === null) return null;
  const unsafe = rules.unsafeRedirect;
  const isUnsafe = cause.code === "unsafe-redirect" || !isHttpScheme(schemeOf(location));
  // The recording browser stopped at the redirect, whatever its mode.
  if (isUnsafe && UNFOLLOWED.test(cause.code) && !isFollowing(exchange)) {
    return unfollowed(exchange, hop);
  }
  if (unsafe === null || !REFUSED.test(cause.code) || cause.stage !== "redirect") return null;
  // The CORS check refuses all schemes outside `unsafe.to`.
  if (!isFollowing(exchange) || !unsafe.to.test(location)) return null;
  const stopped = causeFrom("unsafe-redirect", "redirect", hop, unsafe.error);
  const at = moment(hop, unsafe.afterCheck ? "after-check" : "before-check");
  return { outcome: "failed", cause: stopped, at };
};

const UNFOLLOWED = /^(?:unsafe-redirect|redirect-mode-error)$/;
const REFUSED =
  /^(?:unsafe-redirect|cors-disabled-scheme|disallowed-by-mode|network-error|opaque-no-cors)$/;

/** An image redirected to an unknown scheme: Gecko shows the redirect's own body if that is an image. */
export const imageLeadingOut: Way = ({ exchange, decision: { cause }, mode }, rules) => {
  if (!rules.showsImagesLeadingOut || mode !== "no-cors") return null;
  if (!/^image/.test(exchange.resourceType) || cause?.stage !== "redirect") return null;
  const scheme = schemeOf(locationOf(lastHop(exchange)) ?? "");
  const isUnknown =
    scheme !== "about" && !isHttpScheme(scheme) && !rules.unsafeRedirect?.to.test(`${scheme}:`);
  return isUnknown && cause.family === "network" ? open("response-unseen") : null;
};

/** A no-cors redirect to about:blank, which Gecko loads for workers and keepalive requests. */
export const blankRedirect: Way = ({ exchange, decision: { cause }, mode }, rules) => {
  const { call, hops, resourceType } = exchange;
  if (!rules.loadsBlankFromWorkers || mode !== "no-cors") return null;
  if (cause?.code !== "unsafe-redirect" || !isFollowing(exchange)) return null;
  if (!/^about:blank$/i.test(locationOf(lastHop(exchange)) ?? "")) return null;
  // Beacons were seen to end in either way.
  if (call?.api === "beacon") return open("response-unseen");
  if (call?.keepalive) {
    const hop = hops.length - 1;
    const loaded = causeFrom("opaque-no-cors", "redirect", hop);
    return { outcome: "opaque", cause: loaded, at: moment(hop, "redirect") };
  }
  // Images fail there. Preloads do not, and no event shows that a request is a preload.
  return call === null && resourceType !== "image" ? open("call-unseen") : null;
};

/** A call with integrity metadata whose redirect is not followed, so there is no body to hash. */
export const hashOfRedirect: Way = (
  { exchange, decision: { cause } },
  { refusesHashOfRedirect },
) => {
  const { call, hops } = exchange;
  if (call?.redirect !== "manual" || !call.hasIntegrity) return null;
  const hop = hops.length - 1;
  if (!refusesHashOfRedirect) {
    const isRefused = cause?.code === "integrity" && cause.stage === "redirect";
    // No event shows which content the hash was computed from.
    return isRefused ? open("response-unseen") : null;
  }
  if (cause?.code !== "opaque-redirect") return null;
  const refused = causeFrom("integrity", "redirect", hop);
  return { outcome: "blocked", cause: refused, at: moment(hop, "after-check") };
};

/** A redirect to a path, from a URL with user and password: Chromium removes those first. */
export const userinfoOfBase: Way = ({ exchange, decision: { cause } }, { dropsUserinfoOfBase }) => {
  if (cause?.code !== "redirect-contains-credentials" || !dropsUserinfoOfBase) return null;
  const hop = lastHop(exchange);
  const location = locationOf(hop);
  if (location === null || !includesCredentials(hop.url)) return null;
  return includesCredentials(parseLocation(location, withoutUserinfo(hop.url))?.href ?? "")
    ? null
    : open("response-unseen");
};

/** Redirect mode "error" and a redirect to a URL with user and password, which another check also refuses. */
export const passwordBeforeMode: Way = ({ exchange, decision: { cause }, mode, walk }, rules) => {
  if (exchange.call?.redirect !== "error" || mode !== "cors") return null;
  const { corsTainted, hop, location } = walk.hops[walk.hops.length - 1] as HopWalk;
  if (!rules.checksPasswordBeforeMode) {
    return cause?.code === "redirect-contains-credentials" ? unfollowed(exchange, hop) : null;
  }
  if (cause?.code !== "redirect-mode-error" || location === null) return null;
  const origin = exchange.initiatorOrigin ?? "null";
  const isForeign = corsTainted || !sameOrigin(origin, originOf(location));
  if (!isForeign || !includesCredentials(location)) return null;
  const refused = causeFrom("redirect-contains-credentials", "redirect", hop);
  return { outcome: "blocked", cause: refused, at: moment(hop, "redirect") };
};

/** A redirect with an invalid URL in `Location`. */
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

/** Redirect mode "error" and a redirect status without `Location`: in the standard the status is an error. */
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
  // The lane's browser would check the response's hash.
  if (exchange.call.hasIntegrity) return open("response-unseen");
  return { outcome: "allowed", cause: null, at: moment(index, "after-check") };
};

/**
 * A redirect to a URL with user and password that passes CORS. Only XMLHttpRequest may follow it. The network
 * follows it for keepalive requests, and no page sees how a beacon ended (measured in Chromium 156).
 */
export const passwordInRedirect: Way = ({ exchange, mode }, rules) => {
  const { call, resourceType } = exchange;
  if (!rules.refusesRedirectedPasswords) return null;
  if (call?.api === "xhr" || call?.api === "beacon") return null;
  const cause = causeOfPassword(exchange);
  if (cause === null) return null;
  const at = moment(cause.hop, "redirect");
  if (mode === "no-cors") return { outcome: "blocked", cause, at };
  // CORS problems of the redirect come first.
  const after = at + 0.5;
  const mayBeXhr = call === null && resourceType === "xmlhttprequest";
  return mayBeXhr ? { open: "call-unseen", at: after } : { outcome: "blocked", cause, at: after };
};

/** The result of an unfollowed redirect, by the redirect mode alone. */
function unfollowed({ call }: Exchange, hop: number): OwnWay {
  const at = moment(hop, "after-check");
  // Browsers compute the hash from different content of such a response.
  if (call?.redirect === "manual" && call.hasIntegrity) return { open: "response-unseen", at };
  return call?.redirect === "manual"
    ? { outcome: "opaque", cause: causeFrom("opaque-redirect", "redirect", hop), at }
    : { outcome: "blocked", cause: causeFrom("redirect-mode-error", "redirect", hop), at };
}
