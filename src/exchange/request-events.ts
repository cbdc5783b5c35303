import { get, type HeaderList, sameHeaders } from "../http/header-list.ts";
import { originOf } from "../http/origin.ts";
import type { RequestFacts, RequestObservation } from "../observation/observation.ts";
import type { Ending, Hop, Redirect, Response } from "./exchange.ts";
import { keptOnce, linesKeptOnce } from "./kept-once.ts";

/** An observation without the facts that every event of its request repeats. */
export type TraceEvent = RequestObservation extends infer O
  ? O extends RequestObservation
    ? Omit<O, keyof RequestFacts>
    : never
  : never;

/** The observations of one request id. Plain JSON: this is what the recording stores. */
export interface RequestEvents {
  readonly facts: RequestFacts;
  /** In no particular order: reading the trace sorts them. */
  readonly events: readonly TraceEvent[];
  /** How many events had been recorded at each gap in our listening; absent where there was none. */
  readonly gaps?: readonly number[];
}

/**
 * The trace with one more observation. A repeated observation changes nothing.
 *
 * @param isAfterGap whether we were not listening before the observation.
 */
export function withObservation(
  trace: RequestEvents | undefined,
  observation: RequestObservation,
  isAfterGap = false,
): RequestEvents {
  const { facts, event } = split(observation);
  if (trace === undefined) return { facts, events: [event] };
  const repeated = trace.events.some(
    (e) => e.kind === event.kind && e.timeStamp === event.timeStamp && e.url === event.url,
  );
  if (repeated) return trace;
  return {
    facts: mergeFacts(trace.facts, facts),
    events: withoutRepeatedHeaders([...trace.events, event]),
    ...withGaps(isAfterGap ? [...(trace.gaps ?? []), trace.events.length] : trace.gaps),
  };
}

const withGaps = (gaps: RequestEvents["gaps"]) => gaps && { gaps };

/**
 * The last event of a hop repeats the response headers, in case another extension changed them. Unchanged
 * headers are stored once. Chromium 156 moves `Set-Cookie` to the end in that event.
 */
function withoutRepeatedHeaders(events: TraceEvent[]): TraceEvent[] {
  return events.map((event) => {
    if (event.kind !== "completed" && event.kind !== "redirected") return event;
    if (event.headers === null) return event;
    const repeated = event.headers;
    const repeats = events.some(
      (e) =>
        e.kind === "headers-received" && e.url === event.url && sameHeaders(e.headers, repeated),
    );
    return repeats ? { ...event, headers: null } : event;
  });
}

function split(observation: RequestObservation): { facts: RequestFacts; event: TraceEvent } {
  const {
    requestId,
    tabId,
    frameId,
    parentFrameId,
    documentId,
    documentLifecycle,
    resourceType,
    initiator,
    trial,
    workerScript,
    ...event
  } = observation;
  return {
    facts: {
      requestId,
      tabId,
      frameId,
      parentFrameId,
      documentId: keptOnce(documentId),
      documentLifecycle: keptOnce(documentLifecycle),
      resourceType: keptOnce(resourceType),
      initiator: keptOnce(initiator),
      ...(trial && { trial }),
      ...(workerScript && { workerScript: keptOnce(workerScript) }),
    },
    event: withLinesKeptOnce({ ...event, url: keptOnce(event.url) }),
  };
}

/** A stored trace, with strings and header lines shared with existing ones. */
export function traceKeptOnce({ facts, events, gaps }: RequestEvents): RequestEvents {
  const observed = events.map((event) => split({ ...facts, ...event }));
  return {
    facts: observed[0]?.facts ?? facts,
    events: observed.map(({ event }) => event),
    ...withGaps(gaps),
  };
}

function withLinesKeptOnce(event: TraceEvent): TraceEvent {
  if (!("headers" in event) || event.headers === null) return event;
  return { ...event, headers: linesKeptOnce(event.headers) };
}

