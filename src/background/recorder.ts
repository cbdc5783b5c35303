import type { Change } from "../exchange/change.ts";
import { ExchangeLog } from "../exchange/exchange-log.ts";
import type { Browser, Observation } from "../observation/observation.ts";
import type { Settings, TabState } from "../protocol/messages.ts";
import { DEFAULT_SETTINGS } from "../protocol/messages.ts";
import { Vault } from "./vault.ts";

/** Hears of every change, a batch at a time. */
export type ChangeListener = (changes: readonly Change[]) => void;

/**
 * The recording and its copy in the vault. What is observed before the vault has been read waits,
 * in order, and is taken in after what the dead worker left.
 */
export class Recorder {
  readonly log: ExchangeLog;
  readonly #vault = new Vault();
  readonly #onChange: ChangeListener;
  readonly #paused = new Set<number>();
  readonly #notUnderstood = new Map<number, number>();
  #settings: Settings = DEFAULT_SETTINGS;
  /** Since when requests to all sites can be heard, by the clock; Infinity while they cannot. */
  heardSince = 0;
  #waiting: Observation[] | null = [];
  /** Resolves when the vault has been read. */
  readonly ready: Promise<void>;

  constructor(browser: Browser, settings: Promise<Settings>, onChange: ChangeListener) {
    this.log = new ExchangeLog(browser);
    this.#onChange = onChange;
    this.ready = this.#restore(settings);
  }

  observe(observation: Observation): void {
    if (this.#waiting !== null) this.#waiting.push(observation);
    else this.#onChange(this.#take(observation));
  }

  /** Counts an event that could not be understood: it costs itself, nothing else. */
  notUnderstood(tabId: number): void {
    this.#notUnderstood.set(tabId, (this.#notUnderstood.get(tabId) ?? 0) + 1);
    // What the dead worker counted is added first.
    if (this.#waiting === null) this.#vault.keepTab(tabId, this.state(tabId));
  }

  state(tabId: number): TabState {
    return {
      paused: this.#paused.has(tabId),
      dropped: this.log.dropped(tabId),
      notUnderstood: this.#notUnderstood.get(tabId) ?? 0,
      ...(this.heardSince === Number.POSITIVE_INFINITY ? { noAccess: true } : {}),
    };
  }

  get settings(): Settings {
    return this.#settings;
  }

  set settings(settings: Settings) {
    this.#settings = settings;
    this.log.keep(settings.exchangesPerTab);
  }

  clear(tabId: number): void {
    this.#onChange(this.#store([this.log.clear(tabId)]));
  }

  pause(tabId: number, paused: boolean): void {
    if (paused) this.#paused.add(tabId);
    else this.#paused.delete(tabId);
    this.#vault.keepTab(tabId, this.state(tabId));
    this.#onChange([]);
  }

  async #restore(settings: Promise<Settings>): Promise<void> {
    const [legacy, stored] = await Promise.all([this.#vault.load(), settings]);
    this.settings = stored;
    const dropped = new Map<number, number>();
    for (const [tabId, record] of legacy.tabs) {
      if (record.paused) this.#paused.add(tabId);
      const missed = record.notUnderstood + (this.#notUnderstood.get(tabId) ?? 0);
      if (missed > 0) this.#notUnderstood.set(tabId, missed);
      dropped.set(tabId, record.dropped);
    }
    this.log.restore(legacy.traces, dropped);
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    this.#onChange(waiting.flatMap((observation) => this.#take(observation)));
  }

  #take(observation: Observation): Change[] {
    if (this.#isPausedFor(observation)) return [];
    return this.#store(this.log.apply(observation, this.#settings.preserveLog));
  }

  /** A paused tab finishes the requests it knows and begins no new ones. */
  #isPausedFor(observation: Observation): boolean {
    if (observation.kind === "tab-closed") return false;
    // A call of which no request is heard would look as if it had been stopped.
    if (observation.kind === "call-started" && observation.timeStamp < this.heardSince) return true;
    if (!this.#paused.has(observation.tabId)) return false;
    if (!("requestId" in observation)) return observation.kind !== "navigated";
    return !this.log.knows(observation.tabId, observation.requestId);
  }

  #store(changes: Change[]): Change[] {
    for (const { tabId, touched, forgotten, removed } of changes) {
      for (const id of touched) {
        const trace = this.log.trace(tabId, id);
        if (trace !== undefined) this.#vault.keepTrace(tabId, id, trace);
      }
      for (const id of forgotten) this.#vault.forgetTrace(tabId, id);
      if (!this.log.tabIds().includes(tabId)) this.#vault.forgetTab(tabId);
      else if (removed.size > 0) this.#vault.keepTab(tabId, this.state(tabId));
    }
    return changes;
  }
}
