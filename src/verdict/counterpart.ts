import {
  type Exchange,
  type Hop,
  judgedHeaders,
  lastHop,
  type Preflight,
  type Response,
  withHops,
} from "../exchange/exchange.ts";
import { asciiLowercase, listMembers } from "../http/field-values.ts";
import { get, getAll, type HeaderList, has, set } from "../http/header-list.ts";
import { isCorsSafelistedMethod } from "../http/methods.ts";
import { originOf, sameOrigin } from "../http/origin.ts";
import {
  corsUnsafeRequestHeaders,
  isForbiddenRequestHeaderName,
  SAFELISTED_NAMES,
  whyUnsafe,
} from "../http/safelist.ts";
import { withoutEmptyLines } from "./empty-lines.ts";
import type { Hypothesis } from "./hypotheses/hypotheses.ts";
import type { PredictedRules } from "./lane-rules.ts";
import { missingHeaderNames } from "./standard/cors-preflight-fetch.ts";
import type { FetchWalk, HopWalk, RequestModes } from "./standard/main-fetch.ts";
import type { OpenReason } from "./verdict.ts";

/** A message that the lane's browser would have had, and that was not recorded. */
export interface Unseen {
  readonly hop: number;
  readonly stage: "preflight" | "response";
  readonly reason: OpenReason;
  /**
   * The possible contents: with "either", those of one of the counterpart's two exchanges; with "fails",
   * also a failure of any check; with "anything", also another continuation.
   */
  readonly maybe: "either" | "fails" | "anything";
}

/** An exchange as another lane's browser would have made it. */
export interface Counterpart {
  /** With servers that allow everything that they may have allowed. */
  readonly kindly: Exchange;
  /** With servers that respond as they did to the recording browser; often the very same object. */
  readonly strictly: Exchange;
  /** The messages that the recording does not show, in order. */
  readonly unseen: readonly Unseen[];
}

/**
 * The recorded exchange as the browser of another lane would have made it: with that browser's preflights,
 * as far as the recording shows the server's responses to them. Where no message differs, it is the very
 * same object. Pure.
 *
 * @param chosen the request's modes, and its walk by the recording browser's rules.
 * @param ownRules the recording browser's rules.
 * @returns a function from a lane's rules to the counterpart. The data that all lanes share is read once.
 */
export function counterparts(
  exchange: Exchange,
  { walk: own, modes }: Hypothesis,
  ownRules: PredictedRules,
): (rules: PredictedRules) => Counterpart {
  const pageHeaders = exchange.hops.map((hop, index) =>
    own.hops[index]?.need == null ? null : pageHeadersOf(exchange, hop),
  );
  return (rules) => {
    const read = rules.dropsEmptyLines ? withoutEmptyLines(exchange) : exchange;
    return counterpart({ exchange: read, own, modes, pageHeaders, ownRules, rules });
  };
}

/** The input of a counterpart. */
interface Given {
  readonly exchange: Exchange;
  readonly own: FetchWalk;
  readonly modes: RequestModes;
  readonly pageHeaders: readonly (PageHeaders | null)[];
  readonly ownRules: PredictedRules;
  readonly rules: PredictedRules;
}

/** A hop by both assumptions about its server, and its unrecorded messages. */
interface Readings {
  readonly kindly: Hop;
  readonly strictly: Hop;
  readonly unseen: readonly Omit<Unseen, "hop">[];
}

const NOTHING: readonly never[] = [];