/** Merges facts: a fact that one event lacks is taken from the other. */
function mergeFacts(a: RequestFacts, b: RequestFacts): RequestFacts {
  if (a.documentId !== null && a.initiator !== null && a.trial === b.trial) return a;
  return {
    ...b,
    ...a,
    documentId: a.documentId ?? b.documentId,
    initiator: a.initiator ?? b.initiator,
  };
}

/** A trace read in order. Preflights are not paired yet: every hop's `preflight` is null. */
export interface ReadTrace {
  readonly hops: readonly Hop[];
  readonly ending: Ending;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Whether the beginning was recorded. */
  readonly whole: boolean;
  /** The URL that was requested first. */
  readonly url: string;
  /**
   * Whether the request is a CORS preflight: an OPTIONS request with `Access-Control-Request-Method`, a
   * header that pages cannot set. null until its headers are recorded.
   */
  readonly isPreflight: boolean | null;
  /**
   * Whether a service worker received the request and has, so far, not passed it on. Gecko reports an
   * internal redirect to the same URL, and then nothing unless the worker does not respond (seen in 153);
   * Chromium reports nothing at all.
   */
  readonly isHandedToWorker: boolean;
}

/** Shared by all requests. */
const COMPLETED: Ending = { kind: "completed" };

/** Reads a trace: its hops in order and its ending, in whatever order the events arrived. */
export function readTrace(trace: RequestEvents): ReadTrace {
  const events = inOrder(trace.events);
  const hops: Mutable<Hop>[] = [];
  let ending: Ending = { kind: "pending" };
  let endedAt: number | null = null;
  for (const event of events) {
    let hop = hops[hops.length - 1];
    // An ending at the redirected URL ends that hop: the redirect was not followed.
    const ends = event.kind === "failed" || event.kind === "completed";
    const leftBehind = hop?.redirect != null && !(ends && endsHop(hop, event));
    if (hop === undefined || leftBehind || event.kind === "started") {
      // The service worker did not respond: the request continues as if there had been none.
      if (hop !== undefined && ledToItself(hop)) hops.pop();
      hop = newHop(event);
      hops.push(hop);
    }
    switch (event.kind) {
      case "headers-sent":
        hop.requestHeaders = event.headers;
        hop.sentAt = event.timeStamp;
        break;
      case "headers-received":
        hop.response = {
          status: event.status,
          statusText: event.statusText,
          headers: event.headers,
          linesSeen: false,
          rewrittenHeaders: null,
          receivedAt: event.timeStamp,
          fromCache: false,
          ip: null,
        };
        break;
      case "redirected":
        hop.redirect = { url: event.redirectUrl, internal: hop.response === null };
        hop.response = withEnd(hop.response, event);
        break;
      case "completed":
        hop.response = withEnd(hop.response, event) ?? responseFromEnd(event);
        ending = COMPLETED;
        endedAt = event.timeStamp;
        break;
      case "failed":
        hop.response = withEnd(hop.response, { ...event, headers: null });
        ending = { kind: "failed", error: event.error };
        endedAt = event.timeStamp;
        break;
    }
  }
  const first = events[0] as TraceEvent;
  return {
    hops,
    ending,
    startedAt: first.timeStamp,
    endedAt,
    whole: first.kind === "started",
    url: (hops[0] as Hop).url,
    isPreflight: isPreflight(hops[0] as Hop),
    isHandedToWorker: ending.kind === "pending" && ledToItself(hops[hops.length - 1] as Hop),
  };
}

/**
 * Whether an event ends the request at this redirected hop, so that the redirect was not followed. Gecko then
 * reports the redirect's target URL, for which no request began.
 */
function endsHop(hop: Hop, event: TraceEvent): boolean {
  if (event.url === hop.url) return true;
  const isGecko = event.kind === "failed" && !event.error.startsWith("net::");
  return isGecko && event.url === withoutFragment(hop.redirect?.url ?? "");
}

