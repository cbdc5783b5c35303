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
import { isPage, NO_TAB, type RoomOf, TabLog } from "./tab-log.ts";

/** How much is kept. Beyond it the oldest exchanges go, and are counted. */
export interface Limits {
  readonly exchangesPerTab: number;
  /**
   * Of the requests and calls of all tabs together, in the bytes that they take as JSON: what the worker
   * keeps in mind. What pages and DevTools report beside them has room of its own, and never takes theirs.
   */
  readonly totalSize: number;
}

/** Of the room for requests, how much reports have beside it. */
const SHARE_OF_REPORTS = 1 / 5;

/**
 * Both browsers stop a worker that has heard nothing for 30 seconds, and nothing is lost then; one
 * that is stopped earlier may have been about to hear more.
 */
const IDLE_MS = 25_000;

/** How long after its request has failed an element says so, at the latest. */
const REPORTED_MS = 5_000;

/** Compressed, as they are stored, ordinary requests take a tenth of it. */
export const DEFAULT_LIMITS: Limits = { exchangesPerTab: 10_000, totalSize: 60_000_000 };

/** No storage holds more: a request that takes a good part of it goes before all others. */
const ROOM_OF_STORAGE = 10_000_000;

/**
 * The recording of all tabs: takes observations in any order, gives exchanges. Deterministic, no
 * clock and no I/O: the same observations give the same exchanges, in whatever order they come.
 */
export class ExchangeLog {
  readonly #browser: Browser;
  #limits: Limits;
  /** Requests that began by then may not have been heard. */
  #deafUntil = Number.NEGATIVE_INFINITY;
  readonly #tabs = new Map<number, TabLog>();
  /** Browsers give no tab the number of an earlier one. */
  readonly #closed = new Set<number>();

  constructor(browser: Browser, limits: Limits = DEFAULT_LIMITS) {
    this.#browser = browser;
    this.#limits = limits;
  }

