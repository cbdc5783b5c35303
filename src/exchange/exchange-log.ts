import type {
  Browser,
  Navigated,
  Observation,
  PageCallEnd,
  PageCallStart,
  RequestObservation,
} from "../observation/observation.ts";
import { assemble, unsentExchange } from "./assemble.ts";
import { type CallTrace, callKeyOf, withCallObservation } from "./call-trace.ts";
import { type Change, ChangeBuilder } from "./change.ts";
import {
  type Droppable,
  exceeds,
  hogOf,
  oldestExchange,
  oldestReport,
  requestToDrop,
} from "./evict.ts";
import type { Exchange } from "./exchange.ts";
import {
  isOfEarlierPage,
  letGoOfAll,
  letGoOfLatecomer,
  letGoOfOldDocument,
  resumePage,
} from "./let-go.ts";
import { neverRequested, neverRequestedExchange } from "./never-requested.ts";
import { pairingUrl } from "./pairing-url.ts";
import { putCall } from "./record-call.ts";
import { forgetDocument, recordDocument } from "./record-document.ts";
import { newNoteKey, takeNote } from "./record-note.ts";
import { recordRequest, removeRequest } from "./record-request.ts";
import {
  isExchange,
  isShownIn,
  isUnsent,
  NO_TAB,
  type Note,
  newTabLog,
  type StoredTrace,
  type TabLog,
} from "./tab-log.ts";

/** How much is kept. Beyond it the oldest exchanges go, and are counted. */
export interface Limits {
  readonly exchangesPerTab: number;
  /**
   * Of the requests and calls of all tabs together, in UTF-16 code units, roughly the bytes of their
   * JSON. What pages and DevTools report beside them has room of its own, and never takes theirs.
   */
  readonly totalSize: number;
}

/** Of the room for requests, how much reports have beside it. */
const SHARE_OF_REPORTS = 1 / 5;

/** storage.session holds 10 MB; what is kept, reports included, must fit with room to spare. */
export const DEFAULT_LIMITS: Limits = { exchangesPerTab: 2000, totalSize: 7_500_000 };

/**
 * The recording of all tabs: takes observations in any order, gives exchanges. Deterministic, no
 * clock and no I/O: the same observations give the same exchanges, in whatever order they come.
 */
