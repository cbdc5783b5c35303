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

/** One request of the recording, and what it was found to belong to. */
export interface Entry {
  readonly trace: RequestEvents;
  readonly read: ReadTrace;
  /** The groups in which its hops, or it as a preflight, are paired. */
  readonly groups: readonly string[];
  /** Under way when the worker died, and not heard of since: its end may have been missed. */
  interrupted: boolean;
  /** Whether what happened before the next event may have been missed. */
  mayLack: boolean;
  /** Set on a preflight that found its hop, and on what may be one. */
  owner: Owner | null;
  /** Preflights of its hops: hop index → request id. */
  preflights: Preflights;
  /** The same of what may be one: no hop is said to have had it. */
  maybePreflights: Preflights;
  /** The call that it came from: its key, where the probe saw it. */
  call: string | null;
  /** What DevTools reported of it: its key. */
  devToolsEntry: string | null;
}

/** Request ids of preflights by the index of their hop. */
export type Preflights = Readonly<Record<number, string>>;

/** The hop of a preflight. */
export interface Owner extends PairableHop {
  /** Whether it is one, and not merely may be. */
  readonly isSure: boolean;
}

/** One call that the probe reported. */
export interface CallEntry {
  readonly trace: CallTrace;
  /** The request that it became. */
  requestId: string | null;
}

/** One request as DevTools reported it. */
export interface PairedDevToolsEntry {
  readonly entry: DevToolsEntry;
  /** The request that webRequest reported. */
  requestId: string | null;
}

/** What the page or DevTools reported beside requests and calls. */
export type SideReport = PolicyViolated | ElementSettled | ResourceTimed | DevToolsEntry;

export interface StoredReport {
  /** Unique in its tab. */
  readonly noteKey: string;
  readonly note: SideReport | ShownDocument;
}

/** What is stored of a tab: requests, calls and reports. */
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
  const stored: StoredReport = { noteKey: key, note: report };
  return { under, stored, parts: [report] };
}

/** The evidence of one tab: what was observed in it, and who belongs to whom. */
export class TabEvidence {
  readonly browser: Browser;
  /** What the storage counts of requests and calls, and of what was reported beside them. */
  readonly meters = { requests: { bytes: 0 }, reports: { bytes: 0 } };
  /**
   * By request id. Found under the URL that was requested, what it has in common with the URLs of
   * calls, the groups of preflights, and the frame whose document a request is to bring.
   */
  readonly requests = new EvidenceStore(this.meters.requests, filingOfRequest);
  /** What the probe reported of calls. Found under what its URL has in common with requests. */
  readonly calls = new EvidenceStore(this.meters.requests, filingOfCall);
  readonly elements = new EvidenceStore<ElementSettled>(this.meters.reports, (report, key) =>
    filingOfReport(key, report, { url: [report.element.url] }),
  );
  /** Found under the URL as reported, without what reports leave out, and by how it begins. */
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
  /** What the page and DevTools reported beside requests and calls, a store for each kind. */
  readonly reports = [this.elements, this.violations, this.timings, this.devToolsEntries] as const;
  /** What the frames have shown, by the browser's word that they do. */
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

  /** The requests under a URL of an index, preflights aside, that began at some time. */
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

/** A call that came to its end without any request. */
export function isUnsent(entry: CallEntry): boolean {
  return entry.requestId === null && entry.trace.call !== null && entry.trace.result !== null;
}

/**
 * An OPTIONS that is under way and has shown no headers yet is not shown: it may be a preflight. Nor
 * is what a service worker responds to, as it never was a request of the page's.
 */
export function isExchange(entry: Entry): boolean {
  if (entry.owner !== null || isFontCacheProbe(entry) || entry.read.isHandedToWorker) return false;
  return entry.read.isPreflight !== null || entry.read.ending.kind !== "pending";
}

/**
 * Chromium first looks for a font in its cache alone, then requests it under another id: the page
 * made one call, and this was not it.
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

/** webRequest's types of what is to be a frame's document. */
const BRINGS_DOCUMENTS: ReadonlySet<string> = new Set(["main_frame", "sub_frame", "object"]);

/** Whether a request is for a frame's document: it brings one, or does not. */
export function mayBringDocument({ facts }: RequestEvents): boolean {
  return BRINGS_DOCUMENTS.has(facts.resourceType);
}

export function isNavigation({ facts }: RequestEvents): boolean {
  return facts.resourceType === "main_frame" || facts.resourceType === "sub_frame";
}
