import { originOf } from "../http/origin.ts";
import type {
  Browser,
  ElementSettled,
  FromPage,
  Navigated,
  Observation,
  PageCallEnd,
  PageCallStart,
  PolicyViolated,
  RequestObservation,
  SeenByDevTools,
} from "../observation/observation.ts";
import { assemble, unsentExchange } from "./assemble.ts";
import { type CallTrace, callKeyOf, withCallObservation } from "./call-trace.ts";
import type { Exchange, Hop } from "./exchange.ts";
import { pairCalls } from "./pair-calls.ts";
import { type PairableHop, pairPreflights } from "./pair-preflights.ts";
import { pairSightings } from "./pair-sightings.ts";
import {
  isHandedToWorker,
  isPreflight,
  type ReadTrace,
  type RequestTrace,
  readTrace,
  withObservation,
} from "./request-trace.ts";
import {
  type CallEntry,
  type Entry,
  isExchange,
  isNavigation,
  isShownIn,
  isUnsent,
  NO_TAB,
  type Note,
  newTabLog,
  noteAsker,
  type Sighting,
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

/** What one observation changed in one tab. */
export interface Change {
  readonly tabId: number;
  /** Exchanges that are new or grew. */
  readonly changed: ReadonlySet<string>;
  /** Exchanges that are gone: evicted, cleared, or found to be another's preflight. */
  readonly removed: ReadonlySet<string>;
  /** Request ids whose traces are new or grew, for whoever stores them. */
  readonly touched: ReadonlySet<string>;
  /** Request ids whose traces are gone. */
  readonly forgotten: ReadonlySet<string>;
}

const LET_GO_REMEMBERED = 1000;
const VIOLATIONS_REMEMBERED = 200;

/**
 * The recording of all tabs: takes observations in any order, gives exchanges. Deterministic, no
 * clock and no I/O: the same observations give the same exchanges, in whatever order they come.
 */
export class ExchangeLog {
  readonly #browser: Browser;
  #limits: Limits;
  readonly #tabs = new Map<number, TabLog>();
  #totalSize = 0;

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
    switch (observation.kind) {
      case "navigated":
        return preserveLog ? [] : [this.#navigate(observation)];
      case "call-started":
      case "call-ended":
        return this.#recordCall(observation);
      case "policy-violated":
      case "element-failed":
      case "element-loaded":
      case "seen-by-devtools":
        return this.#takeNote(observation);
      case "tab-closed": {
        const change = this.clear(observation.tabId);
        this.#tabs.delete(observation.tabId);
        return [change];
      }
      default:
        return this.#record(observation);
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
      if ("callKey" in trace) this.#putCall(trace);
      else if ("noteKey" in trace) this.#takeNote(trace.note, trace.noteKey);
      else for (const event of trace.events) this.#record({ ...trace.facts, ...event });
    }
    for (const [tabId, count] of dropped) this.#tab(tabId).dropped += count;
  }

  /** Forgets all of a tab. */
  clear(tabId: number): Change {
    const tabless = [...(this.#tabs.get(NO_TAB)?.entries.values() ?? [])];
    const newest = Math.max(...tabless.map(({ read }) => read.startedAt));
    const tab = this.#tab(tabId);
    tab.tablessSince = Math.max(tab.tablessSince, newest + 1);
    return this.#letGo(tabId, () => true);
  }

  #tab(tabId: number): TabLog {
    let tab = this.#tabs.get(tabId);
    if (tab === undefined) {
      tab = newTabLog();
      this.#tabs.set(tabId, tab);
    }
    return tab;
  }

  #record(observation: RequestObservation): Change[] {
    const tab = this.#tab(observation.tabId);
    const id = observation.requestId;
    if (tab.letGo.has(id)) return [];
    const before = tab.entries.get(id);
    const trace = withObservation(before?.trace, observation);
    if (trace === before?.trace) return [];
    const read = readTrace(trace);
    const change = new ChangeBuilder(observation.tabId);
    change.touched.add(id);
    if (before !== undefined && isExchange(before)) change.removed.add(id);

    const size = (before?.size ?? 0) + sizeOf(observation);
    this.#totalSize += size - (before?.size ?? 0);
    const entry: Entry = {
      trace,
      read,
      size,
      groups: groupsOf(trace, read),
      owner: before?.owner ?? null,
      preflights: before?.preflights ?? new Map(),
      call: before?.call ?? null,
      sighting: before?.sighting ?? null,
    };
    tab.entries.set(id, entry);
    noteAsker(tab, observation);
    if (isNavigation(trace)) this.#noteNavigation(tab, id, entry);
    for (const group of before?.groups ?? []) {
      if (!entry.groups.includes(group)) tab.groups.get(group)?.delete(id);
    }
    for (const group of entry.groups) {
      addTo(tab.groups, group, id);
      this.#pair(tab, tab.groups.get(group) as Set<string>, change);
    }
    const { url } = read.hops[0] as Hop;
    const filedUnder = (before?.read.hops[0] as Hop | undefined)?.url ?? url;
    if (filedUnder !== url) {
      deleteFrom(tab.requestsByUrl, filedUnder, id);
      this.#pairCalls(tab, filedUnder, change);
      this.#pairSightings(tab, filedUnder, change);
    }
    const shown = [...unasked(tab, url).keys()];
    addTo(tab.requestsByUrl, url, id);
    const left = unasked(tab, url);
    for (const one of shown) if (!left.has(one)) change.removed.add(one);
    this.#pairCalls(tab, url, change);
    this.#pairSightings(tab, url, change);
    if (isExchange(entry)) change.changed.add(id);
    else if (entry.owner !== null) change.changed.add(entry.owner.requestId);
    const changes = [change.build()];
    const evicted = this.#evict(observation.tabId);
    if (evicted !== null) changes.push(...evicted);
    return changes;
  }

  /** Frames are navigated again: the last one to begin is the document that is there. */
  #noteNavigation(tab: TabLog, id: string, { trace, read }: Entry): void {
    const { frameId } = trace.facts;
    const known = tab.entries.get(tab.navigations.get(frameId) ?? "");
    if (known === undefined || known.read.startedAt <= read.startedAt) {
      tab.navigations.set(frameId, id);
    }
  }

  /** Pairs a group anew: what is known of its requests may have changed who belongs to whom. */
  #pair(tab: TabLog, members: ReadonlySet<string>, change: ChangeBuilder): void {
    if (members.size === 1) {
      const only = tab.entries.get([...members][0] as string) as Entry;
      if (only.owner === null && only.preflights.size === 0) return;
    }
    const hops: PairableHop[] = [];
    const preflights: { requestId: string; read: ReadTrace }[] = [];
    for (const requestId of members) {
      const entry = tab.entries.get(requestId) as Entry;
      if (isPreflight(entry.read) === true) preflights.push({ requestId, read: entry.read });
      else {
        entry.read.hops.forEach((hop, index) => {
          const isLast = index === entry.read.hops.length - 1;
          hops.push({ requestId, index, hop, endedAt: isLast ? entry.read.endedAt : null });
        });
      }
    }
    if (preflights.length === 0) return;
    const pairing = pairPreflights(hops, preflights, this.#browser);
    for (const { requestId } of preflights) {
      const entry = tab.entries.get(requestId) as Entry;
      const owner = pairing.get(requestId) ?? null;
      const same =
        owner?.requestId === entry.owner?.requestId && owner?.index === entry.owner?.index;
      if (same) continue;
      const wasExchange = isExchange(entry);
      if (entry.owner !== null) {
        const old = tab.entries.get(entry.owner.requestId);
        if (old?.preflights.get(entry.owner.index) === requestId) {
          old.preflights.delete(entry.owner.index);
        }
        change.changed.add(entry.owner.requestId);
      }
      entry.owner = owner;
      if (owner !== null) {
        tab.entries.get(owner.requestId)?.preflights.set(owner.index, requestId);
        change.changed.add(owner.requestId);
        if (wasExchange) change.removed.add(requestId);
      } else if (isExchange(entry)) change.changed.add(requestId);
    }
  }

  #recordCall(observation: PageCallStart | PageCallEnd): Change[] {
    const tab = this.#tab(observation.tabId);
    return this.#putCall(
      withCallObservation(tab.calls.get(callKeyOf(observation))?.trace, observation),
    );
  }

  #putCall(trace: CallTrace): Change[] {
    const tab = this.#tab(trace.tabId);
    const change = new ChangeBuilder(trace.tabId);
    change.touched.add(trace.callKey);
    const before = tab.calls.get(trace.callKey);
    const entry: CallEntry = { trace, requestId: before?.requestId ?? null };
    tab.calls.set(trace.callKey, entry);
    if (entry.requestId !== null) change.changed.add(entry.requestId);
    if (trace.call !== null) {
      const { url } = trace.call;
      addTo(tab.callsByUrl, url, trace.callKey);
      this.#pairCalls(tab, url, change);
    }
    if (isUnsent(entry)) change.changed.add(trace.callKey);
    if (tab.calls.size > this.#limits.exchangesPerTab) {
      this.#removeCall(tab, [...tab.calls.keys()][0] as string, change);
    }
    return [change.build()];
  }

  /** Pairs the calls and requests of one URL anew. */
  #pairCalls(tab: TabLog, url: string, change: ChangeBuilder): void {
    const keys = tab.callsByUrl.get(url);
    if (keys === undefined) return;
    const requests = [...(tab.requestsByUrl.get(url) ?? [])].flatMap((requestId) => {
      const { trace, read } = tab.entries.get(requestId) as Entry;
      if (isPreflight(read) === true || isHandedToWorker(read)) return [];
      const { method } = read.hops[0] as Hop;
      const { startedAt, endedAt } = read;
      return [{ ...trace.facts, method, startedAt, endedAt }];
    });
    const calls = [...keys].map((key) => tab.calls.get(key) as CallEntry);
    const pairing = pairCalls(
      calls.map((call) => call.trace),
      requests,
    );
    for (const call of calls) {
      const requestId = pairing.get(call.trace.callKey) ?? null;
      if (requestId === call.requestId) continue;
      if (call.requestId !== null) {
        const old = tab.entries.get(call.requestId);
        if (old?.call === call.trace.callKey) old.call = null;
        change.changed.add(call.requestId);
      }
      if (isUnsent(call)) change.removed.add(call.trace.callKey);
      call.requestId = requestId;
      const entry = requestId === null ? undefined : tab.entries.get(requestId);
      if (entry !== undefined && requestId !== null) {
        entry.call = call.trace.callKey;
        change.changed.add(requestId);
      } else if (isUnsent(call)) change.changed.add(call.trace.callKey);
    }
  }

  #removeCall(tab: TabLog, key: string, change: ChangeBuilder): void {
    const call = tab.calls.get(key);
    if (call === undefined) return;
    tab.calls.delete(key);
    if (call.trace.call !== null) {
      deleteFrom(tab.callsByUrl, call.trace.call.url, key);
    }
    change.forgotten.add(key);
    if (call.requestId === null) change.removed.add(key);
  }

  /** Keeps what is noted beside requests and calls, also for when the worker has died. */
  #takeNote(note: Note, key?: string): Change[] {
    const tab = this.#tab(note.tabId);
    const noteKey = key ?? newNoteKey(tab, note);
    if (tab.notes.has(noteKey)) return [];
    const change = new ChangeBuilder(note.tabId);
    tab.notes.set(noteKey, { noteKey, note });
    tab.noteKeys.set(note, noteKey);
    change.touched.add(noteKey);
    if (note.kind === "policy-violated") this.#recordViolation(tab, note, change);
    else if (note.kind === "seen-by-devtools") this.#recordSighting(tab, noteKey, note, change);
    else this.#recordElement(tab, note, change);
    return [change.build()];
  }

  #forgetNote(tab: TabLog, note: Note, change: ChangeBuilder): void {
    const key = tab.noteKeys.get(note);
    if (key === undefined) return;
    tab.noteKeys.delete(note);
    tab.notes.delete(key);
    change.forgotten.add(key);
  }

  /** Forgets some of the reports of a tab. */
  #forget<T extends Note>(
    tab: TabLog,
    reports: T[],
    which: (report: T) => boolean,
    change: ChangeBuilder,
  ): void {
    const kept: T[] = [];
    for (const report of reports) {
      if (which(report)) this.#forgetNote(tab, report, change);
      else kept.push(report);
    }
    if (kept.length < reports.length) reports.splice(0, reports.length, ...kept);
  }

  /** Keeps a violation until the call that it stopped is looked at; few are ever needed. */
  #recordViolation(tab: TabLog, observation: PolicyViolated, change: ChangeBuilder): void {
    tab.violations.push(observation);
    this.#forgetOldest(tab, tab.violations, change);
    for (const id of unasked(tab, observation.violation.blockedUrl).keys()) change.changed.add(id);
    for (const [key, call] of tab.calls) {
      if (call.trace.frameId === observation.frameId && isUnsent(call)) change.changed.add(key);
    }
    for (const id of tab.requestsByUrl.get(observation.violation.blockedUrl) ?? []) {
      if (isExchange(tab.entries.get(id) as Entry)) change.changed.add(id);
    }
  }

  /** What an element tells may come before the last events of its request, or after. */
  #recordElement(tab: TabLog, observation: ElementSettled, change: ChangeBuilder): void {
    const { element } = observation;
    tab.elements.push(observation);
    this.#forgetOldest(tab, tab.elements, change);
    // Not those of its document alone: an initial document's requests are told as its creator's.
    for (const id of tab.requestsByUrl.get(element.url) ?? []) {
      if (isExchange(tab.entries.get(id) as Entry)) change.changed.add(id);
    }
    for (const id of unasked(tab, element.url).keys()) change.changed.add(id);
  }

  #forgetOldest(tab: TabLog, reports: Note[], change: ChangeBuilder): void {
    const oldest = reports.length > VIOLATIONS_REMEMBERED ? reports.shift() : undefined;
    if (oldest !== undefined) this.#forgetNote(tab, oldest, change);
  }

  #recordSighting(tab: TabLog, key: string, seen: SeenByDevTools, change: ChangeBuilder): void {
    tab.sightings.set(key, { seen, requestId: null });
    this.#totalSize += sizeOfSighting(seen);
    addTo(tab.sightingsByUrl, seen.url, key);
    const [oldest] = tab.sightings.keys();
    if (tab.sightings.size > this.#limits.exchangesPerTab && oldest !== undefined) {
      this.#removeSighting(tab, oldest, change);
    }
    this.#pairSightings(tab, seen.url, change);
    for (const id of unasked(tab, seen.url).keys()) change.changed.add(id);
  }

  #removeSighting(tab: TabLog, key: string, change: ChangeBuilder): void {
    const sighting = tab.sightings.get(key);
    if (sighting === undefined) return;
    const { seen, requestId } = sighting;
    tab.sightings.delete(key);
    deleteFrom(tab.sightingsByUrl, seen.url, key);
    this.#totalSize -= sizeOfSighting(seen);
    this.#forgetNote(tab, seen, change);
    const entry = tab.entries.get(requestId ?? "");
    if (entry?.sighting === key) entry.sighting = null;
  }

  /** Pairs what DevTools told of one URL with its requests anew. */
  #pairSightings(tab: TabLog, url: string, change: ChangeBuilder): void {
    const keys = tab.sightingsByUrl.get(url);
    if (keys === undefined) return;
    const requests = [...(tab.requestsByUrl.get(url) ?? [])].flatMap((requestId) => {
      const { read } = tab.entries.get(requestId) as Entry;
      if (isPreflight(read) === true) return [];
      return [{ requestId, method: (read.hops[0] as Hop).method, startedAt: read.startedAt }];
    });
    const seen = new Map([...keys].map((key) => [key, (tab.sightings.get(key) as Sighting).seen]));
    const pairing = pairSightings(seen, requests);
    for (const key of keys) {
      const sighting = tab.sightings.get(key) as Sighting;
      const requestId = pairing.get(key) ?? null;
      if (requestId === sighting.requestId) continue;
      const old = tab.entries.get(sighting.requestId ?? "");
      if (old?.sighting === key) old.sighting = null;
      for (const id of [sighting.requestId, requestId]) if (id !== null) change.changed.add(id);
      sighting.requestId = requestId;
      const entry = tab.entries.get(requestId ?? "");
      if (entry !== undefined) entry.sighting = key;
    }
  }

  /** A new document took the tab: what belonged to the old one goes. */
  #navigate(navigated: Navigated): Change {
    const tab = this.#tab(navigated.tabId);
    let navigationRequest: string | null = null;
    let newest = Number.NEGATIVE_INFINITY;
    for (const [id, { trace, read }] of tab.entries) {
      if (trace.facts.resourceType !== "main_frame" || read.startedAt < newest) continue;
      if (read.startedAt > navigated.timeStamp) continue;
      newest = read.startedAt;
      navigationRequest = id;
    }
    tab.origins.clear();
    tab.origins.add(originOf(navigated.url));
    tab.tablessSince = navigationRequest === null ? navigated.timeStamp : newest;
    return this.#letGo(
      navigated.tabId,
      (id, { trace, read }) => {
        if (id === navigationRequest || read.startedAt >= navigated.timeStamp) return false;
        if (trace.facts.documentLifecycle === "prerender") return false;
        return trace.facts.documentId === null || trace.facts.documentId !== navigated.documentId;
      },
      (call) => call.startedAt < navigated.timeStamp && call.documentId !== navigated.documentId,
      (report) =>
        report.timeStamp < navigated.timeStamp && report.documentId !== navigated.documentId,
      (seen) => seen.timeStamp < navigated.timeStamp,
    );
  }

  #letGo(
    tabId: number,
    which: (id: string, entry: Entry) => boolean,
    whichCall: (call: CallTrace) => boolean = () => true,
    whichReport: (report: FromPage) => boolean = () => true,
    whichSighting: (seen: SeenByDevTools) => boolean = () => true,
  ): Change {
    const change = new ChangeBuilder(tabId);
    const tab = this.#tab(tabId);
    for (const [id, entry] of [...tab.entries]) {
      // A preflight goes with its request, never alone.
      const subject = entry.owner === null ? entry : tab.entries.get(entry.owner.requestId);
      if (which(entry.owner?.requestId ?? id, subject ?? entry)) this.#remove(tab, id, change);
    }
    const shown = [...unasked(tab).keys()];
    this.#forget(tab, tab.elements, whichReport, change);
    this.#forget(tab, tab.violations, whichReport, change);
    const left = unasked(tab);
    for (const id of shown) if (!left.has(id)) change.removed.add(id);
    for (const [key, call] of [...tab.calls]) {
      const owner = call.requestId === null ? undefined : tab.entries.get(call.requestId);
      const gone = call.requestId === null ? whichCall(call.trace) : owner === undefined;
      if (gone) this.#removeCall(tab, key, change);
    }
    for (const [key, { seen, requestId }] of [...tab.sightings]) {
      // What DevTools told of a request stays with it.
      if (!tab.entries.has(requestId ?? "") && whichSighting(seen)) {
        this.#removeSighting(tab, key, change);
      }
    }
    if (tab.entries.size === 0) tab.dropped = 0;
    return change.build();
  }

  #remove(tab: TabLog, id: string, change: ChangeBuilder): void {
    const entry = tab.entries.get(id);
    if (entry === undefined) return;
    tab.entries.delete(id);
    this.#totalSize -= entry.size;
    for (const group of entry.groups) deleteFrom(tab.groups, group, id);
    deleteFrom(tab.requestsByUrl, (entry.read.hops[0] as Hop).url, id);
    const { url } = entry.read.hops[0] as Hop;
    if (!tab.requestsByUrl.has(url)) {
      // Without their request they would look as if there had been none.
      this.#forget(tab, tab.elements, (it) => it.element.url === url, change);
      this.#forget(tab, tab.violations, (it) => it.violation.blockedUrl === url, change);
    }
    if (entry.read.ending.kind === "pending") {
      tab.letGo.add(id);
      if (tab.letGo.size > LET_GO_REMEMBERED) tab.letGo.delete([...tab.letGo][0] as string);
    }
    change.forgotten.add(id);
    if (entry.owner === null) change.removed.add(id);
    if (entry.call !== null) this.#removeCall(tab, entry.call, change);
    if (entry.sighting !== null) this.#removeSighting(tab, entry.sighting, change);
  }

  /** Drops the oldest exchanges of the tab until it is within its limit. */
  #evict(tabId: number): Change[] | null {
    const tab = this.#tab(tabId);
    if (
      tab.entries.size <= this.#limits.exchangesPerTab &&
      this.#totalSize <= this.#limits.totalSize
    ) {
      return null;
    }
    const changes: Change[] = [];
    while (tab.entries.size > this.#limits.exchangesPerTab) {
      const change = new ChangeBuilder(tabId);
      this.#dropOldest(tab, change);
      changes.push(change.build());
    }
    while (this.#totalSize > this.#limits.totalSize) {
      const [largestId, largest] = [...this.#tabs].reduce((a, b) =>
        b[1].entries.size > a[1].entries.size ? b : a,
      );
      if (largest.entries.size <= 1) break;
      const change = new ChangeBuilder(largestId);
      this.#dropOldest(largest, change);
      changes.push(change.build());
    }
    return changes;
  }

  #dropOldest(tab: TabLog, change: ChangeBuilder): void {
    // Entries stand in the order in which their first event came: the first is the oldest.
    for (const [id, entry] of tab.entries) {
      if (entry.owner !== null) continue;
      for (const preflight of entry.preflights.values()) this.#remove(tab, preflight, change);
      this.#remove(tab, id, change);
      tab.dropped++;
      return;
    }
  }
}

