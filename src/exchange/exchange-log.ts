import type {
  Browser,
  ElementSettled,
  Navigated,
  Observation,
  PageCallEnd,
  PageCallStart,
  RequestFacts,
  RequestObservation,
} from "../observation/observation.ts";
import { type CallTrace, callKeyOf, withCallObservation } from "./call-trace.ts";
import { type Change, ChangeBuilder } from "./change.ts";
import type { Exchange } from "./exchange.ts";
import type { Load } from "./loads.ts";
import type { SideReport, StoredTrace } from "./tab-evidence.ts";
import { isPage, NO_TAB, type RoomOf, type TabCounts, TabLog } from "./tab-log.ts";

/** How much is recorded. Beyond it the oldest exchanges are evicted and counted. */
export interface Limits {
  readonly exchangesPerTab: number;
  /**
   * The limit for the requests and calls of all tabs together, in bytes of JSON: what the worker keeps in
   * memory. Reports of pages and DevTools have a separate limit, and never take room from requests.
   */
  readonly totalSize: number;
}

/** The limit for reports, as a share of the limit for requests. */
const SHARE_OF_REPORTS = 1 / 5;

/**
 * Both browsers stop a worker that has received no event for 30 seconds, which loses nothing. A worker
 * stopped earlier may have missed events.
 */
const IDLE_MS = 25_000;

/** How long after its request failed an element reports at the latest. */
const REPORTED_MS = 5_000;

/** Ordinary requests take a tenth of it as stored, compressed. */
export const DEFAULT_LIMITS: Limits = { exchangesPerTab: 10_000, totalSize: 60_000_000 };

const NOTHING_LACKING: TabCounts = { dropped: 0, tablessSince: Number.POSITIVE_INFINITY };

/** The storage holds no more: a request that takes more than a quarter of it is evicted before all others. */
const ROOM_OF_STORAGE = 10_000_000;

/**
 * The recording of all tabs: takes observations in any order, returns exchanges. Deterministic, without clock
 * or I/O: the same observations give the same exchanges, in whatever order they come.
 */
export class ExchangeLog {
  readonly #browser: Browser;
  #limits: Limits;
  /** Requests that began by this time may have been missed. */
  #deafUntil = Number.NEGATIVE_INFINITY;
  readonly #tabs = new Map<number, TabLog>();
  /** Browsers never reuse a closed tab's id. */
  readonly #closed = new Set<number>();

  constructor(browser: Browser, limits: Limits = DEFAULT_LIMITS) {
    this.#browser = browser;
    this.#limits = limits;
  }

