import { lastHop } from "../../../exchange/exchange.ts";
import { isHttpScheme, schemeOf } from "../../../http/origin.ts";
import { causeFrom } from "../../decision.ts";
import { moment } from "../../moment.ts";
import { locationUrl } from "../../standard/http-redirect-fetch.ts";
import type { HopWalk } from "../../standard/main-fetch.ts";
import { isMixedContent } from "../../standard/mixed-content.ts";
import { isFollowing } from "./redirects.ts";
import { type OwnWay, open, type Way } from "./way.ts";

/**
 * A `<track>` that a secure page requests over http. Chromium refuses it; Gecko treats it as media, which
 * may be mixed content. Both upgrade images, audio and video to https.
 */
export const mixedTrack: Way = ({ exchange, decision }, { refusesMixedTracks }) => {
  if (
    exchange.resourceType !== "media" ||
    /^(?:csp|disallowed-by-mode)$/.test(decision.cause?.code ?? "")
  )
    return null;
  const { hops } = exchange;
  if (!refusesMixedTracks) {
    // Media that Chromium did not refuse was not a track, and both browsers upgrade it to https.
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
 * Requests over http of a secure page or its shared worker. At a redirect to http, Gecko reports mixed
 * content before CORS (measured in 153).
 */
export const mixedContent: Way = ({ exchange, walk: { hops } }, { sharedWorkersMix }) => {
  if (sharedWorkersMix || OF_ITS_OWN.test(exchange.resourceType)) return null;
  // The browser itself upgraded other hops to https, by the page's policy.
  const sent = exchange.hops.findIndex(
    ({ url, redirect }) => isMixedContent(exchange, url) && !redirect?.internal,
  );
  if (sent === 0) return mixedAt(sent, "before-check");
  // An unfollowed redirect requests nothing, although Chromium may report its target.
  if (!isFollowing(exchange)) return null;
  if (sent !== -1) return mixedAt(sent, "before-check");
  const { location, hop, responseProblems } = hops[hops.length - 1] as HopWalk;
  if (location === null || responseProblems?.[0] === undefined) return null;
  if (!isHttpScheme(schemeOf(location))) return null;
  return isMixedContent(exchange, location) ? mixedAt(hop + 1, "before-check") : null;
};

/**
 * Mixed content blocked for a worker, or for a caller that the events do not distinguish from one.
 * Chromium allows it in shared workers and in workers with an opaque origin.
 */
export const workersMix: Way = ({ exchange, decision }, { sharedWorkersMix, opaqueWorkersMix }) => {
  const { call, documentId, documentOrigins, initiatorOrigin, resourceType } = exchange;
  if (decision.cause?.code !== "mixed-content" || call !== null) return null;
  if (resourceType !== "xmlhttprequest" || documentId !== null) return null;
  // A request without a known origin may have an opaque one. A shared worker's requests have no document.
  const mayBeOpaque = (initiatorOrigin ?? "null") === "null";
  const mayBeShared = documentOrigins.length === 0;
  const mayMix = mayBeOpaque ? opaqueWorkersMix : sharedWorkersMix && mayBeShared;
  return mayMix ? open("own-policy") : null;
};

/** A worker's redirect to a scheme that is not fetched; events may not distinguish the caller from a worker. */
export const workerLeadingOut: Way = (
  { exchange, decision: { cause }, mode },
  { refusesWorkersLeadingOut },
) => {
  if (!refusesWorkersLeadingOut) return null;
  const isCors = mode === "cors" && cause?.code === "cors-disabled-scheme";
  if (!isCors && (mode !== "no-cors" || cause?.code !== "network-error")) return null;
  const { call, documentId, resourceType } = exchange;
  if (call !== null || documentId !== null || resourceType !== "xmlhttprequest") return null;
  const to = locationUrl(lastHop(exchange));
  if (to === null || !isMixedContent(exchange, to)) return null;
  return isCors ? { ...open("own-policy"), isBlocked: true } : open("own-policy");
};

/** Images and media are upgraded to https. Documents and WebSockets are decided elsewhere. */
const OF_ITS_OWN = /^(?:image|imageset|media|main_frame|sub_frame|websocket)$/;

/** Mixed content at a hop: the first hop is not sent, the others are targets of redirects. */
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
