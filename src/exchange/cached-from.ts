import { get, type HeaderList, sameHeaderList } from "../http/header-list.ts";
import type { CachedFrom, Hop, Response } from "./exchange.ts";
import type { ReadTrace } from "./request-trace.ts";

/**
 * The earlier request for which the browser had stored the answer that it now gave; null where the
 * answer is a fresh one, or the earlier request was not recorded.
 *
 * Chromium says "from cache" only of responses that it lets through. Of one that it blocks, the
 * headers tell: what servers make anew for each answer is there again, unchanged.
 */
export function cachedFrom(
  read: ReadTrace,
  recorded: ReadonlyMap<string, { readonly read: ReadTrace }>,
): CachedFrom | null {
  const last = read.hops[read.hops.length - 1];
  if (last?.response == null) return null;
  const { response } = last;
  if (!response.fromCache && read.ending.kind !== "failed") return null;
  let found: CachedFrom | null = null;
  let newest = Number.NEGATIVE_INFINITY;
  for (const [exchange, { read: other }] of recorded) {
    for (const hop of other.hops) {
      if (hop.url !== last.url || hop.response === null || hop === last) continue;
      if (hop.method === "OPTIONS" || hop.response.fromCache) continue;
      if (hop.startedAt >= last.startedAt || hop.startedAt < newest) continue;
      if (!response.fromCache && !isSameAnswer(hop.response, response, last)) continue;
      newest = hop.startedAt;
      found = { exchange, origin: hop.requestHeaders && get(hop.requestHeaders, "Origin") };
    }
  }
  return found;
}

/** Whether a response is an earlier one given out again, and not a new one that looks like it. */
function isSameAnswer(earlier: Response, response: Response, hop: Hop): boolean {
  if (!sameHeaderList(storable(earlier.headers), storable(response.headers))) return false;
  // HTTP/1.1 servers tell with each answer what becomes of the connection; stored answers do not.
  if (tellsOfConnection(earlier.headers) && !tellsOfConnection(response.headers)) return true;
  if (response.headers.some(([name]) => MADE_ANEW.test(name))) return true;
  // A date counts seconds: a new answer made in the same one has the same.
  const apart = (hop.sentAt ?? hop.startedAt) - earlier.receivedAt;
  return get(response.headers, "Date") !== null && apart > 1000;
}

/** Caches leave out what concerned the connection, or the one who asked, alone. */
function storable(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => !OF_THE_CONNECTION.test(name) && !FOR_ONE_ALONE.test(name));
}

const tellsOfConnection = (headers: HeaderList) =>
  headers.some(([name]) => OF_THE_CONNECTION.test(name));

/** https://httpwg.org/specs/rfc9111.html#storing.fields */
const OF_THE_CONNECTION =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/i;

/** What Chromium does not store of an answer either: net::HttpResponseInfo::Persist. */
const FOR_ONE_ALONE =
  /^(?:set-cookie2?|www-authenticate|proxy-authenticate|strict-transport-security|content-range)$/i;

/** Headers that name one answer, and no other. */
const MADE_ANEW =
  /^(?:x-(?:amzn?-)?request-?id|request-id|x-(?:trace|correlation|vercel|amz-cf)-id|cf-ray|traceparent)$/i;
