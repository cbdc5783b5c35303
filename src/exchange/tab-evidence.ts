import type {
  Browser,
  DevToolsEntry,
  ElementSettled,
  PolicyViolated,
  ResourceTimed,
} from "../observation/observation.ts";
import type { CallTrace } from "./call-trace.ts";
import { EvictedRequests } from "./evicted-requests.ts";
import { EvidenceStore, type Filing } from "./evidence-store.ts";
import type { Span } from "./overlapping-spans.ts";
import type { PairableHop } from "./pair-preflights.ts";
import { pairingUrl } from "./pairing-url.ts";
import type { ReadTrace, RequestEvents } from "./request-events.ts";
import { type ShownDocument, ShownDocuments } from "./shown-documents.ts";
import { violationIsUnder } from "./violations.ts";

/** One recorded request, and what it was paired with. */
export interface Entry {
  readonly trace: RequestEvents;
  readonly read: ReadTrace;
  /** The groups in which its hops, or the request as a preflight, are paired. */
  readonly groups: readonly string[];
  /** Whether the request was pending when the worker was stopped, and had no event since. */
  interrupted: boolean;
  /** Whether events before the next one may have been missed. */
  mayLack: boolean;
  /** Set on a preflight that was paired with its hop, and on a request that may be one. */
  owner: Owner | null;
  /** Preflights of its hops: hop index → request id. */
  preflights: Preflights;
  /** Requests that may be preflights of its hops; they are not shown as such. */
  maybePreflights: Preflights;
  /** The key of the call that made it, where the probe saw the call. */
  call: string | null;
  /** The key of its DevTools entry. */
  devToolsEntry: string | null;
}

/** Request ids of preflights by hop index. */
export type Preflights = Readonly<Record<number, string>>;

/** The hop of a preflight. */
export interface Owner extends PairableHop {
  /** Whether the request certainly is a preflight. */
  readonly isSure: boolean;
}

/** One call that the probe reported. */
export interface CallEntry {
  readonly trace: CallTrace;
  /** The request that the call made. */
  requestId: string | null;
}

/** One DevTools entry. */
export interface PairedDevToolsEntry {
  readonly entry: DevToolsEntry;
  /** The request that webRequest reported. */
  requestId: string | null;
}

/** A report of the page or DevTools beside requests and calls. */
export type SideReport = PolicyViolated | ElementSettled | ResourceTimed | DevToolsEntry;

/** A report, or a document, in its stored form. */
export interface StoredReport {
  /** Unique in its tab. */
  readonly reportKey: string;
  readonly report: SideReport | ShownDocument;
}

/** A stored part of a tab: a request, a call, a report or a document. */
export type StoredTrace = RequestEvents | CallTrace | StoredReport;

function filingOfRequest({
  trace,
  read,
  groups,
}: Entry): Filing<"url" | "callUrl" | "group" | "frame"> {
  const frame = mayBringDocument(trace) ? [String(trace.facts.frameId)] : [];
  const under = { url: [read.url], callUrl: [pairingUrl(read.url)], group: groups, frame };
  const { facts, events, gaps } = trace;
  const parts = [facts, ...events, ...(gaps ? [gaps] : [])];
  return { under, stored: trace, parts };
}

function filingOfCall({ trace }: CallEntry): Filing<"callUrl"> {
  const under = { callUrl: trace.call === null ? [] : [pairingUrl(trace.call.url)] };
  return { under, stored: trace, parts: [trace] };
}

function filingOfReport<Index extends string>(
  key: string,
  report: SideReport,
  under: Filing<Index>["under"],
): Filing<Index> {
  const stored: StoredReport = { reportKey: key, report };
  return { under, stored, parts: [report] };
}

