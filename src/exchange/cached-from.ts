import { CACHES, CACHES_ELSEWHERE } from "../browsers/caches.ts";
import { factsOf } from "../browsers/facts-of.ts";
import { READS_CHROMIUM } from "../browsers/scope.ts";
import { type CacheRules, mayBeReused, varyNames } from "../http/caching.ts";
import { get, type HeaderList, sameHeaderList } from "../http/header-list.ts";
import { maySameSite, type SerializedOrigin, sameOrigin } from "../http/origin.ts";
import { isRedirectStatus } from "../http/statuses.ts";
import type { Browser } from "../observation/observation.ts";
import { embedderPolicy } from "./documents.ts";
import { elementOf } from "./element-of.ts";
import type { CachedFrom, Hop, OtherRequester, Response } from "./exchange.ts";
import type { Entry, TabEvidence } from "./tab-evidence.ts";

/**
 * The earlier request whose stored response the browser reused; null where the response is fresh, or the
 * earlier request was not recorded.
 *
 * Chromium reports "from cache" only for responses that it lets through. For a blocked response the headers
 * show it: headers that servers generate per response are unchanged.
 */
export function cachedFrom(evidence: TabEvidence, entry: Entry): CachedFrom | null {
  const { browser } = evidence;
  const { read } = entry;
  const last = read.hops[read.hops.length - 1];
  if (last?.response == null) return null;
  const { response } = last;
  if (!response.fromCache && read.ending.kind !== "failed") return null;
  let found: { readonly exchange: string; readonly other: Entry; readonly earlier: Hop } | null =
    null;
  let newest = Number.NEGATIVE_INFINITY;
  /** When the newest request with a response from the network for this URL began. */
  let latest = newest;
  /** Another exchange with the same stored response, for when the original request was not recorded. */
  let alsoServed: CachedFrom | null = null;
  for (const [exchange, other] of evidence.requests) {
    for (const hop of other.read.hops) {
      if (hop.url !== last.url || hop.response === null || hop === last) continue;
      if (hop.method === "OPTIONS") continue;
      if (hop.response.fromCache) {
        if (READS_CHROMIUM && gotTheSame(browser, hop, last)) {
          alsoServed = { exchange, origin: originSent(hop) };
        }
        continue;
      }
      if (hop.startedAt >= last.startedAt) continue;
      latest = Math.max(latest, hop.startedAt);
      if (hop.startedAt < newest) continue;
      if (!response.fromCache && !isSameResponse(hop.response, response, last)) continue;
      // The costly checks come last: pages poll one URL thousands of times.
      if (factsOf(browser).cachesCallsApart && areStoredApart(hop, entry, other)) continue;
      if (
        factsOf(browser).cachesByCredentials &&
        haveSameCredentials(evidence, [entry, last], [other, hop]) === false
      )
        continue;
      newest = hop.startedAt;
      found = { exchange, other, earlier: hop };
    }
  }
  if (found === null) return alsoServed;
  const { exchange, other, earlier } = found;
  const isShared =
    latest === newest && isSharedElsewhere(evidence, [entry, last], [other, earlier]);
  return { exchange, origin: originSent(earlier), ...(isShared && { sharedElsewhere: true }) };
}

/** Whether another browser's cache would also serve the stored response to the later request. */
function isSharedElsewhere(
  evidence: TabEvidence,
  later: readonly [Entry, Hop],
  earlier: readonly [Entry, Hop],
): boolean {
  const { browser } = evidence;
  const [entry, last] = later;
  const [other, hop] = earlier;
  // Firefox 153 does not store a redirect that it refused itself.
  const wasRefused = other.read.ending.kind !== "completed" && hop === other.read.hops.at(-1);
  if (wasRefused || !sharesCache(entry, other)) return false;
  if (!wouldServe(hop, last, CACHES_ELSEWHERE[browser])) return false;
  // Chromium does not store a response that it may have withheld, and shares all others.
  if (!READS_CHROMIUM || factsOf(browser).cachesByCredentials) return originSent(hop) === null;
  return (
    !areStoredApart(last, entry, other) &&
    haveSameType(entry, other) &&
    haveSameCredentials(evidence, later, earlier) === true
  );
}

/** A preload for a call has the type "other" in Chromium, and that of a call in Gecko (seen in 156 and 153). */
function haveSameType(
  { trace: { facts: one } }: Entry,
  { trace: { facts: other } }: Entry,
): boolean {
  const types = [one.resourceType, other.resourceType];
  return types[0] === types[1] || !types.includes("other");
}

/**
 * Whether a request with another `Origin`, or none, got the same stored response that CORS then withheld from
 * a later one. Chromium does not store withheld responses, so another requester had it stored; Gecko stores
 * them as well.
 */
