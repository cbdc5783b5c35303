import { type Exchange, judgedHeaders, lastHop, type Response } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import type { Hypothesis } from "../hypotheses/hypotheses.ts";
import type { PredictedRules } from "../lane-rules.ts";
import type { OpenReason } from "../verdict.ts";
import { ALLOW_ORIGIN, variesByOrigin } from "./echoes.ts";
import type { Unseen } from "./unseen.ts";

/** The unknown responses that do not depend on preflights: from caches, and to a stream sent as text. */
export function unseenResponses(
  exchange: Exchange,
  chosen: Hypothesis,
  ownRules: PredictedRules,
  rules: PredictedRules,
): Unseen[] {
  const unseen = (hop: number, reason: OpenReason): Unseen => ({
    hop,
    stage: "response",
    reason,
    maybe: "anything",
  });
  const isCachedAlike = ownRules.cachesByCredentials === rules.cachesByCredentials;
  const cached = isCachedAlike
    ? []
    : [
        ...(isOfOwnCacheAlone(exchange, chosen) ? [0] : []),
        ...hopsOfLaneCache(exchange, chosen, rules),
      ];
  // One browser sends a stream and the other sends text, to which the server may respond differently.
  const isOtherBody =
    exchange.call?.body === "stream" && ownRules.streamsBodies !== rules.streamsBodies;
  return [
    ...cached.map((hop) => unseen(hop, "cache-unseen")),
    ...(isOtherBody ? [unseen(0, "response-unseen")] : []),
  ];
}

/** Whether the response was stored for another origin, in a cache that the lane's browser does not have. */
function isOfOwnCacheAlone(exchange: Exchange, { walk }: Hypothesis): boolean {
  const { cachedFrom, id, initiatorOrigin } = exchange;
  const { requestHeaders, response } = lastHop(exchange);
  if (cachedFrom === null || cachedFrom.exchange === id || cachedFrom.sharedElsewhere) return false;
  const { origin } = cachedFrom;
  if (origin === initiatorOrigin || origin === get(requestHeaders ?? [], "Origin")) return false;
  const isChecked = walk.hops.some(({ corsTainted }) => corsTainted);
  return isChecked && !isForAll(response) && !isUnprompted(exchange);
}

/**
 * The hops for which the lane's cache may hold the response to an earlier request, with other credentials or
 * an opaque origin.
 */
function hopsOfLaneCache(
  { cachedFrom, requesters, hops }: Exchange,
  { walk, modes }: Hypothesis,
  rules: PredictedRules,
): number[] {
  return requesters
    .filter(({ exchange, hop, allowOrigin, storedApart, credentialsIncluded }) => {
      // Both caches serve this response.
      if (exchange === cachedFrom?.exchange && cachedFrom.sharedElsewhere) return false;
      const isApart = credentialsIncluded === (modes.credentials !== "include");
      if (rules.cachesByCredentials && (!storedApart || isApart)) return false;
      const isSame = allowOrigin === "*" && isForAll(hops[hop]?.response ?? null);
      return walk.hops[hop]?.corsTainted === true && !isSame;
    })
    .map(({ hop }) => hop);
}

/** Whether the stored response allows this origin although the request for it named none. */
function isUnprompted(exchange: Exchange): boolean {
  const { cachedFrom } = exchange;
  const { requestHeaders, response } = lastHop(exchange);
  const sent = get(requestHeaders ?? [], "Origin");
  if (cachedFrom?.origin !== null || sent === null || response === null) return false;
  const headers = judgedHeaders(response);
  return get(headers, ALLOW_ORIGIN) === sent && !variesByOrigin(headers);
}

/** Whether a response allows every origin. */
function isForAll(response: Response | null): boolean {
  if (response === null) return false;
  const headers = judgedHeaders(response);
  return get(headers, ALLOW_ORIGIN) === "*" && !variesByOrigin(headers);
}