/** The evidence of one tab: the observations, and how they are paired. */
export class TabEvidence {
  readonly browser: Browser;
  /** The bytes that the storage counts for requests and calls, and for reports. */
  readonly meters = { requests: { bytes: 0 }, reports: { bytes: 0 } };
  /**
   * By request id. Indexed by the requested URL, the part that it shares with calls' URLs, the groups of
   * preflights, and the frame whose document a request may bring.
   */
  readonly requests = new EvidenceStore(this.meters.requests, filingOfRequest);
  /** The calls that the probe reported. Indexed by the part of the URL that calls and requests share. */
  readonly calls = new EvidenceStore(this.meters.requests, filingOfCall);
  readonly elements = new EvidenceStore<ElementSettled>(this.meters.reports, (report, key) =>
    filingOfReport(key, report, { url: [report.element.url] }),
  );
  /** Indexed by the URL as reported, the URL as violations strip it, and the URL's beginning. */
  readonly violations = new EvidenceStore<PolicyViolated, "url" | "stripped" | "prefix">(
    this.meters.reports,
    (report, key) => filingOfReport(key, report, violationIsUnder(report)),
  );
  readonly timings = new EvidenceStore<ResourceTimed>(this.meters.reports, (report, key) =>
    filingOfReport(key, report, { url: [report.resource.url] }),
  );
  readonly devToolsEntries = new EvidenceStore<PairedDevToolsEntry>(
    this.meters.reports,
    ({ entry }, key) => filingOfReport(key, entry, { url: [entry.url] }),
  );
  /** The side reports, one store for each kind. */
  readonly reports = [this.elements, this.violations, this.timings, this.devToolsEntries] as const;
  /** The documents that the frames have shown, as committed by the browser. */
  readonly documents = new ShownDocuments(this.meters.reports);
  readonly evicted = new EvictedRequests();

  constructor(browser: Browser) {
    this.browser = browser;
  }

  /** The stored form of a request, call, report or document; undefined where there is none. */
  stored(key: string): StoredTrace | undefined {
    for (const store of [this.requests, this.calls, ...this.reports, this.documents]) {
      const stored = store.stored(key);
      if (stored !== undefined) return stored as StoredTrace;
    }
    return undefined;
  }

  /** The requests under a URL of an index, without preflights, that began within a span. */
  requestsBegunIn(
    index: "url" | "callUrl",
    url: string,
    [from, to]: Span,
  ): (readonly [string, Entry])[] {
    const found: (readonly [string, Entry])[] = [];
    for (const request of this.requests.find(index, url)) {
      const { startedAt, isPreflight } = request[1].read;
      if (startedAt >= from && startedAt <= to && isPreflight !== true) found.push(request);
    }
    return found;
  }
}

/** A call that ended without any request. */
export function isUnsent(entry: CallEntry): boolean {
  return entry.requestId === null && entry.trace.call !== null && entry.trace.result !== null;
}

/**
 * Whether a request is shown as an exchange. A pending OPTIONS request without headers is not: it may be a
 * preflight. Nor is one that a service worker handles, because the page's request never left it.
 */
export function isExchange(entry: Entry): boolean {
  if (entry.owner !== null || isFontCacheProbe(entry) || entry.read.isHandedToWorker) return false;
  return entry.read.isPreflight !== null || entry.read.ending.kind !== "pending";
}

/**
 * Whether a request is Chromium's look-up of a font in the cache. Chromium then requests the font under
 * another id: the page made one request, and this was not it.
 */
function isFontCacheProbe({ trace, read }: Entry): boolean {
  const { ending } = read;
  if (trace.facts.resourceType !== "font" || ending.kind !== "failed") return false;
  if (ending.error === "net::ERR_CACHE_MISS") return true;
  // The cache had a redirect, but not its target.
  const last = read.hops[read.hops.length - 1];
  const wasStored = last?.redirect != null && last.response?.fromCache === true;
  return wasStored && ending.error === "net::ERR_ABORTED";
}

/** webRequest's types for a frame's document. */
const BRINGS_DOCUMENTS: ReadonlySet<string> = new Set(["main_frame", "sub_frame", "object"]);

/** Whether a request is for a frame's document, which it may or may not bring. */
export function mayBringDocument({ facts }: RequestEvents): boolean {
  return BRINGS_DOCUMENTS.has(facts.resourceType);
}

/** Whether a request is a navigation; the document of an `<object>` is not requested as one. */
export function isNavigation({ facts }: RequestEvents): boolean {
  return facts.resourceType === "main_frame" || facts.resourceType === "sub_frame";
}
