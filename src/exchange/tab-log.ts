import type {
  ElementSettled,
  PolicyViolated,
  RequestObservation,
  ResourceTimed,
  SeenByDevTools,
} from "../observation/observation.ts";
import type { CallTrace } from "./call-trace.ts";
import type { MultiMap } from "./multi-map.ts";
import type { Span } from "./overlapping-spans.ts";
import type { PairableHop } from "./pair-preflights.ts";
import { pairingUrl } from "./pairing-url.ts";
import {
  isHandedToWorker,
  isPreflight,
  type ReadTrace,
  type RequestTrace,
} from "./request-trace.ts";
import { type ShownDocument, ShownDocuments } from "./shown-documents.ts";

/** One request of the recording, and what it was found to belong to. */
export interface Entry {
  trace: RequestTrace;
  read: ReadTrace;
  /** Under way when the worker died, and not heard of since: its end may have been missed. */
  interrupted: boolean;
  size: number;
  /** The groups in which its hops, or it as a preflight, are paired. */
  groups: readonly string[];
  /** Set on a preflight that found its hop. */
  owner: PairableHop | null;
  /** Preflights of its hops: hop index → request id. */
  preflights: Map<number, string>;
  /** The call that it came from: its key, where the probe saw it. */
  call: string | null;
  /** What DevTools told of it: its key. */
  sighting: string | null;
}

/** One call that the probe told of. */
export interface CallEntry {
  readonly trace: CallTrace;
  /** The request that it became. */
  requestId: string | null;
}

/** One request as DevTools told of it. */
export interface Sighting {
  readonly seen: SeenByDevTools;
  /** The request that webRequest told of. */
  requestId: string | null;
}

/** An observation that is kept as it is, until something is found that it belongs to. */
export type Note = PolicyViolated | ElementSettled | ResourceTimed | SeenByDevTools;

export interface StoredNote {
  /** Unique in its tab. */
  readonly noteKey: string;
  readonly note: Note | ShownDocument;
}

/** What is stored of a tab: requests, calls and notes. */
export type StoredTrace = RequestTrace | CallTrace | StoredNote;

/** What is recorded of one tab. */
export interface TabLog {
  readonly entries: Map<string, Entry>;
  readonly groups: MultiMap;
  readonly calls: Map<string, CallEntry>;
  /** Request ids by the URL asked for. */
  readonly requestsByUrl: MultiMap;
  /** Call keys and request ids by what their URLs have in common: what may belong together. */
  readonly callsByUrl: MultiMap;
  readonly requestsByCallUrl: MultiMap;
  readonly violations: PolicyViolated[];
  readonly sightings: Map<string, Sighting>;
  readonly sightingsByUrl: MultiMap;
  /** What timelines told, by the keys under which it is stored, and these by URL. */
  readonly timings: Map<string, ResourceTimed>;
  readonly timingsByUrl: MultiMap;
  /** All notes once more, by the keys under which they are stored. */
  readonly notes: Map<string, StoredNote>;
  readonly noteKeys: Map<Note, string>;
  /** Requests for documents by the frame that they are for: they bring one, or do not. */
  readonly navigations: MultiMap;
  /** What the frames have shown, by the browser's word that they do. */
  readonly documents: ShownDocuments;
  /** The page before which nothing is kept; null where no navigation was seen that let go of it. */
  page: ShownDocument | null;
  /** What elements told, by the keys under which it is stored, and these by URL. */
  readonly elements: Map<string, ElementSettled>;
  readonly elementsByUrl: MultiMap;
  /** Requests that were let go for their size, by URL: their calls are not to look unsent. */
  readonly oversized: Set<string>;
  /**
   * Requests that were let go while under way: their late events are no news. And the methods and
   * groups of those whose preflights may be late.
   */
  readonly letGo: Set<string>;
  /** The origins that asked for something here. */
  readonly origins: Set<string>;
  /** From when on the tab shows what workers of its origins ask that belong to no tab. */
  tablessSince: number;
  dropped: number;
  /** Of the requests and calls that are kept, in UTF-16 code units, roughly. */
  size: number;
  /** The same of what is reported beside them. */
  reportsSize: number;
}

