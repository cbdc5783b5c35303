import type { Change } from "../exchange/change.ts";
import { ExchangeLog } from "../exchange/exchange-log.ts";
import type { StoredTrace } from "../exchange/tab-evidence.ts";
import { isPage, type TabCounts } from "../exchange/tab-log.ts";
import type { Note } from "../journal/trouble.ts";
import type { Browser, Observation } from "../observation/observation.ts";
import type { SessionStore } from "../platform/session-storage.ts";
import type { Settings, TabState } from "../protocol/messages.ts";
import { DEFAULT_SETTINGS } from "../protocol/messages.ts";
import type { Journal } from "./journal.ts";
import { SteadyTime } from "./steady-time.ts";
import { numberOf } from "./stored-items.ts";
import { StoredRecording, type StoredRecordingOptions } from "./stored-recording.ts";
import type { Trials } from "./trials.ts";

/** The dependencies of a recorder. */
export interface RecorderParts {
  readonly browser: Browser;
  readonly store: SessionStore;
  /** Rejects where the settings cannot be read. */
  readonly settings: Promise<Settings>;
  /** Receives every change, in batches. */
  readonly onChange: (changes: readonly Change[]) => void;
  /** Called when the state of tabs changed, and nothing else did. */
  readonly onState: () => void;
  /** The trials in tabs; absent where there are none. */
  readonly trials?: Pick<Trials, "of" | "covers" | "ready"> | undefined;
  readonly storage?: Pick<StoredRecordingOptions, "wait" | "compressor" | "limits" | "pace">;
  /** Records troubles, and restores the previous worker's. */
  readonly journal?: Pick<Journal, "note" | "restore">;
}

/** A tab's restored requests. */
interface Restored {
  readonly requests: number;
  /** How many requests were pending. */
  readonly pending: number;
}

const NOTHING: Restored = { requests: 0, pending: 0 };

/**
 * The recording and its copy in storage. Observations made before the storage was read wait, in order, and
 * are recorded after the restored ones. An event that cannot be recorded costs only itself, and is counted.
 */
export class Recorder {
  readonly log: ExchangeLog;
  readonly #stored: StoredRecording;
  readonly #onChange: (changes: readonly Change[]) => void;
  readonly #onState: () => void;
  readonly #trials: RecorderParts["trials"];
  readonly #journal: RecorderParts["journal"];
  readonly #paused = new Set<number>();
  readonly #notUnderstood = new Map<number, number>();
  /** How many reports the bridge of each document has dropped, by tab. */
  readonly #lostReports = new Map<number, Map<string, number>>();
  /** Tabs with calls that cannot be heard as they are sent, until their next page. */
  readonly #unheard = new Set<number>();
  readonly #time = new SteadyTime();
  #settings: Settings = DEFAULT_SETTINGS;
  /** When requests to all sites became visible, by the clock; Infinity while they are not. */
  heardSince = 0;
  #waiting: Observation[] | null = [];
  /** How many requests of each tab were restored, including preflights. */
  readonly restored = new Map<number, Restored>();
  /** Resolves when the storage was read. */
  readonly ready: Promise<void>;

