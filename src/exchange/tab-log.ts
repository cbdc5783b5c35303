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

/** webRequest's tab for what shared and service workers request: they may serve several tabs, or none. */
export const NO_TAB = -1;

/** Of what is recorded, how much is kept of one tab. */
export type RoomOf = "requests" | "reports";

/** Of the pages that a tab has shown, how many views hear of, and how much of their URLs. */
const MOST_LOADS = 10;
const LONGEST_URL = 2_000;

/** The recording of one tab: its evidence, the page that it shows, and what was dropped. */
export class TabLog {
  readonly #evidence: TabEvidence;
  /** The page before which nothing is kept; null where no navigation was seen that evicted anything. */
  #page: ShownDocument | null = null;
  /** The origins that made requests here. */
  readonly #origins = new Set<string>();
  #tablessSince = Number.POSITIVE_INFINITY;
  #dropped = 0;
  /** How many requests or calls may come before there can be too many exchanges: counting takes its time. */
  #uncounted = 0;

  constructor(browser: Browser) {
    this.#evidence = new TabEvidence(browser);
  }

  /** From when on the tab shows what workers of its origins request that belong to no tab. */
  get tablessSince(): number {
    return this.#tablessSince;
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

  /** How many exchanges were dropped. */
  get dropped(): number {
    return this.#dropped;
  }

  /** How many bytes the storage counts. */
  bytes(of: RoomOf): number {
    return this.#evidence.meters[of].bytes;
  }

  /** Its requests with their ids, preflights included. */
  requests(): Iterable<readonly [id: string, request: Entry]> {
    return this.#evidence.requests;
  }

  hasRequest(id: string): boolean {
    return this.#evidence.requests.has(id);
  }

  /** What is known of a call; undefined where nothing is. */
  call(key: string): CallTrace | undefined {
    return this.#evidence.calls.get(key)?.trace;
  }

  /** The stored form of one request, call, report or document; undefined where there is none. */
  stored(key: string): StoredTrace | undefined {
    return this.#evidence.stored(key);
  }

  /** The ids of all that may be an exchange. */
  ids(): string[] {
    const { requests, calls } = this.#evidence;
    return [...requests.keys(), ...calls.keys(), ...neverRequested(this.#evidence).keys()];
  }

  /** One exchange; null where there is none of that id, or its request is another's preflight. */
  exchange(id: string): Exchange | null {
    const evidence = this.#evidence;
    const call = evidence.calls.get(id);
    if (call !== undefined) return callNeverRequested(call, evidence);
    const entry = evidence.requests.get(id);
    if (entry !== undefined) return isExchange(entry) ? assemble(evidence, entry) : null;
    const never = reportKeyOf(id) === null ? undefined : neverRequested(evidence).get(id);
    return never === undefined ? null : elementNeverRequested(id, never, evidence);
  }

  /** Whether an exchange of no tab is shown with its own: a worker of one of its origins made it. */
  shows(entry: Entry): boolean {
    const { initiator } = entry.trace.facts;
    if (initiator === null || !this.#origins.has(initiator)) return false;
    return entry.read.startedAt >= this.#tablessSince && isExchange(entry);
  }

  /** Whether an origin is known to make requests here, or none is named. */
  knowsOrigin(origin: string | null): boolean {
    return origin === null || this.#origins.has(origin);
  }

  /** Takes in one event of a request. */
  recordRequest(observation: RequestObservation, change: ChangeBuilder): void {
    // What comes late of a request that was evicted is no news.
    if (this.#evidence.evicted.has(observation.requestId)) return;
    this.#recordInitiator(observation, observation.timeStamp);
    recordRequest(this.#evidence, observation, change);
    adoptEarly(this.#evidence, observation.frameId, [observation.requestId], change);
    this.#evictEarlier(observation.requestId, change);
  }

  /** Takes in a request as it was stored. */
  recordTrace(trace: RequestEvents, change: ChangeBuilder): void {
    const { requestId } = trace.facts;
    if (this.#evidence.requests.has(requestId)) return;
    recordTrace(this.#evidence, traceKeptOnce(trace), change);
    this.#recordInitiator(trace.facts, (trace.events[0] as TraceEvent).timeStamp);
    this.#evictEarlier(requestId, change);
  }

  /** A request of an earlier page may be reported, or turn out to be one, when that page is gone. */
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
   * Remembers who makes requests here, so that the workers of the same origins are known to be the
   * tab's. The one that navigates the whole tab may be another page, or another tab's.
   */
  #recordInitiator({ initiator, resourceType }: RequestFacts, timeStamp: number): void {
    if (initiator !== null && resourceType !== "main_frame") this.#origins.add(initiator);
    if (this.#tablessSince === Number.POSITIVE_INFINITY) this.#tablessSince = timeStamp;
  }

  /** Takes in what is known of a call. */
  recordCall(trace: CallTrace, change: ChangeBuilder): void {
    const isKnown = this.#evidence.calls.has(trace.callKey);
    if (!isKnown && this.#isOfEarlierPage(trace, trace.startedAt)) return;
    recordCall(this.#evidence, trace, change);
  }

  /**
   * Takes in what was reported beside requests and calls.
   *
   * @param key under which it was stored; without one it is new.
   * @param most how many of each kind are kept.
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

  /** Takes in that a frame shows another document, whose page may take the tab. */
  navigate(navigated: Navigated, preserved: boolean, change: ChangeBuilder): void {
    const nothing = { requestId: null, embedderPolicy: null, isErrorPage: false };
    const shown = { ...navigated, ...nothing, preserved };
    this.recordDocument(shown, change);
    if (isPage(navigated) && !preserved) this.#evictEarlierPages(shown, change);
  }

  /** Takes in a document that a frame shows. */
  recordDocument(shown: ShownDocument, change: ChangeBuilder): void {
    const origin = originOf(shown.url);
    if (origin !== "null") this.#origins.add(origin);
    recordDocument(this.#evidence, shown, change);
    adoptEarly(this.#evidence, shown.frameId, this.#evidence.requests.keys(), change);
  }

  /** A new document took the tab: what belonged to the old one goes. */
  #evictEarlierPages(page: ShownDocument, change: ChangeBuilder): void {
    const { documents } = this.#evidence;
    this.#page = page;
    this.#tablessSince = page.timeStamp;
    this.#evict(
      {
        request: (id, entry) => isEarlierRequest(this.#evidence, page, id, entry),
        call: (call) => isOfEarlierPage(documents, page, call, call.startedAt),
        report: (report) => isOfEarlierPage(documents, page, report, report.timeStamp),
        devToolsEntry: ({ timeStamp }) => timeStamp < page.timeStamp,
      },
      change,
    );
    this.#origins.clear();
    for (const origin of originsIn(this.#evidence, page)) this.#origins.add(origin);
  }

  /**
   * After a restart: the page before which nothing is kept is that of the last navigation that evicted
   * anything.
   *
   * @param dropped how many exchanges were dropped before.
   */
  resume(dropped: number): void {
    this.#dropped += dropped;
    const page = this.#evidence.documents.ofFrame(0).findLast((it) => !it.preserved);
    if (page === undefined) return;
    this.#page = page;
    this.#tablessSince = page.timeStamp;
  }

  /**
   * What is under way may have ended unheard.
   *
   * @param isBusy whether more may have been missed.
   */
  interrupt(isBusy: boolean): void {
    for (const [, entry] of this.#evidence.requests) {
      entry.interrupted = entry.read.ending.kind === "pending";
      entry.mayLack ||= entry.interrupted && isBusy;
    }
  }

  /**
   * Whether nothing can be missing of what a document requested, as it was requested itself only after
   * a time, in milliseconds since the epoch, from which on everything was heard.
   */
  heardAll({ frameId, documentId, timeStamp }: FromPage, since: number): boolean {
    const { documents, requests } = this.#evidence;
    const shown = documents.requesting({ frameId, parentFrameId: -1, documentId }, timeStamp);
    const navigation = requests.get(shown?.requestId ?? "");
    return navigation !== undefined && navigation.read.startedAt > since;
  }

  /** Evicts all requests, calls and reports; of no tab, nothing that came by then is shown. */
  clear(newestTabless: number, change: ChangeBuilder): void {
    this.#tablessSince = Math.max(this.#tablessSince, newestTabless + 1);
    const all = () => true;
    this.#evict({ request: all, call: all, report: all, devToolsEntry: all }, change);
  }

  /** Evicts everything. */
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
   * How many exchanges are to be dropped, now that one more may have come; some may be over for a while
   * where many are kept.
   *
   * @param most how many are kept at least, as long as there were so many.
   */
  overflow(most: number): number {
    const { requests, calls } = this.#evidence;
    if (requests.count + calls.count <= most || --this.#uncounted > 0) return 0;
    const count = exchangesIn(this.#evidence);
    const spare = most < 1_000 ? 0 : most / 100;
    this.#uncounted = Math.max(0, most + spare - count);
    return count > most + spare ? count - most : 0;
  }

  /** Another number of exchanges may be kept from now on. */
  recount(): void {
    this.#uncounted = 0;
  }

  /**
   * Drops the oldest of what takes room.
   *
   * @returns whether there was any.
   */
  dropOldest(of: RoomOf, change: ChangeBuilder): boolean {
    const evict = of === "requests" ? evictOldest : evictOldestReport;
    const evicted = evict(this.#evidence, change);
    this.#dropped += evicted ?? 0;
    return evicted !== null;
  }

  /** Drops a request that takes a good part of all room; the newest stays, whatever its size. */
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
    if (this.#evidence.requests.count > 0) return;
    this.#dropped = 0;
    this.#evidence.evicted.forgetOversized();
  }

  #isOfEarlierPage(report: Parameters<typeof isOfEarlierPage>[2], at: number): boolean {
    const page = this.#page;
    return page !== null && isOfEarlierPage(this.#evidence.documents, page, report, at);
  }
}

/** Whether a navigation is of the whole tab: a page that is prerendered takes the place of none. */
export function isPage({ frameId, documentLifecycle }: Navigated): boolean {
  return frameId === 0 && (documentLifecycle ?? "active") === "active";
}