/** webRequest's tab for what shared and service workers ask: they may serve several tabs, or none. */
export const NO_TAB = -1;

/** An empty recording. */
export function newTabLog(): TabLog {
  return {
    entries: new Map(),
    groups: new Map(),
    calls: new Map(),
    requestsByUrl: new Map(),
    callsByUrl: new Map(),
    requestsByCallUrl: new Map(),
    violations: [],
    sightings: new Map(),
    sightingsByUrl: new Map(),
    timings: new Map(),
    timingsByUrl: new Map(),
    notes: new Map(),
    noteKeys: new Map(),
    navigations: new Map(),
    documents: new ShownDocuments(),
    page: null,
    elements: new Map(),
    elementsByUrl: new Map(),
    oversized: new Set(),
    letGo: new Set(),
    origins: new Set(),
    tablessSince: Number.POSITIVE_INFINITY,
    dropped: 0,
    size: 0,
    reportsSize: 0,
  };
}

/**
 * Takes note of who asks in a tab, so that the workers of the same origins are known to be its. Who
 * has the whole tab navigated may be another page, or another tab's.
 */
export function noteAsker(tab: TabLog, observation: RequestObservation): void {
  const { initiator, resourceType, timeStamp } = observation;
  if (initiator !== null && resourceType !== "main_frame") tab.origins.add(initiator);
  if (tab.tablessSince === Number.POSITIVE_INFINITY) tab.tablessSince = timeStamp;
}

/** Whether a request of no tab is shown with a tab's own: a worker of one of its origins asked. */
export function isShownIn(tab: TabLog, { trace, read }: Entry): boolean {
  const { initiator } = trace.facts;
  return initiator !== null && tab.origins.has(initiator) && read.startedAt >= tab.tablessSince;
}

/** The requests for a URL, preflights aside, that began at some time. */
export function requestsBegunIn(tab: TabLog, url: string, span: Span): [string, Entry][] {
  return begunIn(tab, tab.requestsByUrl.get(url), span);
}

/** Those that may be for a URL as a call names it. */
export function requestsForCalls(tab: TabLog, url: string, span: Span): [string, Entry][] {
  return begunIn(tab, tab.requestsByCallUrl.get(pairingUrl(url)), span);
}

function begunIn(
  tab: TabLog,
  ids: ReadonlySet<string> | undefined,
  [from, to]: Span,
): [string, Entry][] {
  const found: [string, Entry][] = [];
  for (const id of ids ?? []) {
    const entry = tab.entries.get(id) as Entry;
    const { startedAt } = entry.read;
    if (startedAt < from || startedAt > to || isPreflight(entry.read) === true) continue;
    found.push([id, entry]);
  }
  return found;
}

/** A call that came to its end without any request. */
export function isUnsent(entry: CallEntry): boolean {
  return entry.requestId === null && entry.trace.call !== null && entry.trace.result !== null;
}

/**
 * An OPTIONS that is under way and has shown no headers yet is not shown: it may be a preflight. Nor
 * is what a service worker answers, as it never was a request of the page's.
 */
export function isExchange(entry: Entry): boolean {
  if (entry.owner !== null || isFontCacheProbe(entry) || isHandedToWorker(entry.read)) return false;
  return isPreflight(entry.read) !== null || entry.read.ending.kind !== "pending";
}

/**
 * Chromium first asks its cache alone for a font, then asks again in earnest under another id: the
 * page made one call, and this was not it.
 */
function isFontCacheProbe({ trace, read }: Entry): boolean {
  const { ending } = read;
  if (trace.facts.resourceType !== "font" || ending.kind !== "failed") return false;
  if (ending.error === "net::ERR_CACHE_MISS") return true;
  // The cache had a redirect, and nothing for where it leads.
  const last = read.hops[read.hops.length - 1];
  const wasStored = last?.redirect != null && last.response?.fromCache === true;
  return wasStored && ending.error === "net::ERR_ABORTED";
}

export function isNavigation({ facts }: RequestTrace): boolean {
  return facts.resourceType === "main_frame" || facts.resourceType === "sub_frame";
}
