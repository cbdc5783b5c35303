import type { Exchange, Hop, Preflight } from "../../exchange/exchange.ts";
import { asciiLowercase, listMembers } from "../../http/field-values.ts";
import { get, type HeaderList, has } from "../../http/header-list.ts";
import {
  corsUnsafeRequestHeaders,
  isForbiddenRequestHeaderName,
  SAFELISTED_NAMES,
  whyUnsafe,
} from "../../http/safelist.ts";
import type { PredictedRules } from "../lane-rules.ts";

export const REQUEST_HEADERS = "Access-Control-Request-Headers";

/** The names that a preflight requests, lower-case. */
export const namesIn = ({ requestHeaders }: Preflight): string[] =>
  listMembers(get(requestHeaders ?? [], REQUEST_HEADERS)).map(asciiLowercase);

/** The page's own headers on a hop's request, as far as recorded; names are lower-case. */
export interface PageHeaders {
  /** The names that the hop's own preflight announced. */
  readonly announced: readonly string[];
  /** The headers of the request as sent. */
  readonly sent: HeaderList;
  /** The headers that a redirect removed and that another browser may have kept. */
  readonly gone: HeaderList;
  /** Whether a redirect removed the body. */
  readonly hasLostBody: boolean;
  /** The names whose values were not recorded. */
  readonly unsent: readonly string[];
}

/** The page's own headers on a hop, by the call, the preflight and the request as sent. */
export function pageHeadersOf({ call, hops }: Exchange, hop: Hop): PageHeaders {
  const announced = hop.preflight === null ? [] : namesIn(hop.preflight);
  const called = call?.headerNames ?? [];
  const mayHaveMore = call === null || call.body !== "none";
  // A request without Sec-CH-UA has no other client hints added by the browser.
  const hasOwnHints = has(hop.requestHeaders ?? [], "Sec-CH-UA");
  const isOfPage = (name: string) =>
    (called.includes(name) ||
      announced.includes(name) ||
      (mayHaveMore && isOfCaller(name, call === null, hasOwnHints))) &&
    !isForbiddenRequestHeaderName(name);
  const sent: [string, string][] = [];
  for (const [spelt, value] of hop.requestHeaders ?? []) {
    const name = asciiLowercase(spelt);
    if (isOfPage(name)) sent.push([name, value]);
  }
  // The call's names count only for an unsent first request, as redirects may remove headers.
  const isOfCall = hop.requestHeaders === null && hop === hops[0];
  const named = isOfCall ? [...announced, ...called] : announced;
  const unsent = named.filter((name) => !has(sent, name) && !isForbiddenRequestHeaderName(name));
  const [first] = hops;
  const hasLostBody = hop.method === "GET" && first?.method !== "GET";
  const gone: [string, string][] = [];
  if (hop !== first && (hasLostBody || called.length > 0)) {
    for (const [spelt, value] of first?.requestHeaders ?? []) {
      const name = asciiLowercase(spelt);
      const isKept = DROPPED_HINTS.has(name) ? !called.includes(name) : !OF_BODY.has(name);
      if (!isKept && !has(sent, name)) gone.push([name, value]);
    }
  }
  return {
    announced,
    sent: sent.length > 1 ? [...new Map(sent)] : sent,
    gone,
    hasLostBody,
    unsent,
  };
}

/** https://fetch.spec.whatwg.org/#request-body-header-name */
const OF_BODY: ReadonlySet<string> = new Set(
  "content-encoding content-language content-location content-type".split(" "),
);

/** The client hints that Chromium removes at a redirect; not `Save-Data` (measured in 156). */
const DROPPED_HINTS: ReadonlySet<string> = new Set(
  "device-memory downlink dpr ect rtt viewport-width width".split(" "),
);

/** The names of the page's headers that a lane's preflight announces, lower-case and sorted. */
export function unsafeNames(
  { announced, sent, gone, hasLostBody, unsent }: PageHeaders,
  rules: PredictedRules,
  hop: number,
): string[] {
  const isDropped = (name: string) =>
    (name === "user-agent" && rules.dropsUserAgent) ||
    (hop > 0 && rules.dropsHintsAtRedirects && DROPPED_HINTS.has(name)) ||
    // Gecko's preflight still announces the body's headers.
    (hasLostBody && !rules.preflightsAgainAfterRedirect && OF_BODY.has(name));
  const kept = [...sent, ...gone].filter(([name]) => !isDropped(name));
  const unsafe = new Set(corsUnsafeRequestHeaders(kept, rules.safelist).map(({ name }) => name));
  // The values of an unsent request are unknown, so a header is unsafe if its preflight announced it.
  for (const name of unsent) {
    if (isDropped(name)) continue;
    if (announced.includes(name) || whyUnsafe(name, "", rules.safelist) === "name")
      unsafe.add(name);
  }
  return [...unsafe].sort();
}

/** Whether a safelisted header is treated as the page's: browsers never give it an unsafe value themselves. */
function isOfCaller(name: string, isUnreported: boolean, hasOwnHints: boolean): boolean {
  if (name === "content-type" || !isUnreported) return name === "content-type";
  return hasOwnHints ? whyUnsafe(name, "") !== "name" : SAFELISTED_NAMES.has(name);
}