function gotTheSame(browser: Browser, earlier: Hop, later: Hop): boolean {
  if (factsOf(browser).storesWithheldResponses) return false;
  if (earlier.response === null || later.response === null) return false;
  return (
    earlier.startedAt < later.startedAt &&
    originSent(earlier) !== originSent(later) &&
    sameHeaderList(storable(earlier.response.headers), storable(later.response.headers)) &&
    wouldServe(earlier, later, CACHES[browser])
  );
}

/**
 * The newest earlier requests for the URLs of a blocked exchange that sent another `Origin`, or none, and
 * whose responses a cache may reuse regardless; one each with and without credentials. Blocked responses are
 * not stored. Once the server allows all of them, one requester gets the response stored for the other.
 *
 * @param hops the exchange's hops, with their preflights.
 */
export function requesters(
  evidence: TabEvidence,
  entry: Entry,
  hops: readonly Hop[],
): OtherRequester[] {
  const { browser } = evidence;
  const { ending } = entry.read;
  const { completesWithheld, cachesByCredentials, cachesCallsApart } = factsOf(browser);
  if (ending.kind === "pending") return [];
  const mayBeWithheld = ending.kind === "failed" || completesWithheld;
  // Among allowed requests, only those of opaque origins may hit another browser's cache.
  if (!mayBeWithheld && !areOpaque(entry)) return [];
  // The earlier requests began with one of these URLs.
  const urls = new Set(hops.map(({ url }) => url));
  const others = [...urls].flatMap((url) => [...evidence.requests.find("url", url)]);
  return hops.flatMap((hop, index): OtherRequester[] => {
    if (hop.method !== "GET") return [];
    const origin = originSent(hop) ?? originSent(hop.preflight);
    const stored: { exchange: string; other: Entry; earlier: Hop; isApart: boolean }[] = [];
    for (const [exchange, other] of others) {
      for (const earlier of other.read.hops) {
        if (earlier.response === null || earlier.url !== hop.url) continue;
        if (earlier.method !== "GET") continue;
        if (earlier.startedAt >= hop.startedAt || originSent(earlier) === origin) continue;
        const isShared = sharesCache(entry, other);
        // Gecko stores responses for opaque origins, and Chromium some that Gecko does not.
        const mayBeElsewhere =
          READS_CHROMIUM && !cachesByCredentials ? areOpaque(entry, other) : isShared;
        if (!isShared && !mayBeElsewhere) continue;
        // Cached responses to the exchange's own hops are already marked as from the cache.
        const isKept =
          other !== entry &&
          isShared &&
          isStored(other, earlier) &&
          wouldServe(earlier, hop, CACHES[browser]);
        const isElsewhere =
          mayBeElsewhere && wouldServe(earlier, hop, CACHES_ELSEWHERE[browser], OF_THE_BROWSER);
        if (!(isKept ? mayBeWithheld : isElsewhere)) continue;
        const isApart = !isKept || (cachesCallsApart && areStoredApart(hop, entry, other));
        stored.push({ exchange, other, earlier, isApart });
      }
    }
    const newest = new Map<string, OtherRequester>();
    stored.sort((one, other) => other.earlier.startedAt - one.earlier.startedAt);
    for (const { exchange, other, earlier, isApart } of stored.slice(0, REQUESTERS_LOOKED_AT)) {
      const credentialsIncluded = includedCredentials(evidence, other, earlier);
      const kind = `${credentialsIncluded} ${isApart}`;
      if (newest.has(kind)) continue;
      const allowOrigin =
        earlier.response && get(earlier.response.headers, "Access-Control-Allow-Origin");
      newest.set(kind, {
        ...{ hop: index, exchange, origin: originSent(earlier) },
        ...{ allowOrigin, credentialsIncluded },
        ...(isApart && { storedApart: true }),
      });
    }
    return [...newest.values()];
  });
}

/** A cache holds the newest of many responses. */
const REQUESTERS_LOOKED_AT = 20;

/** Whether a cache stores the response: one refused without CORS is not stored. */
function isStored({ read: { hops, ending } }: Entry, hop: Hop): boolean {
  if (originSent(hop) !== null || ending.kind === "completed") return true;
  return hop !== hops[hops.length - 1] || isRedirectStatus(hop.response?.status ?? 0);
}

/** null where either is unknown. */
function haveSameCredentials(
  evidence: TabEvidence,
  ...both: readonly (readonly [Entry, Hop])[]
): boolean | null {
  const [one, other] = both.map(([entry, hop]) => includedCredentials(evidence, entry, hop));
  return one == null || other == null ? null : one === other;
}