  constructor(parts: RecorderParts) {
    const { browser, store, settings, onChange, onState, trials, storage, journal } = parts;
    this.log = new ExchangeLog(browser);
    this.#journal = journal;
    this.#stored = new StoredRecording(store, {
      makeRoom: (bytes) => this.#makeRoom(bytes),
      onChange: onState,
      note: this.#note,
      ...storage,
    });
    this.#onChange = (changes) => {
      try {
        onChange(changes);
      } catch (error) {
        // An error in the display must not affect the recording, least of all during the restore.
        this.#note("change-not-sent", { error });
      }
    };
    this.#onState = onState;
    this.#trials = trials;
    this.ready = this.#restore(settings);
    this.ready.catch((error: unknown) => this.#note("restore-failed", { error }));
  }

  readonly #note: Note = (kind, more) => this.#journal?.note(kind, more);

  /** Records an observation, or keeps it until the storage was read. */
  observe(observation: Observation): void {
    if (this.#waiting !== null) {
      this.#waiting.push(observation);
      this.#stored.keepEarly(observation);
    } else this.#onChange(this.#take(observation));
  }

  /** Counts an event that could not be understood; nothing else is lost. */
  notUnderstood(tabId: number): void {
    this.#notUnderstood.set(tabId, (this.#notUnderstood.get(tabId) ?? 0) + 1);
    // The restore adds the previous worker's count first.
    if (this.#waiting === null) this.#keepTab(tabId);
    this.#onState();
  }

  /**
   * Records that a bridge dropped reports, because a page sent too many.
   *
   * @param document identifies the bridge's document in the tab.
   * @param count how many the bridge has dropped so far.
   */
  reportsLost(tabId: number, document: string, count: number): void {
    const lost = this.#lostReports.get(tabId) ?? new Map<string, number>();
    if ((lost.get(document) ?? 0) >= count) return;
    lost.set(document, count);
    this.#lostReports.set(tabId, lost);
    if (this.#waiting === null) this.#keepTab(tabId);
    this.#onState();
  }

  /** Records that some calls in the tab cannot be heard as they are sent. */
  callsUnheard(tabId: number): void {
    this.#unheard.add(tabId);
    if (this.#waiting === null) this.#keepTab(tabId);
    this.#onState();
  }

  /** What views show of a tab beside its exchanges. */
  state(tabId: number): TabState {
    const lostReports = sum(this.#lostReports.get(tabId)?.values() ?? []);
    const unsaved = this.#stored.unsaved(tabId);
    const trial = this.#trials?.of(tabId);
    const loads = this.log.loads(tabId);
    return {
      paused: this.#paused.has(tabId),
      dropped: this.log.dropped(tabId),
      notUnderstood: this.#notUnderstood.get(tabId) ?? 0,
      ...(lostReports > 0 ? { lostReports } : {}),
      ...(unsaved > 0 ? { unsaved } : {}),
      ...(this.heardSince === Number.POSITIVE_INFINITY ? { noAccess: true } : {}),
      ...(this.#unheard.has(tabId) ? { callsUnheard: true } : {}),
      ...(trial && { trial }),
      ...(loads.length > 0 && { loads }),
    };
  }

  /** The user's settings; the defaults until they were read. */
  get settings(): Settings {
    return this.#settings;
  }

  set settings(settings: Settings) {
    this.#settings = settings;
    this.log.keep(settings.exchangesPerTab);
  }

  /** Forgets everything of a tab, and its counts. */
  clear(tabId: number): void {
    this.#forgetCounts(tabId);
    this.#onChange(this.#store([this.log.clear(tabId)]));
    this.#keepTab(tabId);
  }

  /** Pauses or continues the recording of a tab. */
  pause(tabId: number, paused: boolean): void {
    if (paused) this.#paused.add(tabId);
    else this.#paused.delete(tabId);
    this.#keepTab(tabId);
  }

  async #restore(settings: Promise<Settings>): Promise<void> {
    const [restored, settingsRead] = await Promise.all([
      this.#stored.load(),
      settings.catch((error: unknown) => {
        this.#note("settings-unreadable", { error });
        return DEFAULT_SETTINGS;
      }),
      this.#trials?.ready,
    ]);
    this.#journal?.restore(restored.journal);
    this.settings = settingsRead;
    // Unreadable entries count as dropped.
    const counts = new Map<number, Partial<TabCounts>>();
    for (const [tabId, dropped] of restored.unreadable) counts.set(tabId, { dropped });
    for (const [tabId, record] of restored.tabs) {
      if (record.paused) this.#paused.add(tabId);
      const missed = record.notUnderstood + (this.#notUnderstood.get(tabId) ?? 0);
      if (missed > 0) this.#notUnderstood.set(tabId, missed);
      const lost = new Map(Object.entries(record.lostReports ?? {}));
      for (const [document, count] of this.#lostReports.get(tabId) ?? []) lost.set(document, count);
      if (lost.size > 0) this.#lostReports.set(tabId, lost);
      const dropped = record.dropped + (counts.get(tabId)?.dropped ?? 0);
      counts.set(tabId, { ...record, dropped });
      if (record.callsUnheard) this.#unheard.add(tabId);
    }
    const { changes, failed } = this.log.restore([...restored.traces.values()], counts);
    let latest = Number.NEGATIVE_INFINITY;
    for (const [key, trace] of restored.traces) {
      if (failed.has(trace)) {
        this.#stored.discard(key);
        continue;
      }
      latest = Math.max(latest, lastTimeOf(trace));
      if (!("events" in trace)) continue;
      const { requests, pending } = this.restored.get(numberOf(key)) ?? NOTHING;
      const isPending = !trace.events.some(({ kind }) => kind === "completed" || kind === "failed");
      const now = { requests: requests + 1, pending: pending + (isPending ? 1 : 0) };
      this.restored.set(numberOf(key), now);
    }
    this.#time.goOnFrom(latest);
    if (restored.unreadable.size + failed.size > 0) this.#note("entries-unreadable");
    // Restored traces are stored already; traces evicted meanwhile must not come back.
    this.#store(changes.map((change) => ({ ...change, touched: new Set<string>() })));
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    // The workers that received these events were stopped too: later events may have been lost with each.
    const early = restored.early.flatMap((observation) => {
      this.log.interrupt(latest, Date.now());
      if ("timeStamp" in observation) latest = Math.max(latest, observation.timeStamp);
      return this.#take(observation);
    });
    this.log.interrupt(latest, Date.now());
    this.#onChange([...early, ...waiting.flatMap((observation) => this.#take(observation))]);
    // Counted while the storage was being read.
    const counted = [this.#notUnderstood, this.#lostReports, this.#unheard];
    for (const tabId of new Set(counted.flatMap((of) => [...of.keys()]))) this.#keepTab(tabId);
    this.#stored.begin();
  }

  #take(heard: Observation): Change[] {
    try {
      const observation = this.#time.steady(heard);
      if (this.#isPausedFor(observation)) return [];
      const { preserveLog } = this.#settings;
      const changes = this.#store(this.log.apply(this.#marked(observation), preserveLog));
      if (observation.kind === "navigated" && isPage(observation)) {
        this.#unheard.delete(observation.tabId);
        if (!preserveLog) this.#forgetCounts(observation.tabId);
        this.#keepTab(observation.tabId);
      }
      return changes;
    } catch (error) {
      this.#note("event-not-understood", { tabId: heard.tabId, of: heard.kind, error });
      this.notUnderstood(heard.tabId);
      return [];
    }
  }

  /** The counts of what a tab's recording lacks begin again with a new recording. */
  #forgetCounts(tabId: number): void {
    this.#lostReports.delete(tabId);
    this.#notUnderstood.delete(tabId);
  }

  /** Marks a request whose response is changed by a trial. */
  #marked(observation: Observation): Observation {
    const isTried = "requestId" in observation && this.#trials?.covers(observation);
    return isTried ? { ...observation, trial: true } : observation;
  }

  /** Whether an observation is skipped: a paused tab finishes its known requests and begins no new ones. */
  #isPausedFor(observation: Observation): boolean {
    if (observation.kind === "tab-closed") return false;
    // A call whose request was not heard would look as if it had been stopped.
    if (observation.kind === "call-started" && observation.timeStamp < this.heardSince) return true;
    if (!this.#paused.has(observation.tabId)) return false;
    return observation.kind !== "navigated" && !this.log.knows(observation);
  }

  /** Called where the storage is full before the log's own limit is reached. */
  #makeRoom(bytes: number): boolean {
    const changes = this.log.dropSome(bytes);
    this.#onChange(this.#store(changes));
    return changes.length > 0;
  }

  #keepTab(tabId: number): void {
    const { dropped, tablessSince } = this.log.counts(tabId);
    this.#stored.keepTab(tabId, {
      paused: this.#paused.has(tabId),
      dropped,
      ...(Number.isFinite(tablessSince) && { tablessSince }),
      notUnderstood: this.#notUnderstood.get(tabId) ?? 0,
      lostReports: Object.fromEntries(this.#lostReports.get(tabId) ?? []),
      callsUnheard: this.#unheard.has(tabId),
    });
  }

  #store(changes: Change[]): Change[] {
    const lessened = new Set<number>();
    for (const { tabId, touched, forgotten, removed } of changes) {
      for (const id of touched) {
        const trace = this.log.trace(tabId, id);
        if (trace !== undefined) this.#stored.keepTrace(tabId, id, trace);
      }
      for (const id of forgotten) this.#stored.forgetTrace(tabId, id);
      if (removed.size > 0) lessened.add(tabId);
      if (!this.log.hasTab(tabId)) this.#stored.forgetTab(tabId);
    }
    // One event may evict thousands of exchanges, each of them a change.
    for (const tabId of lessened) {
      if (this.log.hasTab(tabId)) this.#keepTab(tabId);
    }
    return changes;
  }
}

/** When the browser last reported an event; negative infinity where it did not. */
function lastTimeOf(trace: StoredTrace): number {
  if ("events" in trace) return Math.max(...trace.events.map(({ timeStamp }) => timeStamp));
  const isReported = "report" in trace && trace.report.kind === "navigated";
  return isReported ? trace.report.timeStamp : Number.NEGATIVE_INFINITY;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
