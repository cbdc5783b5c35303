import {
  type Exchange,
  type Hop,
  judgedHeaders,
  type Preflight,
  type Response,
  withHops,
} from "../exchange/exchange.ts";
import { asciiLowercase, listMembers } from "../http/field-values.ts";
import { get, getAll, type HeaderList, has, set } from "../http/header-list.ts";
import { isCorsSafelistedMethod } from "../http/methods.ts";
import { originOf } from "../http/origin.ts";
import {
  corsUnsafeRequestHeaders,
  isForbiddenRequestHeaderName,
  whyUnsafe,
} from "../http/safelist.ts";
import type { LaneRules } from "./lane-rules.ts";
import { missingHeaderNames } from "./standard/cors-preflight-fetch.ts";
import type { FetchWalk } from "./standard/main-fetch.ts";
import type { OpenReason } from "./verdict.ts";

/** A message that the other browser would have had, and that nobody saw. */
export interface Unseen {
  readonly hop: number;
  readonly stage: "preflight" | "response";
  readonly reason: OpenReason;
}

/** An exchange as another lane's browser would have made it. */
export interface Counterpart {
  readonly exchange: Exchange;
  /** The first message on the way of which the recording tells nothing; null where there is none. */
  readonly unseen: Unseen | null;
}

/**
 * The recorded exchange as the browser of another lane would have made it: with the preflights that
 * it would have sent, as far as the recording tells how the server responds to them. Where nothing
 * on the way differs it is the very same object. Pure.
 *
 * @param own the walk of the exchange by the rules of the browser that recorded it.
 * @param ownRules those rules.
 * @returns what makes it by the rules of another lane. What is the same for all lanes is read once.
 */
export function counterparts(
  exchange: Exchange,
  own: FetchWalk,
  ownRules: LaneRules,
): (rules: LaneRules) => Counterpart {
  const pageHeaders = exchange.hops.map((hop, index) =>
    own.hops[index]?.need == null ? null : pageHeadersOf(exchange, hop),
  );
  return (rules) => counterpart(exchange, own, pageHeaders, ownRules, rules);
}

