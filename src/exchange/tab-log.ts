import { originOf } from "../http/origin.ts";
import type {
  Browser,
  FromPage,
  Navigated,
  RequestFacts,
  RequestObservation,
} from "../observation/observation.ts";
import { assemble } from "./assemble.ts";
import { callNeverRequested, elementNeverRequested } from "./assemble-never-requested.ts";
import type { CallTrace } from "./call-trace.ts";
import type { ChangeBuilder } from "./change.ts";
import { isEarlierRequest, isOfEarlierPage, originsIn } from "./earlier-pages.ts";
import { adoptEarly } from "./early-requests.ts";
import {
  type EvictionFilter,
  evictAll,
  evictOldest,
  evictOldestReport,
  exchangesIn,
  oversizedIn,
} from "./evict.ts";
import type { Exchange } from "./exchange.ts";
import type { Load } from "./loads.ts";
import { neverRequested, reportKeyOf } from "./never-requested.ts";
import { recordCall } from "./record-call.ts";
import { recordDocument } from "./record-document.ts";
import { newReportKey, recordReport } from "./record-report.ts";
import { recordRequest, recordTrace, removeRequest } from "./record-request.ts";
import { type RequestEvents, type TraceEvent, traceKeptOnce } from "./request-events.ts";
import type { ShownDocument } from "./shown-documents.ts";
import {
  type Entry,
  isExchange,
  type SideReport,
  type StoredTrace,
  TabEvidence,
} from "./tab-evidence.ts";

/** webRequest's tab id for requests of shared and service workers, which may serve several tabs, or none. */
export const NO_TAB = -1;

/** The parts of a tab's recording that have separate limits. */
export type RoomOf = "requests" | "reports";

/** What a tab's recording lacks, by design. */
export interface TabCounts {
  /** How many exchanges were dropped since the page before which nothing is kept, or since it was cleared. */
  readonly dropped: number;
  /**
   * From when on the tab shows the tabless requests of its origins' workers, in milliseconds since the epoch;
   * infinity before its first request.
   */
  readonly tablessSince: number;
}

/** How many of a tab's pages views get, and how much of their URLs. */
const MOST_LOADS = 10;
const LONGEST_URL = 2_000;

/** The recording of one tab: its evidence, the page that it shows, and what was dropped. */
export class TabLog {
  readonly #evidence: TabEvidence;
  /** The page before which nothing is kept; null where no navigation evicted anything. */
  #page: ShownDocument | null = null;
  /** The origins that made requests in the tab. */
  readonly #origins = new Set<string>();
  #tablessSince = Number.POSITIVE_INFINITY;
  #dropped = 0;
  /** How many requests or calls may come before the exchanges must be counted again; counting is slow. */
  #uncounted = 0;

  constructor(browser: Browser) {
    this.#evidence = new TabEvidence(browser);
  }

