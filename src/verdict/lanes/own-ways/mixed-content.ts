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
 * A track that a secure page has over http: Chromium refuses it, and Gecko counts it among the media
 * that may be mixed. Images, audio and video go over https in both.
 */
export const mixedTrack: Way = ({ exchange, decision }, { refusesMixedTracks }) => {
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
export const mixedContent: Way = ({ exchange, walk: { hops } }, { sharedWorkersMix }) => {
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
export const workersMix: Way = ({ exchange, decision }, { sharedWorkersMix, opaqueWorkersMix }) => {
  const { call, documentId, documentOrigins, initiatorOrigin, resourceType } = exchange;
  if (decision.cause?.code !== "mixed-content" || call !== null) return null;
  if (resourceType !== "xmlhttprequest" || documentId !== null) return null;
  // Of what sent no Origin, the origin may be an opaque one. A shared worker's requests are of no document.
  const mayBeOpaque = (initiatorOrigin ?? "null") === "null";
  const mayBeShared = documentOrigins.length === 0;
  const mayMix = mayBeOpaque ? opaqueWorkersMix : sharedWorkersMix && mayBeShared;
  return mayMix ? open("own-policy") : null;
};

/** A redirect that leads out of the web, of a worker or of what no event tells from one. */
export const workerLeadingOut: Way = (
  { exchange, decision: { cause }, mode },
  { refusesWorkersLeadingOut },
) => {
  if (!refusesWorkersLeadingOut || mode !== "no-cors" || cause?.code !== "network-error")
    return null;
  const { call, documentId, resourceType } = exchange;
  if (call !== null || documentId !== null || resourceType !== "xmlhttprequest") return null;
  const to = locationUrl(lastHop(exchange));
  return to !== null && isMixedContent(exchange, to) ? open("own-policy") : null;
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