/** Whether a request included credentials, according to its call, element or headers; null where unknown. */
function includedCredentials(evidence: TabEvidence, entry: Entry, hop: Hop): boolean | null {
  const called = evidence.calls.get(entry.call)?.trace.call ?? elementOf(evidence, entry).element;
  const mode = called?.credentials ?? null;
  const isAtHome = sameOrigin(entry.trace.facts.initiator ?? "null", hop.origin);
  // https://html.spec.whatwg.org/multipage/browsers.html#coep-credentialless
  const isBare =
    embedderPolicy(evidence, entry.trace.facts, entry.read.startedAt) === "credentialless";
  const headers = hop.requestHeaders ?? [];
  const isNoCors = (called?.mode ?? get(headers, "Sec-Fetch-Mode")) === "no-cors";
  if (isNoCors && isBare && !isAtHome) return false;
  if (mode === "include" || get(headers, "Cookie") !== null) return true;
  if (get(headers, "Sec-Fetch-Storage-Access") !== null) return true;
  if (mode === "omit") return false;
  return mode && isAtHome;
}

function originSent(request: Pick<Hop, "requestHeaders"> | null): SerializedOrigin | null {
  return request?.requestHeaders ? get(request.requestHeaders, "Origin") : null;
}

/**
 * Whether the stored response to an earlier request would also serve a later one.
 *
 * @param alike the names of headers that differ in this browser but may not in another.
 */
function wouldServe(
  { response, requestHeaders }: Hop,
  later: Hop,
  rules: CacheRules,
  alike?: RegExp,
): boolean {
  if (response === null || !mayBeReused(response, response.receivedAt, rules)) return false;
  return varyNames(response.headers).every(
    (name) =>
      name !== "*" &&
      (alike?.test(name) ||
        get(requestHeaders ?? [], name) === get(later.requestHeaders ?? [], name)),
  );
}

/** Headers whose values each browser chooses for fonts and media, unless the page sets them. */
const OF_THE_BROWSER = /^accept(?:-encoding)?$/i;

/**
 * Whether two documents of a tab share a cache: browsers partition the cache by site, and store nothing for
 * opaque origins.
 */
function sharesCache(
  { trace: { facts: one } }: Entry,
  { trace: { facts: other } }: Entry,
): boolean {
  return maySameSite(one.initiator ?? "null", other.initiator ?? "null");
}

/** Whether all are requests of opaque origins. */
const areOpaque = (...both: readonly Entry[]) =>
  both.every(({ trace }) => trace.facts.initiator === "null");

/**
 * Whether Gecko stores two requests' responses separately: for cross-site servers it separates requests by
 * scripts from those by elements (seen in 153).
 */
function areStoredApart({ origin }: Hop, one: Entry, other: Entry): boolean {
  const [here, there] = [one, other].map(({ trace }) => trace.facts);
  const isCall = (facts = here) => facts?.resourceType === "xmlhttprequest";
  return isCall() !== isCall(there) && !maySameSite(here?.initiator ?? "null", origin);
}

/** Whether a response is a stored earlier one, and not a new response with equal headers. */
function isSameResponse(earlier: Response, response: Response, hop: Hop): boolean {
  const date = get(response.headers, "Date");
  if (get(earlier.headers, "Date") !== date) return false;
  if (!sameHeaderList(storable(earlier.headers), storable(response.headers))) return false;
  // HTTP/1.1 servers send connection headers with each response; stored responses lack them.
  if (concernsConnection(earlier.headers) && !concernsConnection(response.headers)) return true;
  if (response.headers.some(([name]) => MADE_ANEW.test(name))) return true;
  // Dates have a resolution of seconds: two responses within one second share a date.
  const apart = (hop.sentAt ?? hop.startedAt) - earlier.receivedAt;
  return date !== null && apart > 1000;
}

/** Caches do not store headers that concern only the connection or the requester. */
function storable(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => !OF_THE_CONNECTION.test(name) && !FOR_ONE_ALONE.test(name));
}

const concernsConnection = (headers: HeaderList) =>
  headers.some(([name]) => OF_THE_CONNECTION.test(name));

/** https://httpwg.org/specs/rfc9111.html#storing.fields */
const OF_THE_CONNECTION =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/i;

/** Headers that Chromium does not store either: net::HttpResponseInfo::Persist. */
const FOR_ONE_ALONE =
  /^(?:set-cookie2?|www-authenticate|proxy-authenticate|strict-transport-security|content-range)$/i;

/** Headers that identify a single response. */
const MADE_ANEW =
  /^(?:x-(?:amzn?-)?request-?id|request-id|x-(?:trace|correlation|vercel|amz-cf)-id|cf-ray|traceparent)$/i;