  /** Sets how many exchanges are recorded per tab; the excess is evicted with the next request. */
  keep(exchangesPerTab: number): void {
    this.#limits = { ...this.#limits, exchangesPerTab };
    for (const tab of this.#tabs.values()) tab.recount();
  }

  /**
   * Records one observation.
   *
   * @param preserveLog whether a navigation keeps earlier exchanges.
   * @returns the changes, one per tab; mostly of one tab.
   */
  apply(observation: Observation, preserveLog = false): Change[] {
    // Requests that end after their tab was closed are reported late, and cannot be viewed.
    if (this.#closed.has(observation.tabId)) return [];
    switch (observation.kind) {
      case "navigated":
        return this.#navigate(observation, preserveLog);
      case "call-started":
      case "call-ended":
        return this.#recordCall(observation.tabId, this.#callTrace(observation));
      case "element-failed":
        return this.#recordReport(
          this.#mayBeMissed(observation) ? { ...observation, mayBeMissed: true } : observation,
        );
      case "policy-violated":
      case "element-loaded":
      case "element-requested":
      case "resource-timed":
      case "seen-by-devtools":
        return this.#recordReport(observation);
      case "tab-closed":
        return this.#close(observation.tabId);
      default:
        return this.#recordRequest(observation);
    }
  }

  /** The ids of everything that may be an exchange of a tab, or of the tabless workers of its origins. */
  ids(tabId: number): string[] {
    const tab = this.#tabs.get(tabId);
    return tab === undefined ? [] : [...tab.ids(), ...this.#tablessIn(tab)];
  }

  /** One exchange; null when there is none with that id, or its request is another's preflight. */
  exchange(tabId: number, id: string): Exchange | null {
    const tab = this.#tabs.get(tabId);
    if (tab === undefined) return null;
    const own = tab.exchange(id);
    if (own !== null || tab.hasRequest(id)) return own;
    return this.#tablessIn(tab, id).size === 0 ? null : this.exchange(NO_TAB, id);
  }

  /** Whether an observation is about a request that its tab already has. */
  knows(observation: Observation): boolean {
    const tab = this.#tabs.get(observation.tabId);
    if (tab === undefined) return false;
    if (observation.kind === "call-ended") return tab.hasRequestOfCall(callKeyOf(observation));
    return "requestId" in observation && tab.hasRequest(observation.requestId);
  }

  /** How many exchanges of a tab were evicted. */
  dropped(tabId: number): number {
    return this.counts(tabId).dropped;
  }

  /** What a tab's recording lacks. */
  counts(tabId: number): TabCounts {
    return this.#tabs.get(tabId)?.counts ?? NOTHING_LACKING;
  }

  /** The last pages that a tab showed, the oldest first. */
  loads(tabId: number): readonly Load[] {
    return this.#tabs.get(tabId)?.loads ?? [];
  }

  /** Whether anything is recorded of a tab. */
  hasTab(tabId: number): boolean {
    return this.#tabs.has(tabId);
  }

  /** The ids of the tabs of which anything is recorded. */
  tabIds(): number[] {
    return [...this.#tabs.keys()];
  }

  /** The stored form of one request, call, report or document; undefined where there is none. */
  trace(tabId: number, id: string): StoredTrace | undefined {
    return this.#tabs.get(tabId)?.stored(id);
  }

  /**
   * Restores what was stored, for instance after the worker was stopped. A trace that is not in the stored
   * form costs only itself.
   *
   * @param counts each tab's, before.
   * @returns what was evicted meanwhile for lack of room, and the invalid traces.
   */
  restore(
    traces: readonly StoredTrace[],
    counts: ReadonlyMap<number, Partial<TabCounts>>,
  ): { readonly changes: Change[]; readonly failed: ReadonlySet<StoredTrace> } {
    const changes: Change[] = [];
    const failed = new Set<StoredTrace>();
    for (const trace of inOrder(traces)) {
      try {
        changes.push(...this.#restoreTrace(trace));
      } catch {
        failed.add(trace);
      }
    }
    for (const tabId of counts.keys()) this.#tab(tabId);
    for (const [tabId, tab] of this.#tabs) tab.resume(counts.get(tabId) ?? {});
    return { changes, failed };
  }

  /**
   * Records that we were not listening for a while: pending requests may have ended, until their next event.
   *
   * @param from when, in milliseconds since the epoch; negative infinity where nothing had been recorded.
   * @param until the same, when we listened again.
   */
  interrupt(from: number, until: number): void {
    const isBusy = !Number.isFinite(from) || until - from < IDLE_MS;
    if (isBusy) this.#deafUntil = until;
    for (const tab of this.#tabs.values()) tab.interrupt(isBusy);
  }

  #restoreTrace(trace: StoredTrace): Change[] {
    if ("callKey" in trace) return this.#recordCall(trace.tabId, trace);
    if ("reportKey" in trace) {
      const { report, reportKey } = trace;
      if (report.kind !== "navigated") return this.#recordReport(report, reportKey);
      return [this.#changing(report.tabId, (tab, change) => tab.recordDocument(report, change))];
    }
    return this.#changingRequest(trace.facts, (tab, change) => tab.restoreRequest(trace, change));
  }

  /**
   * Drops the oldest exchanges of the largest tabs, because the storage lacks room for so many bytes: that
   * much, or at least a twentieth. Drops reports where there are no exchanges.
   */
  dropSome(bytes: number): Change[] {
    const kept = this.#bytes("requests");
    const changes = this.#makeRoom(kept - Math.max(bytes, kept / 20));
    if (changes.length > 0) return changes;
    return this.#makeRoomOf("reports", this.#bytes("reports") * 0.95);
  }

  /** Forgets everything of a tab. */
  clear(tabId: number): Change {
    let newest = Number.NEGATIVE_INFINITY;
    for (const [, { read }] of this.#tabs.get(NO_TAB)?.requests() ?? []) {
      newest = Math.max(newest, read.startedAt);
    }
    return this.#changing(tabId, (tab, change) =>
      this.#noteTabless(tab, change, () => tab.clear(newest, change)),
    );
  }

  #tab(tabId: number): TabLog {
    let tab = this.#tabs.get(tabId);
    if (tab === undefined) {
      tab = new TabLog(this.#browser);
      this.#tabs.set(tabId, tab);
    }
    return tab;
  }

  /** Changes a tab's recording; returns the change. */
  #changing(tabId: number, act: (tab: TabLog, change: ChangeBuilder) => void): Change {
    const change = new ChangeBuilder(tabId);
    act(this.#tab(tabId), change);
    return change.build();
  }

  #navigate(navigated: Navigated, preserved: boolean): Change[] {
    const changed = this.#changing(navigated.tabId, (tab, change) =>
      this.#noteTabless(tab, change, () => tab.navigate(navigated, preserved, change)),
    );
    const evicted = isPage(navigated) && !preserved ? this.#evictUnseen() : [];
    return [changed, ...evicted, ...this.#makeRoom()];
  }

  #close(tabId: number): Change[] {
    const changed = this.#changing(tabId, (tab, change) => tab.close(change));
    this.#tabs.delete(tabId);
    this.#closed.add(tabId);
    return [changed, ...this.#evictUnseen()];
  }

  /** Performs an action that may change which tabless requests a tab shows, and records the difference. */
  #noteTabless(tab: TabLog, change: ChangeBuilder, act: () => void): void {
    const shownBefore = this.#tablessIn(tab);
    act();
    const shown = this.#tablessIn(tab);
    for (const id of shownBefore) if (!shown.has(id)) change.removed.add(id);
    for (const id of shown) if (!shownBefore.has(id)) change.changed.add(id);
  }

  /** The tabless requests that a tab shows; only the one with the given id, where there is one. */
  #tablessIn(tab: TabLog, onlyId?: string): ReadonlySet<string> {
    const shown = new Set<string>();
    const tabless = this.#tabs.get(NO_TAB);
    if (tabless === undefined || tabless === tab) return shown;
    if (onlyId !== undefined && !tabless.hasRequest(onlyId)) return shown;
    for (const [id, entry] of tabless.requests()) {
      if ((onlyId ?? id) === id && tab.shows(entry)) shown.add(id);
    }
    return shown;
  }

  /** Whether an element's request may have been missed while we were not listening. */
  #mayBeMissed(failed: ElementSettled): boolean {
    const since = this.#deafUntil;
    if (failed.timeStamp - REPORTED_MS > since) return false;
    return !this.#tab(failed.tabId).heardAll(failed, since);
  }

  #callTrace(observation: PageCallStart | PageCallEnd): CallTrace {
    const known = this.#tab(observation.tabId).call(callKeyOf(observation));
    const trace = withCallObservation(known, observation);
    return trace.startedAt <= this.#deafUntil ? { ...trace, mayBeMissed: true } : trace;
  }

