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
import type { Exchange } from "./exchange.ts";
import { letGoOfAll, letGoOfOldDocument } from "./let-go.ts";
import { pairingUrl } from "./pairing-url.ts";
import { putCall } from "./record-call.ts";
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
import { unasked, unaskedExchange } from "./unasked.ts";

/** How much is kept. Beyond it the oldest exchanges go, and are counted. */
export interface Limits {
  readonly exchangesPerTab: number;
  /** Of all tabs together, in UTF-16 code units, roughly the bytes of their JSON. */
  readonly totalSize: number;
}

/** storage.session holds 10 MB; what is kept must fit with room to spare. */
export const DEFAULT_LIMITS: Limits = { exchangesPerTab: 2000, totalSize: 6_000_000 };

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
        return preserveLog ? [] : [this.#navigate(observation)];
      case "call-started":
      case "call-ended":
        return [this.#recordCall(observation.tabId, this.#callTrace(observation))];
      case "policy-violated":
      case "element-failed":
      case "element-loaded":
      case "resource-timed":
      case "seen-by-devtools":
        return [this.#takeNote(observation)];
      case "tab-closed": {
        const change = this.clear(observation.tabId);
        this.#tabs.delete(observation.tabId);
        this.#closed.add(observation.tabId);
        return [change];
      }
      default:
        return this.#recordRequest(observation);
    }
  }

  /** The exchanges of a tab and of the tabless workers of its origins, oldest first. */
  exchanges(tabId: number): Exchange[] {
    const tab = this.#tabs.get(tabId);
    if (tab === undefined) return [];
    const found: Exchange[] = [];
    for (const id of [...tab.entries.keys(), ...tab.calls.keys()]) {
      const exchange = this.exchange(tabId, id);
      if (exchange !== null) found.push(exchange);
    }
    for (const [id, it] of unasked(tab)) found.push(unaskedExchange(id, it, tab, this.#browser));
    const tabless = tabId === NO_TAB ? undefined : this.#tabs.get(NO_TAB);
    for (const id of tabless?.entries.keys() ?? []) {
      const exchange = this.exchange(tabId, id);
      if (exchange !== null) found.push(exchange);
    }
    return found.sort((a, b) => a.startedAt - b.startedAt);
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
    const never = id.startsWith("element:") ? unasked(tab).get(id) : undefined;
    if (never !== undefined) return unaskedExchange(id, never, tab, this.#browser);
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

  /** Takes stored traces back in, for instance after the worker died. */
  restore(traces: readonly StoredTrace[], dropped: ReadonlyMap<number, number>): void {
    for (const trace of traces) {
      if ("callKey" in trace) this.#recordCall(trace.tabId, trace);
      else if ("noteKey" in trace) this.#takeNote(trace.note, trace.noteKey);
      else for (const event of trace.events) this.#recordRequest({ ...trace.facts, ...event });
    }
    for (const [tabId, count] of dropped) this.#tab(tabId).dropped += count;
  }

  /** Forgets all of a tab. */
  clear(tabId: number): Change {
    const tabless = [...(this.#tabs.get(NO_TAB)?.entries.values() ?? [])];
    const newest = Math.max(...tabless.map(({ read }) => read.startedAt));
    const tab = this.#tab(tabId);
    tab.tablessSince = Math.max(tab.tablessSince, newest + 1);
    const change = new ChangeBuilder(tabId);
    letGoOfAll(tab, change);
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

  #navigate(navigated: Navigated): Change {
    const change = new ChangeBuilder(navigated.tabId);
    letGoOfOldDocument(this.#tab(navigated.tabId), navigated, change);
    return change.build();
  }

  #callTrace(observation: PageCallStart | PageCallEnd): CallTrace {
    const known = this.#tab(observation.tabId).calls.get(callKeyOf(observation));
    return withCallObservation(known?.trace, observation);
  }

  #recordCall(tabId: number, trace: CallTrace): Change {
    const change = new ChangeBuilder(tabId);
    const { exchangesPerTab } = this.#limits;
    putCall(this.#tab(tabId), trace, exchangesPerTab, this.#browser, change);
    return change.build();
  }

  /** @param key under which the note was stored; without one it is new. */
  #takeNote(note: Note, key?: string): Change {
    const tab = this.#tab(note.tabId);
    const change = new ChangeBuilder(note.tabId);
    takeNote(tab, note, key ?? newNoteKey(tab, note), this.#limits.exchangesPerTab, change);
    return change.build();
  }

  #recordRequest(observation: RequestObservation): Change[] {
    const change = new ChangeBuilder(observation.tabId);
    recordRequest(this.#tab(observation.tabId), observation, this.#browser, change);
    return [change.build(), ...this.#evict(observation.tabId)];
  }

  /**
   * Drops the oldest exchanges until the tab and all tabs together are within their limits; but one
   * that takes the room of all others goes before them.
   */
  #evict(tabId: number): Change[] {
    const changes: Change[] = [];
    const drop = (id: number, tab: TabLog, entry: string | undefined) => {
      if (entry === undefined) return false;
      const change = new ChangeBuilder(id);
      dropExchange(tab, entry, change);
      changes.push(change.build());
      return true;
    };
    const tab = this.#tab(tabId);
    const { exchangesPerTab, totalSize } = this.#limits;
    while (tab.entries.size > exchangesPerTab && drop(tabId, tab, oldest(tab)));
    while (this.#totalSize() > totalSize) {
      const [id, largest] = [...this.#tabs].reduce((a, b) => (b[1].size > a[1].size ? b : a));
      if (largest.entries.size <= 1) break;
      const hog = hogOf(largest, totalSize);
      if (hog !== undefined) largest.oversized.add(pairingUrl(urlOf(largest, hog)));
      if (!drop(id, largest, hog ?? oldest(largest))) break;
    }
    return changes;
  }

  #totalSize(): number {
    let sum = 0;
    for (const { size } of this.#tabs.values()) sum += size;
    return sum;
  }
}

/** Entries stand in the order in which their first event came: the first is the oldest. */
function oldest(tab: TabLog): string | undefined {
  for (const [id, entry] of tab.entries) if (entry.owner === null) return id;
  return undefined;
}

/** The request that alone takes a good part of the room, as only a hostile server's answers do. */
function hogOf(tab: TabLog, room: number): string | undefined {
  for (const [id, entry] of tab.entries) {
    if (entry.size > room / 4) return entry.owner?.requestId ?? id;
  }
  return undefined;
}

function urlOf(tab: TabLog, id: string): string {
  return tab.entries.get(id)?.read.hops[0]?.url ?? "";
}

function dropExchange(tab: TabLog, id: string, change: ChangeBuilder): void {
  removeRequest(tab, id, change);
  tab.dropped++;
}