function counterpart(
  exchange: Exchange,
  own: FetchWalk,
  pageHeaders: readonly (PageHeaders | null)[],
  ownRules: LaneRules,
  rules: LaneRules,
): Counterpart {
  const unseen: Unseen[] = [];
  let wasNeeded = false;
  const { cachedFrom } = exchange;
  const isOfOther = cachedFrom !== null && cachedFrom.origin !== exchange.initiatorOrigin;
  if (isOfOther && ownRules.cachesByCredentials !== rules.cachesByCredentials) {
    unseen.push({ hop: 0, stage: "response", reason: "cache-unseen" });
  }
  // What was asked before with other credentials may be its cache's response.
  if (ownRules.cachesByCredentials && !rules.cachesByCredentials) {
    for (const { hop } of exchange.otherAskers) {
      unseen.push({ hop, stage: "response", reason: "cache-unseen" });
    }
  }
  // Sent as a stream by one and as text by the other: the server may not take it so.
  if (exchange.call?.body === "stream" && ownRules.streamsBodies !== rules.streamsBodies) {
    unseen.push({ hop: 0, stage: "response", reason: "response-unseen" });
  }
  const hops = exchange.hops.map((hop, index) => {
    const walk = own.hops[index];
    const headers = pageHeaders[index] ?? null;
    if (walk === undefined || walk.need === null || headers === null) return hop;
    const open = (stage: Unseen["stage"], reason: OpenReason) => {
      unseen.push({ hop: index, stage, reason });
    };
    const names = unsafeNames(headers, rules);
    const needed =
      names.length > 0 ||
      !isCorsSafelistedMethod(walk.need.method) ||
      hasPreflightFlag(exchange, hop, ownRules, rules) ||
      (wasNeeded && rules.preflightsAgainAfterRedirect);
    wasNeeded ||= needed;
    const { preflight } = hop;
    if (preflight === null) {
      if (!needed) return hop;
      const ownNames = unsafeNames(headers, ownRules);
      const isCovered = names.every((name) => ownNames.includes(name));
      // One that was needed and not seen was answered from the cache: there as here.
      const isOwnNeeded = walk.need.needed !== false || ownNames.length > 0;
      if (!isOwnNeeded || !isCovered) open("preflight", "preflight-unseen");
      return hop;
    }
    if (!needed) {
      if (hop.response === null) open("response", "response-unseen");
      return { ...hop, preflight: null };
    }
    const origin = rules.preflightForgetsRedirects
      ? (exchange.initiatorOrigin ?? "null")
      : walk.origin;
    const sent = preflight.requestHeaders ?? [];
    const isSameList = names.join() === namesIn(preflight).join();
    const sentOrigin = get(sent, "Origin");
    if (isSameList && sentOrigin === origin) return hop;
    if (!isSameList && mayDependOnNames(preflight, names, rules)) {
      open("preflight", "headers-unseen");
    }
    const response =
      sentOrigin === null || sentOrigin === origin
        ? preflight.response
        : asSentTo(exchange, hop, preflight.response, sentOrigin, origin);
    if (response === "unseen") open("preflight", "origin-unseen");
    return {
      ...hop,
      preflight: {
        ...preflight,
        requestHeaders: requestHeaders(sent, names, origin),
        response: response === "unseen" ? preflight.response : response,
      },
    };
  });
  unseen.sort((a, b) => a.hop - b.hop || STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
  const isSame = hops.every((hop, index) => hop === exchange.hops[index]);
  return { exchange: isSame ? exchange : withHops(exchange, hops), unseen: unseen[0] ?? null };
}

const STAGES: readonly Unseen["stage"][] = ["preflight", "response"];
const REQUESTED = "Access-Control-Request-Headers";
const ALLOW_ORIGIN = "Access-Control-Allow-Origin";

const namesIn = ({ requestHeaders }: Preflight): string[] =>
  listMembers(get(requestHeaders ?? [], REQUESTED)).map(asciiLowercase);

function requestHeaders(sent: HeaderList, names: readonly string[], origin: string): HeaderList {
  const rest = sent.filter(([name]) => asciiLowercase(name) !== asciiLowercase(REQUESTED));
  const named = names.length === 0 ? rest : set(rest, REQUESTED, names.join(","));
  return set(named, "Origin", origin);
}

/** What the recording tells of the headers that the page set on a hop's request, lower-case. */
interface PageHeaders {
  /** Those that the hop's own preflight announced. */
  readonly announced: readonly string[];
  /** Those of the request as it was sent. */
  readonly sent: HeaderList;
  /** The names of those whose values nobody saw. */
  readonly unsent: readonly string[];
}

function pageHeadersOf({ call, hops }: Exchange, hop: Hop): PageHeaders {
  const announced = hop.preflight === null ? [] : namesIn(hop.preflight);
  const called = call?.headerNames ?? [];
  const mayHaveMore = call === null || call.body !== "none";
  const isOfPage = (name: string) =>
    (called.includes(name) ||
      announced.includes(name) ||
      (mayHaveMore && isOfCaller(name, call === null))) &&
    !isForbiddenRequestHeaderName(name);
  const sent: [string, string][] = [];
  for (const [spelt, value] of hop.requestHeaders ?? []) {
    const name = asciiLowercase(spelt);
    if (isOfPage(name)) sent.push([name, value]);
  }
  // What a redirect took from the request is gone, where the request shows it.
  const isOfCall = hop.requestHeaders === null && hop === hops[0];
  const named = isOfCall ? [...announced, ...called] : announced;
  const unsent = named.filter((name) => !has(sent, name) && !isForbiddenRequestHeaderName(name));
  return { announced, sent: sent.length > 1 ? [...new Map(sent)] : sent, unsent };
}

/** The names of the page's headers that a lane's preflight announces, lower-case and sorted. */
function unsafeNames({ announced, sent, unsent }: PageHeaders, rules: LaneRules): string[] {
  if (sent.length === 0 && unsent.length === 0) return [];
  const isDropped = (name: string) => name === "user-agent" && rules.dropsUserAgent;
  const kept = sent.filter(([name]) => !isDropped(name));
  const unsafe = new Set(corsUnsafeRequestHeaders(kept, rules.safelist).map(({ name }) => name));
  // Of a request that was not sent the values are not seen: what its own browser announced stands.
  for (const name of unsent) {
    if (isDropped(name)) continue;
    if (announced.includes(name) || whyUnsafe(name, "", rules.safelist) === "name")
      unsafe.add(name);
  }
  return [...unsafe].sort();
}

/** Of a call that no probe saw: the safelisted headers whose values a browser never makes unsafe. */
function isOfCaller(name: string, isUntold: boolean): boolean {
  return (
    name === "content-type" ||
    (isUntold && /^(?:accept(?:-language)?|content-language|range)$/.test(name))
  );
}

/**
 * Whether a request has the use-CORS-preflight flag in a lane, of an upload listener or a stream as
 * body. https://fetch.spec.whatwg.org/#use-cors-preflight-flag
 */
function hasPreflightFlag(
  { call }: Exchange,
  { method, preflight }: Hop,
  ownRules: LaneRules,
  rules: LaneRules,
): boolean {
  const mayHaveBody = method !== "GET" && method !== "HEAD";
  if (call === null) {
    // Nothing but the flag asks for a preflight that announces nothing.
    const isFlagged =
      preflight !== null && namesIn(preflight).length === 0 && isCorsSafelistedMethod(method);
    return isFlagged && (mayHaveBody || ownRules === rules || rules.uploadListenerNeedsNoBody);
  }
  if (call.body === "stream" && mayHaveBody) return rules.streamsBodies;
  if (call.uploadListener !== true) return false;
  return rules.uploadListenerNeedsNoBody || (mayHaveBody && call.body !== "none");
}

/** Whether what is said to a list of header names may be another for another list. */
function mayDependOnNames(
  { response, ...preflight }: Preflight,
  names: readonly string[],
  rules: LaneRules,
): boolean {
  if (response === null) return false;
  const allowed = listMembers(get(judgedHeaders(response), "Access-Control-Allow-Headers"));
  const missing = (of: readonly string[]) => missingHeaderNames(allowed, of, false, rules).length;
  const before = missing(namesIn({ response, ...preflight }));
  // It allowed all that was asked for, or it may have: then it may do so again.
  return before === 0 ? missing(names) > 0 : missing(names) === 0;
}

/**
 * A preflight's response to another `Origin`. A server that echoes the origin is followed where the
 * recording shows that it echoes; "unseen" where it may do so.
 */
function asSentTo(
  exchange: Exchange,
  hop: Hop,
  response: Response | null,
  sent: string,
  origin: string,
): Response | null | "unseen" {
  if (response === null) return null;
  const headers = judgedHeaders(response);
  const values = getAll(headers, ALLOW_ORIGIN);
  const [value] = values;
  if (values.length === 1 && value === sent) {
    const seen = allowsByOrigin(exchange, hop, sent);
    if (seen === "fixed") return response;
    if (seen === null && !variesByOrigin(headers)) return "unseen";
    const echoed = set(headers, ALLOW_ORIGIN, origin);
    return { ...response, headers: echoed, rewrittenHeaders: null };
  }
  const isMadeOfIt = values.some((one) => asciiLowercase(one).includes(asciiLowercase(sent)));
  return isMadeOfIt || (variesByOrigin(headers) && value !== "*") ? "unseen" : response;
}

const variesByOrigin = (headers: HeaderList) =>
  getAll(headers, "Vary").some((line) => listMembers(asciiLowercase(line)).includes("origin"));

/**
 * How the same server responded to another `Origin`, in this exchange or an earlier one: "echoes" it,
 * or "fixed" where it sent what it sent to this one; null where no such response was seen.
 */
function allowsByOrigin(
  { hops, otherAskers }: Exchange,
  { url }: Hop,
  sent: string,
): "echoes" | "fixed" | null {
  const server = originOf(url);
  const responses = hops
    .filter((hop) => originOf(hop.url) === server)
    .flatMap((hop) => (hop.preflight === null ? [hop] : [hop, hop.preflight]))
    .map(({ requestHeaders, response }) => ({
      origin: get(requestHeaders ?? [], "Origin"),
      allowOrigin: response === null ? null : get(judgedHeaders(response), ALLOW_ORIGIN),
    }));
  const earlier = otherAskers.filter(({ hop }) => hops[hop]?.url === url);
  for (const { origin, allowOrigin } of [...responses, ...earlier]) {
    if (origin === null || origin === sent) continue;
    if (allowOrigin === origin) return "echoes";
    if (allowOrigin === sent) return "fixed";
  }
  return null;
}