  #recordCall(tabId: number, trace: CallTrace): Change[] {
    const isNew = this.#tab(tabId).call(trace.callKey) === undefined;
    const changed = this.#changing(tabId, (tab, change) => tab.recordCall(trace, change));
    return [changed, ...this.#evict(tabId, isNew)];
  }

  /** @param key the report's stored key; undefined for a new report. */
  #recordReport(report: SideReport, key?: string): Change[] {
    const { exchangesPerTab } = this.#limits;
    const changed = this.#changing(report.tabId, (tab, change) =>
      tab.recordReport(report, key, exchangesPerTab, change),
    );
    return [changed, ...this.#makeRoom()];
  }

  #recordRequest(observation: RequestObservation): Change[] {
    return this.#changingRequest(observation, (tab, change) =>
      tab.recordRequest(observation, change),
    );
  }

  #changingRequest(
    { tabId, requestId, initiator }: RequestFacts,
    act: (tab: TabLog, change: ChangeBuilder) => void,
  ): Change[] {
    const isNew = !this.#tab(tabId).hasRequest(requestId);
    const changed = this.#changing(tabId, (tab, change) => {
      const record = () => act(tab, change);
      if (tab.knowsOrigin(initiator)) record();
      else this.#noteTabless(tab, change, record);
    });
    return [changed, ...this.#evict(tabId, isNew)];
  }

  /** Evicts tabless requests older than the oldest page: they are never shown again. */
  #evictUnseen(): Change[] {
    if (!this.#tabs.has(NO_TAB)) return [];
    let oldest = Number.POSITIVE_INFINITY;
    for (const [tabId, tab] of this.#tabs) {
      if (tabId !== NO_TAB) oldest = Math.min(oldest, tab.counts.tablessSince);
    }
    return [this.#changing(NO_TAB, (tab, change) => tab.evictBefore(oldest, change))];
  }

  /**
   * Drops the oldest exchanges until the tab, and all tabs together, are within their limits.
   *
   * @param isNew whether the tab has one more than before.
   */
  #evict(tabId: number, isNew: boolean): Change[] {
    const changes: Change[] = [];
    const tab = this.#tab(tabId);
    const { exchangesPerTab } = this.#limits;
    const dropOldest = (change: ChangeBuilder) => tab.dropOldest("requests", change);
    let over = isNew ? tab.overflow(exchangesPerTab) : 0;
    while (over-- > 0 && this.#drop(tabId, dropOldest, changes));
    return [...changes, ...this.#makeRoom()];
  }

  /**
   * Drops the oldest exchanges of the largest tab until all tabs fit, so that other tabs lose nothing. An
   * oversized exchange is evicted before them.
   */
  #makeRoom(most = this.#limits.totalSize): Change[] {
    return [
      ...this.#makeRoomOf("requests", most),
      ...this.#makeRoomOf("reports", this.#limits.totalSize * SHARE_OF_REPORTS),
    ];
  }

  #makeRoomOf(of: RoomOf, most: number): Change[] {
    const changes: Change[] = [];
    const { totalSize } = this.#limits;
    const room = Math.min(totalSize, ROOM_OF_STORAGE);
    while (this.#bytes(of) > most) {
      const [id, tab] = this.#largest(of);
      const drop = (change: ChangeBuilder) =>
        of === "requests" ? tab.dropForRoom(room, change) : tab.dropOldest(of, change);
      if (!this.#drop(id, drop, changes)) break;
    }
    return changes;
  }

  #drop(tabId: number, act: (change: ChangeBuilder) => boolean, changes: Change[]): boolean {
    const change = new ChangeBuilder(tabId);
    const isDropped = act(change);
    if (isDropped) changes.push(change.build());
    return isDropped;
  }

  #bytes(of: RoomOf): number {
    let sum = 0;
    for (const tab of this.#tabs.values()) sum += tab.bytes(of);
    return sum;
  }

  #largest(of: RoomOf): readonly [number, TabLog] {
    return [...this.#tabs].reduce((a, b) => (b[1].bytes(of) > a[1].bytes(of) ? b : a));
  }
}

/**
 * Stored traces in the order in which they began, documents first. The storage returns them by key, and the
 * oldest must be the first to be evicted.
 */
function inOrder(traces: readonly StoredTrace[]): StoredTrace[] {
  const timed = traces.map((trace) => ({ trace, at: beginOf(trace) }));
  return timed.sort((a, b) => a.at - b.at).map(({ trace }) => trace);
}

function beginOf(trace: StoredTrace): number {
  try {
    if ("callKey" in trace) return trace.startedAt;
    if ("reportKey" in trace) {
      return trace.report.kind === "navigated" ? 0 : trace.report.timeStamp;
    }
    return Math.min(...trace.events.map(({ timeStamp }) => timeStamp));
  } catch {
    return 0;
  }
}