function counterpart(given: Given): Counterpart {
  const { exchange } = given;
  const unseen: Unseen[] = unseenAtAll(given);
  if (unseen.length === 0 && isPlain(given)) return asRecorded(exchange);
  const kindly: Hop[] = [];
  const strictly: Hop[] = [];
  let wasNeeded = false;
  exchange.hops.forEach((_, index) => {
    const headers = given.pageHeaders[index] ?? null;
    const names = headers === null ? NOTHING : unsafeNames(headers, given.rules, index);
    const needed = isPreflightNeeded(given, index, names, wasNeeded);
    wasNeeded ||= needed === true;
    const readings = readHop(given, index, names, needed);
    kindly.push(readings.kindly);
    strictly.push(readings.strictly);
    for (const one of readings.unseen) unseen.push({ hop: index, ...one });
  });
  unseen.sort((a, b) => a.hop - b.hop || STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
  const asIf = (hops: readonly Hop[]) =>
    hops.every((hop, index) => hop === exchange.hops[index]) ? exchange : withHops(exchange, hops);
  const strict = asIf(strictly);
  const isOne = kindly.every((hop, index) => hop === strictly[index]);
  return { kindly: isOne ? strict : asIf(kindly), strictly: strict, unseen };
}

/** The exchange itself as counterpart, without unrecorded messages. */
export const asRecorded = (exchange: Exchange): Counterpart => ({
  kindly: exchange,
  strictly: exchange,
  unseen: NOTHING,
});

/** Whether no hop needs a preflight in any lane, as in most exchanges. */
function isPlain({ exchange: { call, hops }, pageHeaders }: Given): boolean {
  if (call !== null && (call.body === "stream" || call.uploadListener !== false)) return false;
  return hops.every(({ method, preflight }, index) => {
    const headers = pageHeaders[index] ?? null;
    if (headers === null) return true;
    return preflight === null && isCorsSafelistedMethod(method) && hasNone(headers);
  });
}

const hasNone = ({ sent, gone, unsent }: PageHeaders) =>
  sent.length === 0 && gone.length === 0 && unsent.length === 0;

const STAGES: readonly Unseen["stage"][] = ["preflight", "response"];

/** The unknown responses that do not depend on preflights: from caches, and to a stream sent as text. */
function unseenAtAll({ exchange, own, modes, ownRules, rules }: Given): Unseen[] {
  const unseen: Unseen[] = [];
  const open = (hop: number, reason: OpenReason) => {
    unseen.push({ hop, stage: "response", reason, maybe: "anything" });
  };
  const { cachedFrom, requesters, hops } = exchange;
  const last = lastHop(exchange);
  const wasStoredForOther =
    cachedFrom !== null &&
    cachedFrom.exchange !== exchange.id &&
    cachedFrom.origin !== exchange.initiatorOrigin &&
    cachedFrom.origin !== get(last.requestHeaders ?? [], "Origin");
  const isCachedAlike = ownRules.cachesByCredentials === rules.cachesByCredentials;
  if (wasStoredForOther && !isCachedAlike && !cachedFrom.sharedElsewhere) {
    const isChecked = own.hops.some(({ corsTainted }) => corsTainted);
    const isFixed = isForAll(last.response) || isUnprompted(exchange);
    if (isChecked && !isFixed) open(0, "cache-unseen");
  }
  // The lane's cache may hold the response to an earlier request, with other credentials or an opaque origin.
  for (const earlier of isCachedAlike ? NOTHING : requesters) {
    const { hop, allowOrigin, storedApart, credentialsIncluded } = earlier;
    // Both caches serve this response.
    if (earlier.exchange === cachedFrom?.exchange && cachedFrom.sharedElsewhere) continue;
    const isApart = credentialsIncluded === (modes.credentials !== "include");
    if (rules.cachesByCredentials && (!storedApart || isApart)) continue;
    const response = hops[hop]?.response ?? null;
    const isSame = allowOrigin === "*" && isForAll(response);
    if (own.hops[hop]?.corsTainted === true && !isSame) open(hop, "cache-unseen");
  }
  // One browser sends a stream and the other sends text, to which the server may respond differently.
  if (exchange.call?.body === "stream" && ownRules.streamsBodies !== rules.streamsBodies) {
    open(0, "response-unseen");
  }
  return unseen;
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

/** Whether the lane's browser sends a preflight before a hop; null where the recording does not show it. */
function isPreflightNeeded(
  { exchange, own, ownRules, rules }: Given,
  index: number,
  names: readonly string[],
  wasNeeded: boolean,
): boolean | null {
  const walk = own.hops[index];
  if (walk === undefined || walk.need === null) return false;
  if (names.length > 0) return true;
  if (!isCorsSafelistedMethod(walk.need.method)) return true;
  if (wasNeeded && rules.preflightsAgainAfterRedirect) return true;
  return hasPreflightFlag(exchange, exchange.hops[index] as Hop, ownRules, rules);
}

function readHop(
  given: Given,
  index: number,
  names: readonly string[],
  needed: boolean | null,
): Readings {
  const { exchange, own, pageHeaders, ownRules } = given;
  const hop = exchange.hops[index] as Hop;
  const same = { kindly: hop, strictly: hop, unseen: NOTHING };
  const walk = own.hops[index];
  const headers = pageHeaders[index] ?? null;
  if (walk === undefined || walk.need === null || headers === null) return same;
  const { preflight } = hop;
  if (preflight === null) {
    if (needed === false) return same;
    const ownNames = unsafeNames(headers, ownRules, index);
    const isCovered = names.every((name) => ownNames.includes(name));
    // A needed preflight that was not recorded came from the cache, in both browsers.
    const isOwnNeeded = walk.need.needed !== false || ownNames.length > 0;
    if (isOwnNeeded && isCovered) return same;
    const reason = needed === null ? "call-unseen" : "preflight-unseen";
    return { ...same, unseen: [{ stage: "preflight", reason, maybe: "fails" }] };
  }
  const without = { ...hop, preflight: null };
  if (needed === false) {
    const isUnseen = hop.response === null;
    const unseen: Readings["unseen"] = isUnseen
      ? [{ stage: "response", reason: "response-unseen", maybe: "anything" }]
      : NOTHING;
    return { kindly: without, strictly: without, unseen };
  }
  const read = readPreflight(given, walk, hop, asEndedThere(given, preflight), names);
  if (needed === true) return read;
  // The lane's browser may send no preflight, so the preflight's response may not count.
  const maybe = { stage: "preflight", reason: "call-unseen", maybe: "either" } as const;
  return { kindly: without, strictly: read.strictly, unseen: [...read.unseen, maybe] };
}

/**
 * A preflight with the ending of the lane's browser. Where it has its request's redirect mode, a redirect
 * fails like a bad status.
 */
function asEndedThere({ exchange, ownRules, rules }: Given, preflight: Preflight): Preflight {
  const mode = exchange.call?.redirect ?? "follow";
  const error = rules.redirectedPreflightError;
  if (error === null || error === ownRules.redirectedPreflightError) return preflight;
  return mode === "follow" ? preflight : { ...preflight, ending: { kind: "failed", error } };
}

/** A hop with the preflight that the lane's browser would have sent. */
function readPreflight(
  { exchange, rules }: Given,
  walk: HopWalk,
  hop: Hop,
  preflight: Preflight,
  names: readonly string[],
): Readings {
  const initiator = exchange.initiatorOrigin ?? "null";
  const origin = rules.preflightForgetsRedirects ? initiator : walk.origin;
  const sent = preflight.requestHeaders ?? [];
  const isSameList = names.join() === namesIn(preflight).join();
  const sentOrigin = get(sent, "Origin");
  if (isSameList && sentOrigin === origin) {
    const same = preflight === hop.preflight ? hop : { ...hop, preflight };
    return { kindly: same, strictly: same, unseen: NOTHING };
  }
  // A preflight to the requesting origin needs no allowed origin.
  const isTrusted = rules.preflightForgetsRedirects && sameOrigin(initiator, hop.origin);
  const isOther = !isTrusted && sentOrigin !== null && sentOrigin !== origin;
  const byOrigin: BothResponses = isOther
    ? asSentTo(exchange, hop, preflight.response, sentOrigin, origin)
    : { kindly: preflight.response, strictly: preflight.response, unseen: null };
  const echoes = !isSameList && echoesNames(exchange, hop, preflight);
  const byNames = isSameList ? byOrigin : asSentFor(byOrigin, preflight, names, rules, echoes);
  const requested = requestHeaders(sent, names, origin);
  const withResponse = (response: Response | null): Hop => ({
    ...hop,
    preflight: { ...preflight, requestHeaders: requested, response },
  });
  const strictly = withResponse(byNames.strictly);
  return {
    kindly: byNames.kindly === byNames.strictly ? strictly : withResponse(byNames.kindly),
    strictly,
    unseen: [byOrigin.unseen, byNames.unseen].flatMap((one) =>
      one === null ? [] : [{ stage: "preflight", ...one } as const],
    ),
  };
}

/** Possible responses of a server to a different preflight than the recorded one. */
interface BothResponses {
  readonly kindly: Response | null;
  readonly strictly: Response | null;
  readonly unseen: Pick<Unseen, "reason" | "maybe"> | null;
}

const REQUESTED = "Access-Control-Request-Headers";
const ALLOW_ORIGIN = "Access-Control-Allow-Origin";
const ALLOW_HEADERS = "Access-Control-Allow-Headers";

const namesIn = ({ requestHeaders }: Preflight): string[] =>
  listMembers(get(requestHeaders ?? [], REQUESTED)).map(asciiLowercase);

function requestHeaders(sent: HeaderList, names: readonly string[], origin: string): HeaderList {
  const rest = sent.filter(([name]) => asciiLowercase(name) !== asciiLowercase(REQUESTED));
  const named = names.length === 0 ? rest : set(rest, REQUESTED, names.join(","));
  return set(named, "Origin", origin);
}

/** The page's own headers on a hop's request, as far as recorded; names are lower-case. */
interface PageHeaders {
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

function pageHeadersOf({ call, hops }: Exchange, hop: Hop): PageHeaders {
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
function unsafeNames(
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

/**
 * Whether a request has the use-CORS-preflight flag in a lane, for an upload listener or a stream body; null
 * where the recording does not show it.
 * https://fetch.spec.whatwg.org/#use-cors-preflight-flag
 */
function hasPreflightFlag(
  { call, callResult }: Exchange,
  { method, preflight }: Hop,
  ownRules: PredictedRules,
  rules: PredictedRules,
): boolean | null {
  const mayHaveBody = method !== "GET" && method !== "HEAD";
  // A preflight that announces nothing can only be due to the flag.
  const isFlagged =
    preflight !== null && namesIn(preflight).length === 0 && isCorsSafelistedMethod(method);
  if (call === null) {
    if (!isFlagged || ownRules === rules || rules.uploadListenerNeedsNoBody) return isFlagged;
    // The events do not show whether there was a body and whether the call was synchronous.
    return mayHaveBody ? (ownRules.uploadListenerNeedsNoBody ? null : true) : false;
  }
  if (call.body === "stream" && mayHaveBody) return rules.streamsBodies;
  if (call.uploadListener === false || call.api !== "xhr") return false;
  const hasBody = mayHaveBody && call.body !== "none";
  // Chromium ignores the listeners of synchronous calls. A failed synchronous call throws.
  const isSynchronous = callResult?.result === "thrown";
  const counts = rules.uploadListenerNeedsNoBody || (hasBody && !isSynchronous);
  if (!counts || call.uploadListener === true) return counts;
  // The probe sees event handlers, but not listeners, which only the preflight shows.
  if (isFlagged) return true;
  return ownRules.uploadListenerNeedsNoBody || hasBody ? false : null;
}

/**
 * A preflight's response to another list of header names. The list is echoed where the recording shows that
 * the server echoes it.
 */
function asSentFor(
  { kindly, strictly }: BothResponses,
  sent: Preflight,
  names: readonly string[],
  rules: PredictedRules,
  echoes: boolean,
): BothResponses {
  const same = { kindly, strictly, unseen: null };
  if (strictly === null || kindly === null) return same;
  const headers = judgedHeaders(strictly);
  const list = get(headers, ALLOW_HEADERS);
  const allowed = listMembers(list);
  const missing = (of: readonly string[]) => missingHeaderNames(allowed, of, false, rules);
  const isAllowed = missing(namesIn(sent)).length === 0;
  const added = missing(names);
  // The server did not allow all recorded names, so it may refuse the new list too.
  if (!isAllowed) {
    const maybe = { reason: "headers-unseen", maybe: "fails" } as const;
    return added.length === 0 ? { ...same, unseen: maybe } : same;
  }
  if (added.length === 0) return same;
  const echoed = (response: Response): Response => ({
    ...response,
    headers: set(
      judgedHeaders(response),
      ALLOW_HEADERS,
      [...(list === null ? [] : [list]), ...added].join(", "),
    ),
    rewrittenHeaders: null,
  });
  if (echoes || isEcho(headers, list ?? "", namesIn(sent))) {
    const all = echoed(strictly);
    return { kindly: kindly === strictly ? all : echoed(kindly), strictly: all, unseen: null };
  }
  const unseen = { reason: "headers-unseen", maybe: "either" } as const;
  return { kindly: echoed(kindly), strictly, unseen };
}

/**
 * Whether a server allowed each of two preflights its own names, and none of the names that only the other
 * preflight requested.
 */
function echoesNames({ hops }: Exchange, { origin }: Hop, preflight: Preflight): boolean {
  const listsOf = (one: Preflight) => {
    const headers = one.response === null ? [] : judgedHeaders(one.response);
    const allowed = listMembers(get(headers, ALLOW_HEADERS)).map(asciiLowercase);
    return { requested: namesIn(one), allowed };
  };
  const own = listsOf(preflight);
  const isAllowed = ({ requested, allowed }: typeof own) =>
    requested.every((name) => allowed.includes(name));
  return hops.some((hop) => {
    if (hop.origin !== origin || hop.preflight === null) return false;
    const other = listsOf(hop.preflight);
    const apart = [
      ...own.requested.filter((name) => !other.requested.includes(name)),
      ...other.requested.filter((name) => !own.requested.includes(name)),
    ];
    return (
      apart.length > 0 &&
      isAllowed(own) &&
      isAllowed(other) &&
      apart.every((name) => own.allowed.includes(name) !== other.allowed.includes(name))
    );
  });
}

/**
 * Whether a list of allowed names certainly echoes the requested list: `Vary` says so, or the names are
 * lower-case and sorted as browsers send them. Four such names are enough. A fixed list may contain fewer by
 * chance, so these must also be separated as in the request: people write a space after commas, browsers
 * do not.
 */
function isEcho(headers: HeaderList, list: string, announced: readonly string[]): boolean {
  if (variesBy(headers, "access-control-request-headers")) return true;
  if (announced.length < 2) return false;
  const allowed = listMembers(list);
  const from = allowed.indexOf(announced[0] as string);
  if (from === -1 || announced.some((name, index) => allowed[from + index] !== name)) return false;
  return announced.length >= 4 || list.includes(announced.join());
}

/**
 * A preflight's response to another `Origin`. The origin is echoed where the recording shows that the server
 * echoes it.
 */
function asSentTo(
  exchange: Exchange,
  hop: Hop,
  response: Response | null,
  sent: string,
  origin: string,
): BothResponses {
  const same = { kindly: response, strictly: response, unseen: null };
  if (response === null) return same;
  const headers = judgedHeaders(response);
  const values = getAll(headers, ALLOW_ORIGIN);
  const [value] = values;
  const withOrigin = (headers: HeaderList): Response => ({
    ...response,
    headers,
    rewrittenHeaders: null,
  });
  const unseen = { reason: "origin-unseen", maybe: "either" } as const;
  if (values.length === 1 && value === sent) {
    const seen = allowsByOrigin(exchange, hop, sent);
    if (seen === "fixed") return same;
    const echoed = withOrigin(set(headers, ALLOW_ORIGIN, origin));
    const isFollowed = seen === "echoes" || saysThatItEchoes(headers, hop.response, sent);
    return isFollowed
      ? { kindly: echoed, strictly: echoed, unseen: null }
      : { kindly: echoed, strictly: response, unseen };
  }
  const isMadeOfIt = values.some((one) => asciiLowercase(one).includes(asciiLowercase(sent)));
  if (isMadeOfIt) {
    const remade = headers.map(([name, it]) =>
      asciiLowercase(name) === "access-control-allow-origin"
        ? ([name, it.replaceAll(sent, origin)] as const)
        : ([name, it] as const),
    );
    // A value with another spelling of the origin matches no origin.
    const isExact = values.some((one) => one.includes(sent));
    return isExact
      ? { kindly: withOrigin(remade), strictly: response, unseen }
      : { ...same, unseen: { ...unseen, maybe: "fails" } };
  }
  if (!variesByOrigin(headers) || value === "*") return same;
  return {
    kindly: withOrigin(set(headers, ALLOW_ORIGIN, origin)),
    strictly: response,
    unseen,
  };
}

/**
 * Whether `Vary` shows that a server echoes the origin, in the response to the preflight or to its request.
 * The request's response, if any, must name the same origin.
 */
function saysThatItEchoes(preflight: HeaderList, response: Response | null, sent: string): boolean {
  if (response === null) return variesByOrigin(preflight);
  const headers = judgedHeaders(response);
  if (get(headers, ALLOW_ORIGIN) !== sent) return false;
  return variesByOrigin(preflight) || variesByOrigin(headers);
}

const variesByOrigin = (headers: HeaderList) => variesBy(headers, "origin");

const variesBy = (headers: HeaderList, name: string) =>
  getAll(headers, "Vary").some((line) => listMembers(asciiLowercase(line)).includes(name));

/**
 * How the same server responded to another `Origin`, in this exchange or an earlier one: "echoes" that
 * origin, or "fixed" where it allowed the same origin as here; null where no such response was recorded.
 */
function allowsByOrigin(
  { hops, requesters }: Exchange,
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
  const earlier = requesters.filter(({ hop }) => hops[hop]?.url === url);
  for (const { origin, allowOrigin } of [...responses, ...earlier]) {
    if (origin === null || origin === sent) continue;
    if (allowOrigin === origin) return "echoes";
    if (allowOrigin === sent) return "fixed";
  }
  return null;
}