  /** Keeps this many exchanges of a tab from now on; what is over goes with the next request. */
  keep(exchangesPerTab: number): void {
    this.#limits = { ...this.#limits, exchangesPerTab };
    for (const tab of this.#tabs.values()) tab.recount();
  }

  /**
   * Takes one observation in.
   *
   * @param preserveLog whether a navigation keeps what came before it.
   * @returns what changed, a tab at a time; mostly one tab.
   */
  apply(observation: Observation, preserveLog = false): Change[] {
    // What ends after its tab has closed is reported late, and nobody can look at it.
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

  /** The ids of all that may be an exchange of a tab, or of the tabless workers of its origins. */
  ids(tabId: number): string[] {
    const tab = this.#tabs.get(tabId);
    return tab === undefined ? [] : [...tab.ids(), ...this.#tablessIn(tab)];
  }

  /** One exchange; null when there is none of that id, or its request is another's preflight. */
  exchange(tabId: number, id: string): Exchange | null {
    const tab = this.#tabs.get(tabId);
    if (tab === undefined) return null;
    const own = tab.exchange(id);
    if (own !== null || tab.hasRequest(id)) return own;
    return this.#tablessIn(tab, id).size === 0 ? null : this.exchange(NO_TAB, id);
  }

  /** Whether a request is known in a tab. */
  knows(tabId: number, requestId: string): boolean {
    return this.#tabs.get(tabId)?.hasRequest(requestId) ?? false;
  }

  /** How many exchanges of a tab were evicted. */
  dropped(tabId: number): number {
    return this.#tabs.get(tabId)?.dropped ?? 0;
  }

  /** The last pages that a tab has shown, the oldest first. */
  loads(tabId: number): readonly Load[] {
    return this.#tabs.get(tabId)?.loads ?? [];
  }

  tabIds(): number[] {
    return [...this.#tabs.keys()];
  }

  /** The stored form of one request, call, report or document; undefined where there is none. */
  trace(tabId: number, id: string): StoredTrace | undefined {
    return this.#tabs.get(tabId)?.stored(id);
  }

  /**
   * Takes back in what was stored, for instance after the worker died. A trace that is not what was
   * once written costs itself alone.
   *
   * @param dropped how many exchanges each tab had dropped.
   * @returns what went for lack of room meanwhile, and the traces that could not be understood.
   */
  restore(
    traces: readonly StoredTrace[],
    dropped: ReadonlyMap<number, number>,
  ): { readonly changes: Change[]; readonly failed: ReadonlySet<StoredTrace> } {
    const changes: Change[] = [];
    const failed = new Set<StoredTrace>();
    for (const trace of inOrder(traces)) {
      try {
        changes.push(...this.#takeBack(trace));
      } catch {
        failed.add(trace);
      }
    }
    for (const tabId of dropped.keys()) this.#tab(tabId);
    for (const [tabId, tab] of this.#tabs) tab.resume(dropped.get(tabId) ?? 0);
    return { changes, failed };
  }

  /**
   * Nobody listened for a while: what is under way may have ended unheard, until more is heard of it.
   *
   * @param from when, in milliseconds since the epoch; negative infinity where nothing had been heard.
   * @param until when.
   */
  interrupt(from: number, until: number): void {
    const isBusy = !Number.isFinite(from) || until - from < IDLE_MS;
    if (isBusy) this.#deafUntil = until;
    for (const tab of this.#tabs.values()) tab.interrupt(isBusy);
  }

  #takeBack(trace: StoredTrace): Change[] {
    if ("callKey" in trace) return this.#recordCall(trace.tabId, trace);
    if ("noteKey" in trace) {
      const { note, noteKey } = trace;
      if (note.kind !== "navigated") return this.#recordReport(note, noteKey);
      return [this.#changing(note.tabId, (tab, change) => tab.recordDocument(note, change))];
    }
    return this.#changingRequest(trace.facts, (tab, change) => tab.recordTrace(trace, change));
  }

  /**
   * Drops the oldest exchanges of the largest tabs, as the storage has no room for so many bytes: that
   * much, or a twentieth. Of reports, where there is nothing else.
   */
  dropSome(bytes: number): Change[] {
    const kept = this.#bytes("requests");
    const changes = this.#makeRoom(kept - Math.max(bytes, kept / 20));
    if (changes.length > 0) return changes;
    return this.#makeRoomOf("reports", this.#bytes("reports") * 0.95);
  }

  /** Forgets all of a tab. */
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

  /** Changes the recording of a tab; returns what changed. */
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

  /** Does something by which a tab may come to show other requests of no tab, and notes them. */
  #noteTabless(tab: TabLog, change: ChangeBuilder, act: () => void): void {
    const shownBefore = this.#tablessIn(tab);
    act();
    const shown = this.#tablessIn(tab);
    for (const id of shownBefore) if (!shown.has(id)) change.removed.add(id);
    for (const id of shown) if (!shownBefore.has(id)) change.changed.add(id);
  }

  /** The requests of no tab that a tab shows; of one alone, where its id is given. */
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

  /** Whether an element's request may have gone by while nobody listened. */
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

  /** @param key under which the report was stored; without one it is new. */
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

  /** Evicts what workers requested before the oldest page that is there: no tab shows it again. */
  #evictUnseen(): Change[] {
    if (!this.#tabs.has(NO_TAB)) return [];
    let oldest = Number.POSITIVE_INFINITY;
    for (const [tabId, tab] of this.#tabs) {
      if (tabId !== NO_TAB) oldest = Math.min(oldest, tab.tablessSince);
    }
    return [this.#changing(NO_TAB, (tab, change) => tab.evictBefore(oldest, change))];
  }

  /**
   * Drops the oldest exchanges until a tab is within its limit, and all tabs within theirs.
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
   * Drops the oldest of the largest tab until all tabs together have room, so that no other tab pays
   * for it; but an exchange that takes the room of all others goes before them.
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
 * Stored traces in the order in which they began, documents first: storage gives them back by their
 * keys, and the oldest are the first to go.
 */
function inOrder(traces: readonly StoredTrace[]): StoredTrace[] {
  const timed = traces.map((trace) => ({ trace, at: beginOf(trace) }));
  return timed.sort((a, b) => a.at - b.at).map(({ trace }) => trace);
}

function beginOf(trace: StoredTrace): number {
  try {
    if ("callKey" in trace) return trace.startedAt;
    if ("noteKey" in trace) return trace.note.kind === "navigated" ? 0 : trace.note.timeStamp;
    return Math.min(...trace.events.map(({ timeStamp }) => timeStamp));
  } catch {
    return 0;
  }
}