function withoutFragment(url: string): string {
  return url.split("#", 1)[0] as string;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function newHop(event: TraceEvent): Mutable<Hop> {
  return {
    url: event.url,
    origin: keptOnce(originOf(event.url)),
    method: event.method,
    startedAt: event.timeStamp,
    requestHeaders: null,
    sentAt: null,
    preflight: null,
    response: null,
    redirect: null as Redirect | null,
  };
}

function withEnd(
  response: Response | null,
  end: { fromCache: boolean; ip: string | null; headers: HeaderList | null; status?: number },
): Response | null {
  if (response === null) return null;
  // Firefox 153 ends a request with the stored response that a 304 to its own revalidation confirmed.
  // https://www.rfc-editor.org/rfc/rfc9111#section-4.3.4
  if (response.status === 304 && (end.status ?? 304) !== 304 && end.headers !== null) {
    return { ...response, headers: end.headers, ip: end.ip ?? response.ip };
  }
  const changed = end.headers !== null && !sameHeaders(end.headers, response.headers);
  return {
    ...response,
    // The last event of a failed request has less information than the redirect before it.
    fromCache: response.fromCache || end.fromCache,
    ip: end.ip ?? response.ip,
    rewrittenHeaders: changed ? end.headers : response.rewrittenHeaders,
  };
}

/** A response whose onHeadersReceived was missed, taken from the last event. */
function responseFromEnd(event: Extract<TraceEvent, { kind: "completed" }>): Response | null {
  if (event.headers === null) return null;
  return {
    status: event.status,
    statusText: "",
    headers: event.headers,
    linesSeen: false,
    rewrittenHeaders: null,
    receivedAt: event.timeStamp,
    fromCache: event.fromCache,
    ip: event.ip,
  };
}

const RANK = {
  started: 0,
  "headers-sent": 1,
  "headers-received": 2,
  redirected: 3,
  completed: 4,
  failed: 4,
} as const;

/**
 * The events in the order in which they happened: by time, and within one instant (Gecko counts whole
 * milliseconds) in the order that a request can pass through.
 */
export function inOrder(events: readonly TraceEvent[]): TraceEvent[] {
  const sorted = [...events].sort(
    (a, b) =>
      a.timeStamp - b.timeStamp ||
      RANK[a.kind] - RANK[b.kind] ||
      (a.url < b.url ? -1 : a.url > b.url ? 1 : 0),
  );
  if (!sorted.some((event, i) => event.timeStamp === sorted[i + 1]?.timeStamp)) return sorted;
  const ordered: TraceEvent[] = [];
  while (sorted.length > 0) {
    const now = (sorted[0] as TraceEvent).timeStamp;
    const tied = sorted.findIndex((event) => event.timeStamp !== now);
    const count = tied === -1 ? sorted.length : tied;
    let best = 0;
    for (let i = 1; i < count; i++) {
      const previous = ordered[ordered.length - 1];
      if (distance(previous, sorted[i]) < distance(previous, sorted[best])) best = i;
    }
    ordered.push(...sorted.splice(best, 1));
  }
  return ordered;
}

/** How far an event is from being the next one after `previous`: 0 is the very next. */
export function distance(previous: TraceEvent | undefined, event: TraceEvent | undefined): number {
  if (event === undefined) return Number.POSITIVE_INFINITY;
  const expected = previous === undefined ? 0 : (RANK[previous.kind] + 1) % 4;
  const steps = RANK[event.kind] === 4 ? 4 : (RANK[event.kind] - expected + 4) % 4;
  const here =
    previous?.kind === "redirected" ? withoutFragment(previous.redirectUrl) : previous?.url;
  return steps + (here === undefined || here === event.url ? 0 : 10);
}

function ledToItself({ url, requestHeaders, redirect }: Hop): boolean {
  const isSame = redirect?.internal === true && withoutFragment(redirect.url) === url;
  return isSame && requestHeaders === null;
}

function isPreflight({ method, requestHeaders }: Hop): boolean | null {
  if (method !== "OPTIONS") return false;
  return requestHeaders && get(requestHeaders, "Access-Control-Request-Method") !== null;
}