export class ExchangeLog {
  readonly #browser: Browser;
  #limits: Limits;
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
  }

  /**
   * Takes one observation in.
   *
   * @param preserveLog whether a navigation keeps what came before it.
   * @returns what changed, a tab at a time; mostly one tab.
   */
  apply(observation: Observation, preserveLog = false): Change[] {
    // What ends after its tab has closed is told late, and nobody can look at it.
    if (this.#closed.has(observation.tabId)) return [];
    switch (observation.kind) {
      case "navigated":
        return this.#navigate(observation, preserveLog);
      case "call-started":
      case "call-ended":
        return this.#recordCall(observation.tabId, this.#callTrace(observation));
      case "policy-violated":
      case "element-failed":
      case "element-loaded":
      case "resource-timed":
      case "seen-by-devtools":
        return this.#takeNote(observation);
      case "tab-closed": {
        const { tabId } = observation;
        const change = new ChangeBuilder(tabId);
        const tab = this.#tab(tabId);
        letGoOfAll(tab, change);
        for (const shown of tab.documents.all()) forgetDocument(tab, shown, change);
        this.#tabs.delete(tabId);
        this.#closed.add(tabId);
        return [change.build(), ...this.#letGoOfUnseen()];
      }
      default:
        return this.#recordRequest(observation);
    }
  }

  /** The exchanges of a tab and of the tabless workers of its origins, oldest first. */
  exchanges(tabId: number): Exchange[] {
    const found = this.ids(tabId).flatMap((id) => this.exchange(tabId, id) ?? []);
    return found.sort((a, b) => a.startedAt - b.startedAt);
  }

  /** The ids of all that may be an exchange of a tab, or of the tabless workers of its origins. */
  ids(tabId: number): string[] {
    const tab = this.#tabs.get(tabId);
    if (tab === undefined) return [];
    const own = [...tab.entries.keys(), ...tab.calls.keys(), ...neverRequested(tab).keys()];
    return [...own, ...this.#tablessIn(tab, tabId)];
  }

  /** One exchange; null when there is none of that id, or its request is another's preflight. */
  exchange(tabId: number, id: string): Exchange | null {
    const tab = this.#tabs.get(tabId);
    if (tab === undefined) return null;
    const call = tab.calls.get(id);
    if (call !== undefined) {
      return isUnsent(call) ? unsentExchange(call, tab, this.#browser) : null;
    }
    const entry = tab.entries.get(id);
    if (entry !== undefined) return isExchange(entry) ? assemble(tab, entry, this.#browser) : null;
    const never = id.startsWith("element:") ? neverRequested(tab).get(id) : undefined;
    if (never !== undefined) return neverRequestedExchange(id, never, tab, this.#browser);
    const tabless = this.#tabs.get(NO_TAB);
    const asked = tabless?.entries.get(id);
    return asked !== undefined && isShownIn(tab, asked) ? this.exchange(NO_TAB, id) : null;
  }

  /** Whether a request is known in a tab. */
  knows(tabId: number, requestId: string): boolean {
    return this.#tabs.get(tabId)?.entries.has(requestId) ?? false;
  }

  /** How many exchanges of a tab were evicted. */
  dropped(tabId: number): number {
    return this.#tabs.get(tabId)?.dropped ?? 0;
  }

  tabIds(): number[] {
    return [...this.#tabs.keys()];
  }

  /** The stored form of one request, call or note, or undefined. */
  trace(tabId: number, id: string): StoredTrace | undefined {
    const tab = this.#tabs.get(tabId);
    return tab?.entries.get(id)?.trace ?? tab?.calls.get(id)?.trace ?? tab?.notes.get(id);
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
    for (const tab of this.#tabs.values()) {
      resumePage(tab);
      for (const entry of tab.entries.values()) {
        entry.interrupted = entry.read.ending.kind === "pending";
      }
    }
    for (const [tabId, count] of dropped) this.#tab(tabId).dropped += count;
    return { changes, failed };
  }

  #takeBack(trace: StoredTrace): Change[] {
    if ("callKey" in trace) return this.#recordCall(trace.tabId, trace);
    if ("noteKey" in trace) {
      const { note, noteKey } = trace;
      if (note.kind !== "navigated") return this.#takeNote(note, noteKey);
      const change = new ChangeBuilder(note.tabId);
      recordDocument(this.#tab(note.tabId), note, this.#browser, change);
      return [change.build()];
    }
    return trace.events.flatMap((event) => this.#recordRequest({ ...trace.facts, ...event }));
  }

  /**
   * Lets the oldest exchanges go until a tenth less is kept than now, from now on: there is less room
   * than was thought.
   */
  shrink(): Change[] {
    const totalSize = Math.min(this.#sum("size"), this.#limits.totalSize) * 0.9;
    this.#limits = { ...this.#limits, totalSize };
    return this.#evict(NO_TAB, false);
  }

  /** Forgets all of a tab. */
  clear(tabId: number): Change {
    const tabless = [...(this.#tabs.get(NO_TAB)?.entries.values() ?? [])];
    const newest = Math.max(...tabless.map(({ read }) => read.startedAt));
    const tab = this.#tab(tabId);
    const change = new ChangeBuilder(tabId);
    this.#noteTabless(tab, tabId, change, () => {
      tab.tablessSince = Math.max(tab.tablessSince, newest + 1);
      letGoOfAll(tab, change);
    });
    return change.build();
  }

  #tab(tabId: number): TabLog {
    let tab = this.#tabs.get(tabId);
    if (tab === undefined) {
      tab = newTabLog();
      this.#tabs.set(tabId, tab);
    }
    return tab;
  }

  #navigate(navigated: Navigated, preserved: boolean): Change[] {
    const { tabId, frameId, documentLifecycle } = navigated;
    const tab = this.#tab(tabId);
    const change = new ChangeBuilder(tabId);
    const nothing = { requestId: null, embedderPolicy: null, isErrorPage: false };
    const shown = { ...navigated, ...nothing, preserved };
    // A document that is rendered before anybody sees it takes the place of none.
    const isPage = frameId === 0 && (documentLifecycle ?? "active") === "active";
    this.#noteTabless(tab, tabId, change, () => {
      recordDocument(tab, shown, this.#browser, change);
      if (isPage && !preserved) letGoOfOldDocument(tab, shown, change);
    });
    return [change.build(), ...(isPage && !preserved ? this.#letGoOfUnseen() : [])];
  }

  /** Does something by which a tab may come to show other requests of no tab, and notes them. */
  #noteTabless(tab: TabLog, tabId: number, change: ChangeBuilder, act: () => void): void {
    const shownBefore = this.#tablessIn(tab, tabId);
    act();
    const shown = this.#tablessIn(tab, tabId);
    for (const id of shownBefore) if (!shown.has(id)) change.removed.add(id);
    for (const id of shown) if (!shownBefore.has(id)) change.changed.add(id);
  }

  #tablessIn(tab: TabLog, tabId: number): ReadonlySet<string> {
    const shown = new Set<string>();
    if (tabId === NO_TAB) return shown;
    for (const [id, entry] of this.#tabs.get(NO_TAB)?.entries ?? []) {
      if (isShownIn(tab, entry) && isExchange(entry)) shown.add(id);
    }
    return shown;
  }

  #callTrace(observation: PageCallStart | PageCallEnd): CallTrace {
    const known = this.#tab(observation.tabId).calls.get(callKeyOf(observation));
    return withCallObservation(known?.trace, observation);
  }

  #recordCall(tabId: number, trace: CallTrace): Change[] {
    const tab = this.#tab(tabId);
    const isNew = !tab.calls.has(trace.callKey);
    if (isNew && isOfEarlierPage(tab, trace, trace.startedAt)) return [];
    const change = new ChangeBuilder(tabId);
    putCall(tab, trace, this.#browser, change);
    return [change.build(), ...this.#evict(tabId, isNew)];
  }

  /** @param key under which the note was stored; without one it is new. */
  #takeNote(note: Note, key?: string): Change[] {
    const { tabId } = note;
    const tab = this.#tab(tabId);
    if ("frameId" in note && isOfEarlierPage(tab, note, note.timeStamp)) return [];
    const change = new ChangeBuilder(tabId);
    takeNote(tab, note, key ?? newNoteKey(tab, note), this.#limits.exchangesPerTab, change);
    return [change.build(), ...this.#evict(tabId, false)];
  }

  #recordRequest(observation: RequestObservation): Change[] {
    const { tabId, requestId, initiator } = observation;
    const tab = this.#tab(tabId);
    const change = new ChangeBuilder(tabId);
    const isNew = !tab.entries.has(requestId);
    const record = () => recordRequest(tab, observation, this.#browser, change);
    if (initiator === null || tab.origins.has(initiator)) record();
    else this.#noteTabless(tab, tabId, change, record);
    letGoOfLatecomer(tab, requestId, change);
    return [change.build(), ...this.#evict(tabId, isNew)];
  }

  /** Lets go of what workers asked before the oldest page that is there: no tab shows it again. */
  #letGoOfUnseen(): Change[] {
    const tabless = this.#tabs.get(NO_TAB);
    if (tabless === undefined) return [];
    let oldest = Number.POSITIVE_INFINITY;
    for (const [tabId, tab] of this.#tabs) {
      if (tabId !== NO_TAB) oldest = Math.min(oldest, tab.tablessSince);
    }
    const change = new ChangeBuilder(NO_TAB);
    for (const [id, { read }] of [...tabless.entries]) {
      if (read.startedAt < oldest) removeRequest(tabless, id, change);
    }
    return [change.build()];
  }

  /**
   * Drops the oldest exchanges until the tab and all tabs together are within their limits; but one
   * that takes the room of all others goes before them.
   *
   * @param isNew whether the tab has one more than before.
   */
  #evict(tabId: number, isNew: boolean): Change[] {
    const changes: Change[] = [];
    const drop = (id: number, tab: TabLog, what: Droppable | undefined) => {
      if (what === undefined) return false;
      const change = new ChangeBuilder(id);
      what.drop(tab, change);
      changes.push(change.build());
      return true;
    };
    const tab = this.#tab(tabId);
    const { exchangesPerTab, totalSize } = this.#limits;
    while (isNew && exceeds(tab, exchangesPerTab) && drop(tabId, tab, oldestExchange(tab)));
    while (this.#sum("size") > totalSize) {
      const [id, largest] = this.#largest("size");
      const hog = hogOf(largest, totalSize);
      if (hog !== undefined) largest.oversized.add(pairingUrl(urlOf(largest, hog)));
      // The newest stays, whatever its size.
      const isLast = largest.entries.size + largest.calls.size <= 1;
      const what = hog === undefined ? oldestExchange(largest) : requestToDrop(hog);
      if (isLast || !drop(id, largest, what)) break;
    }
    while (this.#sum("reportsSize") > totalSize * SHARE_OF_REPORTS) {
      const [id, largest] = this.#largest("reportsSize");
      if (!drop(id, largest, oldestReport(largest))) break;
    }
    return changes;
  }

  #sum(of: "size" | "reportsSize"): number {
    let sum = 0;
    for (const tab of this.#tabs.values()) sum += tab[of];
    return sum;
  }

  #largest(by: "size" | "reportsSize"): readonly [number, TabLog] {
    return [...this.#tabs].reduce((a, b) => (b[1][by] > a[1][by] ? b : a));
  }
}

function urlOf(tab: TabLog, id: string): string {
  return tab.entries.get(id)?.read.hops[0]?.url ?? "";
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