  /** What a restart cannot know from the traces. */
  get counts(): TabCounts {
    return { dropped: this.#dropped, tablessSince: this.#tablessSince };
  }

  /** The last pages that the tab has shown, the oldest first. */
  get loads(): Load[] {
    const pages = this.#evidence.documents.ofFrame(0).filter(isPage).slice(-MOST_LOADS);
    return pages.map(({ timeStamp: at, url, documentId }) => ({
      at,
      url: url.slice(0, LONGEST_URL),
      documentId,
    }));
  }

  /** How many bytes the storage counts. */
  bytes(of: RoomOf): number {
    return this.#evidence.meters[of].bytes;
  }

  /** The tab's requests with their ids, including preflights. */
  requests(): Iterable<readonly [id: string, request: Entry]> {
    return this.#evidence.requests;
  }

  /** Whether it has a request, which may be a preflight. */
  hasRequest(id: string): boolean {
    return this.#evidence.requests.has(id);
  }

  /** Whether it has a call together with the call's request. */
  hasRequestOfCall(key: string): boolean {
    return (this.#evidence.calls.get(key)?.requestId ?? null) !== null;
  }

  /** A call's trace; undefined where there is none. */
  call(key: string): CallTrace | undefined {
    return this.#evidence.calls.get(key)?.trace;
  }

  /** The stored form of one request, call, report or document; undefined where there is none. */
  stored(key: string): StoredTrace | undefined {
    return this.#evidence.stored(key);
  }

  /** The ids of everything that may be an exchange. */
  ids(): string[] {
    const { requests, calls } = this.#evidence;
    return [...requests.keys(), ...calls.keys(), ...neverRequested(this.#evidence).keys()];
  }

  /** One exchange; null where there is none with that id, or its request is another's preflight. */
  exchange(id: string): Exchange | null {
    const evidence = this.#evidence;
    const call = evidence.calls.get(id);
    if (call !== undefined) return callNeverRequested(call, evidence);
    const entry = evidence.requests.get(id);
    if (entry !== undefined) return isExchange(entry) ? assemble(evidence, entry) : null;
    const never = reportKeyOf(id) === null ? undefined : neverRequested(evidence).get(id);
    return never === undefined ? null : elementNeverRequested(id, never, evidence);
  }

  /** Whether the tab shows a tabless exchange: a worker of one of its origins made it. */
  shows(entry: Entry): boolean {
    const { initiator } = entry.trace.facts;
    if (initiator === null || !this.#origins.has(initiator)) return false;
    return entry.read.startedAt >= this.#tablessSince && isExchange(entry);
  }

  /** Whether an origin has made requests in the tab; also true where none is given. */
  knowsOrigin(origin: string | null): boolean {
    return origin === null || this.#origins.has(origin);
  }

  /** Records one event of a request. */
  recordRequest(observation: RequestObservation, change: ChangeBuilder): void {
    // Late events of an evicted request are ignored.
    if (this.#evidence.evicted.has(observation.requestId)) return;
    this.#recordInitiator(observation, observation.timeStamp);
    recordRequest(this.#evidence, observation, change);
    const entry = this.#evidence.requests.get(observation.requestId);
    if (entry) adoptEarly(this.#evidence, observation.frameId, [entry], change);
    this.#evictEarlier(observation.requestId, change);
  }

  /** Restores a stored request. */
  restoreRequest(trace: RequestEvents, change: ChangeBuilder): void {
    const { requestId } = trace.facts;
    if (this.#evidence.requests.has(requestId)) return;
    recordTrace(this.#evidence, traceKeptOnce(trace), change);
    this.#recordInitiator(trace.facts, (trace.events[0] as TraceEvent).timeStamp);
    this.#evictEarlier(requestId, change);
  }

  /** Evicts a request of an earlier page, which may be reported, or recognised, after that page is gone. */
  #evictEarlier(requestId: string, change: ChangeBuilder): void {
    const evidence = this.#evidence;
    const entry = evidence.requests.get(requestId);
    if (entry === undefined || this.#page === null) return;
    const subjectId = entry.owner?.requestId ?? requestId;
    const subject = evidence.requests.get(subjectId);
    if (subject === undefined) return;
    if (isEarlierRequest(evidence, this.#page, subjectId, subject)) {
      removeRequest(evidence, requestId, change);
    }
  }

  /**
   * Remembers the requesting origins, so that the workers of the same origins count as the tab's. Navigations
   * of the whole tab are excluded: another page, or another tab, may have begun them.
   */
  #recordInitiator({ initiator, resourceType }: RequestFacts, timeStamp: number): void {
    if (initiator !== null && resourceType !== "main_frame") this.#origins.add(initiator);
    if (this.#tablessSince === Number.POSITIVE_INFINITY) this.#tablessSince = timeStamp;
  }

  /** Records a call, or new facts about it. */
  recordCall(trace: CallTrace, change: ChangeBuilder): void {
    const isKnown = this.#evidence.calls.has(trace.callKey);
    if (!isKnown && this.#isOfEarlierPage(trace, trace.startedAt)) return;
    recordCall(this.#evidence, trace, change);
  }

  /**
   * Records a side report.
   *
   * @param key the report's stored key; undefined for a new report.
   * @param most how many reports of each kind are kept.
   */
  recordReport(
    report: SideReport,
    key: string | undefined,
    most: number,
    change: ChangeBuilder,
  ): void {
    if ("frameId" in report && this.#isOfEarlierPage(report, report.timeStamp)) return;
    const reportKey = key ?? newReportKey(this.#evidence, report);
    recordReport(this.#evidence, report, reportKey, most, change);
  }

  /** Records that a frame shows another document, which may be the tab's new page. */
  navigate(navigated: Navigated, preserved: boolean, change: ChangeBuilder): void {
    const nothing = { requestId: null, embedderPolicy: null, isErrorPage: false };
    const shown = { ...navigated, ...nothing, preserved };
    this.recordDocument(shown, change);
    if (isPage(navigated) && !preserved) this.#evictEarlierPages(shown, change);
  }

  /** Records a document that a frame shows. */
  recordDocument(shown: ShownDocument, change: ChangeBuilder): void {
    const origin = originOf(shown.url);
    if (origin !== "null") this.#origins.add(origin);
    recordDocument(this.#evidence, shown, change);
    adoptEarly(this.#evidence, shown.frameId, this.#evidence.requests.values(), change);
  }

  /** Evicts what belonged to earlier pages, after a new page was committed. */
  #evictEarlierPages(page: ShownDocument, change: ChangeBuilder): void {
    const { documents } = this.#evidence;
    this.#tablessSince = page.timeStamp;
    this.#dropped = 0;
    this.#evict(
      {
        request: (id, entry) => isEarlierRequest(this.#evidence, page, id, entry),
        call: (call) => isOfEarlierPage(documents, page, call, call.startedAt),
        report: (report) => isOfEarlierPage(documents, page, report, report.timeStamp),
        devToolsEntry: ({ timeStamp }) => timeStamp < page.timeStamp,
      },
      change,
    );
    this.#beginWith(page);
  }

  /**
   * Restores what the traces do not contain, after a restart: the page before which nothing is kept, the last
   * one whose navigation evicted anything, and the counts.
   */
  resume({ dropped = 0, tablessSince = Number.NEGATIVE_INFINITY }: Partial<TabCounts>): void {
    this.#dropped += dropped;
    const page = this.#evidence.documents.ofFrame(0).findLast((it) => !it.preserved);
    if (page !== undefined) this.#beginWith(page);
    const since = Math.max(page?.timeStamp ?? Number.NEGATIVE_INFINITY, tablessSince);
    if (Number.isFinite(since)) this.#tablessSince = since;
  }

  #beginWith(page: ShownDocument): void {
    this.#page = page;
    this.#origins.clear();
    for (const origin of originsIn(this.#evidence, page)) this.#origins.add(origin);
  }

  /**
   * Marks pending requests: they may have ended while we were not listening.
   *
   * @param isBusy whether more than their end may have been missed.
   */
  interrupt(isBusy: boolean): void {
    for (const [, entry] of this.#evidence.requests) {
      entry.interrupted = entry.read.ending.kind === "pending";
      entry.mayLack ||= entry.interrupted && isBusy;
    }
  }

  /**
   * Whether a document's requests were all recorded, because the document itself was requested after `since`,
   * in milliseconds since the epoch, when recording was complete again.
   */
  heardAll({ frameId, documentId, timeStamp }: FromPage, since: number): boolean {
    const { documents, requests } = this.#evidence;
    const shown = documents.requesting({ frameId, parentFrameId: -1, documentId }, timeStamp);
    const navigation = requests.get(shown?.requestId ?? "");
    return navigation !== undefined && navigation.read.startedAt > since;
  }

  /** Evicts all requests, calls and reports; tabless requests up to that time are no longer shown. */
  clear(newestTabless: number, change: ChangeBuilder): void {
    this.#tablessSince = Math.max(this.#tablessSince, newestTabless + 1);
    this.#dropped = 0;
    const all = () => true;
    this.#evict({ request: all, call: all, report: all, devToolsEntry: all }, change);
  }

  /** Evicts everything, including documents. */
  close(change: ChangeBuilder): void {
    this.clear(Number.NEGATIVE_INFINITY, change);
    const { documents } = this.#evidence;
    for (const shown of documents.all()) documents.forget(shown, change);
  }

  /** Evicts the requests that began before a time. */
  evictBefore(time: number, change: ChangeBuilder): void {
    for (const [id, { read }] of this.#evidence.requests) {
      if (read.startedAt < time) removeRequest(this.#evidence, id, change);
    }
  }

  /**
   * How many exchanges to drop, now that one more may have come. Large recordings may exceed the limit for a
   * while.
   *
   * @param most the limit; that many are always kept.
   */
  overflow(most: number): number {
    const { requests, calls } = this.#evidence;
    if (requests.count + calls.count <= most || --this.#uncounted > 0) return 0;
    const count = exchangesIn(this.#evidence);
    const spare = most < 1_000 ? 0 : most / 100;
    this.#uncounted = Math.max(0, most + spare - count);
    return count > most + spare ? count - most : 0;
  }

  /** Counts again with the next request, because the limit changed. */
  recount(): void {
    this.#uncounted = 0;
  }

  /**
   * Drops the oldest item that takes room.
   *
   * @returns whether there was one.
   */
  dropOldest(of: RoomOf, change: ChangeBuilder): boolean {
    const evict = of === "requests" ? evictOldest : evictOldestReport;
    const evicted = evict(this.#evidence, change);
    this.#dropped += evicted ?? 0;
    return evicted !== null;
  }

  /** Drops an oversized request, else the oldest; the newest is kept whatever its size. */
  dropForRoom(room: number, change: ChangeBuilder): boolean {
    const { requests, calls, evicted } = this.#evidence;
    const oversized = oversizedIn(this.#evidence, room);
    if (oversized !== undefined) {
      evicted.rememberOversized((requests.get(oversized) as Entry).read.url);
    }
    if (requests.count + calls.count <= 1) return false;
    if (oversized === undefined) return this.dropOldest("requests", change);
    removeRequest(this.#evidence, oversized, change);
    this.#dropped++;
    return true;
  }

  #evict(filter: EvictionFilter, change: ChangeBuilder): void {
    evictAll(this.#evidence, filter, change);
    if (this.#evidence.requests.count === 0) this.#evidence.evicted.forgetOversized();
  }

  #isOfEarlierPage(report: Parameters<typeof isOfEarlierPage>[2], at: number): boolean {
    const page = this.#page;
    return page !== null && isOfEarlierPage(this.#evidence.documents, page, report, at);
  }
}

/** Whether a navigation shows a new page in the tab: a prerendered page does not. */
export function isPage({ frameId, documentLifecycle }: Navigated): boolean {
  return frameId === 0 && (documentLifecycle ?? "active") === "active";
}