class ChangeBuilder {
  readonly changed = new Set<string>();
  readonly removed = new Set<string>();
  readonly touched = new Set<string>();
  readonly forgotten = new Set<string>();
  readonly tabId: number;

  constructor(tabId: number) {
    this.tabId = tabId;
  }

  build(): Change {
    for (const id of this.changed) this.removed.delete(id);
    return this;
  }
}

/** Requests pair within one document and URL. */
function groupsOf(trace: RequestTrace, read: ReadTrace): string[] {
  const { frameId, documentId } = trace.facts;
  const urls = new Set(read.hops.map((hop) => hop.url));
  return [...urls].map((url) => groupKey(frameId, documentId, url));
}

function groupKey(frameId: number, documentId: string | null, url: string): string {
  return `${frameId} ${documentId ?? ""} ${url}`;
}

/** DevTools tells all that it knows to each panel that opens: the same has the same key. */
function newNoteKey({ notes }: TabLog, note: Note): string {
  const key = `note:${note.kind}:${note.timeStamp}:${hashOf(JSON.stringify(note))}`;
  if (note.kind === "seen-by-devtools") return key;
  // Two elements may tell the same in one millisecond.
  for (let number = 0; ; number++) if (!notes.has(`${key}:${number}`)) return `${key}:${number}`;
}

/** FNV-1a, 32 bits: short, and different enough for notes of one millisecond. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

function addTo(index: Map<string, Set<string>>, key: string, member: string): void {
  const members = index.get(key);
  if (members === undefined) index.set(key, new Set([member]));
  else members.add(member);
}

function deleteFrom(index: Map<string, Set<string>>, key: string, member: string): void {
  const members = index.get(key);
  members?.delete(member);
  if (members?.size === 0) index.delete(key);
}

function sizeOfSighting({ url, stack }: SeenByDevTools): number {
  return 300 + url.length + stack.length;
}

function sizeOf(observation: RequestObservation): number {
  let size = 250 + observation.url.length;
  if ("headers" in observation && observation.headers !== null) {
    for (const [name, value] of observation.headers) size += name.length + value.length + 8;
  }
  return size;
}
