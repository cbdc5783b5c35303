import type { BrowserFacts } from "../browsers/browser-facts.ts";
import { factsOf } from "../browsers/facts-of.ts";
import { get, type HeaderList, has } from "../http/header-list.ts";
import { normalizeMethod } from "../http/methods.ts";
import { originOf, sameOrigin } from "../http/origin.ts";
import { isRedirectStatus } from "../http/statuses.ts";
import type { Browser } from "../observation/observation.ts";
import type { PageCall, PageCallResult } from "../observation/page-call.ts";
import { type CallTrace, isAbort, wasNotMade } from "./call-trace.ts";
import { type Ending, type Hop, wasAborted } from "./exchange.ts";
import { compareIds, firstFrom } from "./in-order.ts";
import type { Span } from "./overlapping-spans.ts";
import { isMethodOfCall, isUrlOfCall } from "./pairing-url.ts";
import type { ReadTrace } from "./request-events.ts";
import { areOfWorker } from "./worker-headers.ts";

/** A request that a call may have made. */
export interface PairableRequest {
  readonly requestId: string;
  readonly frameId: number;
  readonly documentId: string | null;
  /** Serialised requesting origin, as the event reports it. */
  readonly initiator: string | null;
  readonly resourceType: string;
  readonly hops: ReadTrace["hops"];
  readonly ending: Ending;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** How far the page's clock and the browser's may differ, in milliseconds. */
const CLOCK_SLACK = 30;

/** The same, where a wrong pair would be worse than none: both clocks follow the system's. */
const NARROW_SLACK = 2;

/** How long after a call was aborted the browser may still begin its request, to end it immediately. */
const ABORTED_MS = 5000;

/** How long after a call a busy browser may begin its request, if the browser misses the abort. */
const BUSY_MS = 1000;

/** How much nearer to the call's end another request must end to be preferred to the first. */
const MUCH_NEARER = 10;

/** How many candidate requests are compared: pages request one URL thousands of times. */
const CONSIDERED = 64;

/** When a call's request may begin. */
export function spanOfCall({ call, startedAt, endedAt, result }: CallTrace): Span {
  const from = startedAt - CLOCK_SLACK;
  if (endedAt === null || call?.api === "beacon") return [from, Number.POSITIVE_INFINITY];
  return [from, endedAt + (isAbort(result) ? ABORTED_MS : CLOCK_SLACK)];
}

/**
 * Pairs a tab's overlapping calls of one URL with their requests: same document, method and kind, a matching
 * ending, in the order in which they were made. A call without a request stays unpaired: it was stopped
 * before the network, or got a response without it.
 *
 * A busy browser processes an abort late, after the request has ended. Such a request belongs to the aborted
 * call only if it remains after all others, began when the call was made, and matches it. In Chromium,
 * workers' requests have their document's id, and a page that aborts often calls again.
 *
 * Chromium reports the requests of a frame's initial empty document as its creator's: its calls take, from
 * the remaining requests, one of another frame with the same origin. Gecko reports a fetch with `keepalive`
 * without a document, because it may outlive it (seen in 153).
 *
 * @param requests the requests that began during these calls.
 * @returns call key → request id.
 */
export function pairCalls(
  calls: readonly CallTrace[],
  requests: readonly PairableRequest[],
  browser: Browser,
): ReadonlyMap<string, string> {
  const facts = factsOf(browser);
  const waiting = [...requests].sort(
    (a, b) => a.startedAt - b.startedAt || compareIds(a.requestId, b.requestId),
  );
  const inOrder = [...calls].sort(
    (a, b) => a.startedAt - b.startedAt || compareIds(a.callKey, b.callKey),
  );
  const pairing = new Map<string, string>();
  const hasOthers = requests.length > calls.length;
  const isLeft = (trace: CallTrace) =>
    !pairing.has(trace.callKey) && !wasNotMade(trace.call, trace.result);

  /** Pairs each remaining call with the likeliest remaining request. */
  const pairAll = ({ concerns }: Source, fitting: Fitting, worst: Fit) => {
    for (const [index, trace] of inOrder.entries()) {
      if (!isLeft(trace) || !concerns(trace)) continue;
      // Beside more requests than calls, the first may be an element's.
      const next = () =>
        hasOthers ? [] : inOrder.slice(index + 1, index + 1 + CONSIDERED).filter(isLeft);
      const first = likeliest(trace, waiting, fitting, worst, next);
      if (first === -1) continue;
      const before = inOrder
        .slice(Math.max(0, index - CONSIDERED), index)
        .filter((one) => isAbort(one.result) && isLeft(one));
      const at = afterAborted(trace, before, waiting, first, fitting);
      pairing.set(trace.callKey, (waiting[at] as PairableRequest).requestId);
      waiting.splice(at, 1);
    }
  };
  /** Pairs as many remaining requests as possible with remaining aborted calls. */
  const pairAborted = ({ concerns }: Source, fitting: Fitting) => {
    const aborted = inOrder.filter((one) => isAbort(one.result) && isLeft(one) && concerns(one));
    const most = Math.min(waiting.length, aborted.length);
    if (most === 0) return;
    const isPair: IsPair = (trace, request) => (fitting(trace, request) ?? LATE) <= UNHEARD;
    // The last call before a request is the likeliest; in a burst it may belong to the next request.
    let pairs = eachToOne(waiting, aborted, isPair, "last");
    if (pairs.size < most) {
      const others = eachToOne(waiting, aborted, isPair, "first");
      if (others.size > pairs.size) pairs = others;
    }
    for (const [request, trace] of pairs) {
      pairing.set(trace.callKey, request.requestId);
      waiting.splice(waiting.indexOf(request), 1);
    }
  };
  const sources = SOURCES.map((source) => {
    const fitting: Fitting = (trace, request) =>
      source.isFrom(trace, request) && isOfCall(trace, request)
        ? fitOf(trace, request, facts, hasOthers)
        : null;
    return [source, fitting] as const;
  });
  for (const [source, fitting] of sources) {
    // Calls with a matching ending come first, so that other calls do not take their requests.
    pairAll(source, fitting, AGREES);
    pairAll(source, fitting, POSSIBLE);
    pairAborted(source, fitting);
    pairAll(source, fitting, CONTRADICTS);
  }
  for (const [source, fitting] of sources) pairAll(source, fitting, LATE);
  return pairing;
}

type IsPair = (trace: CallTrace, request: PairableRequest) => boolean;

/** Gives each request in turn the last, or the first, remaining call that began before it. */
function eachToOne(
  requests: readonly PairableRequest[],
  calls: readonly CallTrace[],
  isPair: IsPair,
  which: "first" | "last",
): Map<PairableRequest, CallTrace> {
  const pairs = new Map<PairableRequest, CallTrace>();
  const begun: CallTrace[] = [];
  let next = 0;
  for (const request of requests) {
    for (let call = calls[next]; call !== undefined; call = calls[++next]) {
      if (call.startedAt - NARROW_SLACK > request.startedAt) break;
      begun.push(call);
    }
    while (begun[0] !== undefined && begun[0].startedAt + BUSY_MS < request.startedAt)
      begun.shift();
    const fits = (trace: CallTrace) => isPair(trace, request);
    const at = which === "last" ? begun.findLastIndex(fits) : begun.findIndex(fits);
    if (at !== -1) pairs.set(request, begun.splice(at, 1)[0] as CallTrace);
  }
  return pairs;
}

/** How well a request fits a call, the best first. */
type Fit = 0 | 1 | 2 | 3 | 4;
/** Nothing contradicts the pair. */
const AGREES = 0;
/** The request may be the call's, but another may be likelier. */
const POSSIBLE = 1;
/** The call was aborted, and the browser processed that late: any ending of the request is possible. */
const UNHEARD = 2;
/** Recorded facts of the two differ: accepted only where there is no better pair. */
const CONTRADICTS = 3;
/** The request was aborted too, but began long after the call was aborted. */
const LATE = 4;

/** How well a request fits a call; null where it cannot be the call's. */
type Fitting = (trace: CallTrace, request: PairableRequest) => Fit | null;

/** The document that the browser reports for the requests of some calls. */
interface Source {
  concerns(trace: CallTrace): boolean;
  isFrom(trace: CallTrace, request: PairableRequest): boolean;
}

const SOURCES: readonly Source[] = [
  {
    concerns: () => true,
    isFrom: (trace, it) => it.frameId === trace.frameId && it.documentId === trace.documentId,
  },
  {
    concerns: ({ isInitialDocument }) => isInitialDocument,
    isFrom: (trace, it) => it.frameId !== trace.frameId && it.initiator === trace.origin,
  },
  {
    concerns: ({ call }) => call?.keepalive === true,
    isFrom: (trace, it) => it.frameId === trace.frameId && it.documentId === null,
  },
];

/**
 * The index of a call's likeliest request among those that fit; -1 where none does.
 *
 * @param next the later calls that need one of these requests too.
 */
function likeliest(
  trace: CallTrace,
  waiting: readonly PairableRequest[],
  fitting: Fitting,
  worst: Fit,
  next: () => readonly CallTrace[],
): number {
  const [from, to] = spanOfCall(trace);
  let found = -1;
  let best: number = worst + 1;
  let nearest = Number.POSITIVE_INFINITY;
  let considered = 0;
  for (let at = firstFrom(waiting, from, startOf); at < waiting.length; at++) {
    const request = waiting[at] as PairableRequest;
    if (request.startedAt > to || considered === CONSIDERED) break;
    considered++;
    const fit = fitting(trace, request);
    if (fit === null || fit > worst) continue;
    const distance = distanceOfEnds(trace, request);
    const isNearer = () =>
      fit === best &&
      distance < nearest - MUCH_NEARER &&
      !next().some((other) => {
        const first = waiting[found] as PairableRequest;
        return isAlikeFor(other, [first, request], nearest - distance, fitting, fit);
      });
    if (fit < best || isNearer()) {
      found = at;
      best = fit;
      nearest = distance;
    }
  }
  return found;
}

/**
 * Whether another call may have made either of two requests, and has its end no nearer to the first than a
 * call that the second one brings nearer by `gain`: the page saw both ends late, which shows no order.
 */
function isAlikeFor(
  other: CallTrace,
  [first, second]: readonly [PairableRequest, PairableRequest],
  gain: number,
  fitting: Fitting,
  worst: Fit,
): boolean {
  const fits = [first, second].map((request) => fitting(other, request));
  if (fits.some((fit) => fit === null || fit > worst)) return false;
  const loss = distanceOfEnds(other, first) - distanceOfEnds(other, second);
  return gain <= loss + MUCH_NEARER;
}

/**
 * The index of a call's request after earlier aborted calls got theirs. For requests that failed alike, such
 * as those that a policy refused immediately, only the order shows the call.
 *
 * @param before the earlier aborted calls that have no request yet.
 * @param first the index of the likeliest request.
 */
function afterAborted(
  trace: CallTrace,
  before: readonly CallTrace[],
  waiting: readonly PairableRequest[],
  first: number,
  fitting: Fitting,
): number {
  const chosen = waiting[first] as PairableRequest;
  if (trace.endedAt === null || chosen.ending.kind !== "failed") return first;
  const fit = fitting(trace, chosen);
  let at = first;
  for (const other of before) {
    const fitOfOther = fitting(other, waiting[at] as PairableRequest);
    if (fitOfOther === null || fitOfOther > UNHEARD) continue;
    const next = waiting[at + 1];
    if (next === undefined || next.startedAt > trace.endedAt || !areAlike(next, chosen)) break;
    if (fitting(trace, next) !== fit) break;
    at++;
  }
  return at;
}

/** Whether two failed requests look the same to a page except for their times. */
function areAlike(one: PairableRequest, other: PairableRequest): boolean {
  return (
    [one, other].every(({ ending }) => ending.kind === "failed" && !wasAborted(ending)) &&
    one.frameId === other.frameId &&
    one.documentId === other.documentId &&
    one.hops.length === 1 &&
    other.hops.length === 1 &&
    one.hops[0]?.response?.status === other.hops[0]?.response?.status
  );
}

const startOf = ({ startedAt }: PairableRequest) => startedAt;

/** Whether a request matches a call's URL, method and API. */
function isOfCall({ call }: CallTrace, { hops, resourceType }: PairableRequest): boolean {
  if (call === null || !TYPES[call.api].includes(resourceType)) return false;
  const { url, method } = hops[0] as Hop;
  return isMethodOfCall(call, normalizeMethod(call.method), method) && isUrlOfCall(call, url);
}

/** How well a request fits a call by its times, ending and headers; null where it cannot be the call's. */
function fitOf(
  trace: CallTrace,
  request: PairableRequest,
  facts: BrowserFacts,
  hasOthers: boolean,
): Fit | null {
  const fit = fitByTimes(trace, request, facts);
  if (fit === null) return null;
  // By the clocks alone, a request that ended before the call may be its; but an element may also have made
  // it.
  const wasOver = request.endedAt !== null && request.endedAt < trace.startedAt;
  if (!contradicts(trace, request, facts) && !(wasOver && hasOthers)) return fit;
  if (fit === UNHEARD && !wasAborted(request.ending)) return null;
  return CONTRADICTS;
}

function fitByTimes(trace: CallTrace, request: PairableRequest, facts: BrowserFacts): Fit | null {
  const { call, endedAt, result } = trace;
  if (endedAt === null || result === null || call?.api === "beacon") return AGREES;
  if (!isAbort(result)) return fitOfSettled(trace, result, endedAt, request);
  if (request.startedAt < trace.startedAt - NARROW_SLACK) return null;
  const isAtOnce = request.startedAt <= trace.startedAt + BUSY_MS;
  return fitOfAborted(endedAt, isAtOnce, request, facts);
}

/**
 * How well a request fits a call that the page aborted.
 *
 * @param isAtOnce whether the request began when the call was made.
 */
function fitOfAborted(
  abortedAt: number,
  isAtOnce: boolean,
  { startedAt, endedAt, ending, hops }: PairableRequest,
  facts: BrowserFacts,
): Fit | null {
  const isLate = startedAt > abortedAt;
  if (wasAborted(ending)) {
    if (!isLate) return AGREES;
    return isAtOnce ? UNHEARD : LATE;
  }
  if (endedAt === null) return isLate ? null : POSSIBLE;
  if (endedAt <= abortedAt + NARROW_SLACK) return POSSIBLE;
  const goesOn = facts.goesOnWithAbortedRedirects && hops.length > 1;
  if (goesOn && !isLate) return CONTRADICTS;
  return isAtOnce && endedAt <= abortedAt + ABORTED_MS ? UNHEARD : null;
}

/** How well a request fits a call that ended with a response or an error. */
function fitOfSettled(
  { call }: CallTrace,
  { result }: PageCallResult,
  settledAt: number,
  request: PairableRequest,
): Fit | null {
  const { startedAt, ending } = request;
  if (startedAt > settledAt + CLOCK_SLACK) return null;
  // By the clocks alone the request may be the call's; but it may also be the next call's.
  const isAfter = startedAt > settledAt;
  const respondedAt = respondedAtOf(request);
  if (result === "resolved") {
    if (respondedAt === null) return ending.kind === "failed" ? CONTRADICTS : POSSIBLE;
    if (respondedAt > settledAt + CLOCK_SLACK) return CONTRADICTS;
    const failedByItself = ending.kind === "failed" && !wasAborted(ending);
    return failedByItself || isAfter ? POSSIBLE : AGREES;
  }
  // Chromium 156 ends a redirect that the page did not follow like an aborted request.
  const isLikely =
    ending.kind === "completed"
      ? call !== null && mayRefuseCompleted(call, request)
      : ending.kind === "failed" && (!wasAborted(ending) || respondedAt !== null);
  return isLikely && !isAfter ? AGREES : POSSIBLE;
}

/** Whether a call may reject although its request completed: for its integrity, type or redirect. */
function mayRefuseCompleted(
  { api, redirect, hasIntegrity, onlyIfCached }: PageCall,
  { hops }: PairableRequest,
): boolean {
  if (api === "event-source" || hasIntegrity || onlyIfCached) return true;
  const status = hops[hops.length - 1]?.response?.status ?? 0;
  return (redirect !== null && redirect !== "follow") || isRedirectStatus(status);
}

/** Whether a request's headers show another mode, other credentials, or a worker. */
function contradicts(
  { call, origin }: CallTrace,
  { documentId, hops }: PairableRequest,
  facts: BrowserFacts,
): boolean {
  const { requestHeaders, url } = hops[0] as Hop;
  if (call === null || requestHeaders === null) return false;
  const mode = get(requestHeaders, "Sec-Fetch-Mode");
  const isOtherMode = mode !== null && call.mode !== null && mode !== call.mode;
  // Chromium makes a same-origin request with a stream a CORS request.
  if (isOtherMode && call.body !== "stream") return true;
  return (
    areOfWorker(requestHeaders, facts) ||
    lacksHeaders(call, requestHeaders) ||
    (origin !== null &&
      hasOtherCredentials(call, requestHeaders, sameOrigin(origin, originOf(url)), documentId))
  );
}

/** https://fetch.spec.whatwg.org/#http-network-or-cache-fetch (includeCredentials) */
function hasOtherCredentials(
  { credentials }: PageCall,
  sent: HeaderList,
  isSameOrigin: boolean,
  documentId: string | null,
): boolean {
  if (credentials === null) return false;
  if (isSameOrigin) return credentials === "omit" && has(sent, "Cookie");
  const areIncluded = has(sent, "Cookie") || has(sent, "Sec-Fetch-Storage-Access");
  if (credentials !== "include") return areIncluded;
  // Both browsers add one of these headers to a document's cross-site requests with credentials.
  return documentId !== null && !areIncluded && get(sent, "Sec-Fetch-Site") === "cross-site";
}

/** Whether a header that the page set, and may set, was not sent. */
function lacksHeaders({ headerNames, mode }: PageCall, sent: HeaderList): boolean {
  // Requests without CORS drop most such headers.
  if (mode === "no-cors") return false;
  return headerNames.some((name) => /^x-(?!http-method|method)/.test(name) && !has(sent, name));
}

/** How far the end of a request is from the end that the page saw, in milliseconds; 0 where unknown. */
function distanceOfEnds(trace: CallTrace, request: PairableRequest): number {
  if (trace.endedAt === null || trace.call?.api === "beacon") return 0;
  const respondedAt = trace.result?.result === "resolved" ? respondedAtOf(request) : null;
  const at = respondedAt ?? request.endedAt;
  return at === null ? 0 : Math.abs(at - trace.endedAt);
}

function respondedAtOf({ hops }: PairableRequest): number | null {
  return hops[hops.length - 1]?.response?.receivedAt ?? null;
}

/** webRequest's types for each API, in either browser. */
const TYPES: Readonly<Record<PageCall["api"], readonly string[]>> = {
  fetch: ["xmlhttprequest", "other"],
  xhr: ["xmlhttprequest"],
  "event-source": ["xmlhttprequest", "other"],
  beacon: ["ping", "beacon", "xmlhttprequest"],
  // The constructors threw: there was no request.
  worker: [],
  websocket: [],
};
