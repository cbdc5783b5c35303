import { storedText } from "../exchange/stored-size.ts";
import type { StoredTrace } from "../exchange/tab-evidence.ts";
import type { SessionStore } from "../platform/session-storage.ts";

/** What is kept of a tab beside its requests. */
export interface TabRecord {
  readonly paused: boolean;
  readonly dropped: number;
  readonly notUnderstood: number;
  /** How many reports the bridge of each document has dropped. */
  readonly lostReports?: Readonly<Record<string, number>>;
  readonly callsUnheard?: boolean;
}

/** All that a dead worker left behind. */
export interface RestoredState {
  /** By the key of each. */
  readonly traces: ReadonlyMap<string, StoredTrace>;
  readonly tabs: ReadonlyMap<number, TabRecord>;
  /** How many entries could not be read; they are gone. */
  readonly unreadable: number;
}

export interface StoredRecordingOptions {
  /** There is no room: evicts something, and says whether there was anything to evict. */
  readonly makeRoom?: () => boolean;
  /** What is not stored has become more or less. */
  readonly onChange?: () => void;
  /** Resolves after that many milliseconds. */
  readonly wait?: (ms: number) => Promise<void>;
}

const traceKey = (tabId: number, id: string): string => `trace:${tabId}:${id}`;
const tabKey = (tabId: number): string => `tab:${tabId}`;

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** In bytes: an entry beyond this would leave no room for all others, and is not stored. */
const LARGEST = 5_000_000;

/**
 * The recording's copy in storage: it outlives the worker, not the browser, and never touches the
 * disk. Writes are joined: at most one is under way, the next takes all that came meanwhile. What
 * could not be written is tried again until it is, or until something newer takes its place.
 *
 * Values are stored as JSON: browsers count a text by its bytes, and a tree by all that it takes in
 * memory, which is a multiple.
 */
export class StoredRecording {
  readonly #store: SessionStore;
  readonly #makeRoom: () => boolean;
  readonly #onChange: () => void;
  readonly #wait: (ms: number) => Promise<void>;
  readonly #toSet = new Map<string, unknown>();
  readonly #toRemove = new Set<string>();
  #failed: ReadonlySet<string> = new Set();
  readonly #tooLarge = new Set<string>();
  #writing = false;

  constructor(store: SessionStore, options: StoredRecordingOptions = {}) {
    this.#store = store;
    this.#makeRoom = options.makeRoom ?? (() => false);
    this.#onChange = options.onChange ?? (() => {});
    this.#wait = options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  }

  /** Reads what a dead worker left. Where storage gives nothing, nothing is left. */
  async load(): Promise<RestoredState> {
    const traces = new Map<string, StoredTrace>();
    const tabs = new Map<number, TabRecord>();
    let unreadable = 0;
    const stored = await this.#store.getAll().catch((error: unknown) => {
      console.warn("Crosscheck could not read what it had stored", error);
      unreadable++;
      return {};
    });
    for (const [key, json] of Object.entries(stored)) {
      try {
        const value: unknown = JSON.parse(String(json));
        if (typeof value !== "object" || value === null) throw new TypeError("No object");
        if (key.startsWith("trace:")) traces.set(key, value as StoredTrace);
        else if (key.startsWith("tab:")) tabs.set(Number(key.slice(4)), value as TabRecord);
      } catch {
        unreadable++;
        this.discard(key);
      }
    }
    return { traces, tabs, unreadable };
  }

  /** Forgets what was read and makes no sense. */
  discard(key: string): void {
    this.#remove(key);
  }

  /** How many entries of a tab would be lost if the worker died now, as writing them failed. */
  unsaved(tabId: number): number {
    let count = 0;
    for (const key of new Set([...this.#failed, ...this.#tooLarge])) {
      if (key.startsWith(traceKey(tabId, ""))) count++;
    }
    return count;
  }

  keepTrace(tabId: number, id: string, trace: StoredTrace): void {
    this.#set(traceKey(tabId, id), trace);
  }

  forgetTrace(tabId: number, id: string): void {
    this.#remove(traceKey(tabId, id));
  }

  keepTab(tabId: number, record: TabRecord): void {
    this.#set(tabKey(tabId), record);
  }

  forgetTab(tabId: number): void {
    this.#remove(tabKey(tabId));
  }

  #set(key: string, value: unknown): void {
    this.#toRemove.delete(key);
    this.#toSet.set(key, value);
    void this.#write();
  }

  #remove(key: string): void {
    if (this.#tooLarge.delete(key)) this.#onChange();
    this.#toSet.delete(key);
    this.#toRemove.add(key);
    void this.#write();
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    let pause = FIRST_WAIT_MS;
    // Let the events of this turn gather first.
    await Promise.resolve();
    while (this.#toSet.size > 0 || this.#toRemove.size > 0) {
      if (await this.#tryToWrite()) {
        pause = FIRST_WAIT_MS;
        continue;
      }
      await this.#wait(pause);
      pause = Math.min(pause * 2, LONGEST_WAIT_MS);
    }
    this.#writing = false;
  }

  /** @returns false where it has to be tried again, and not at once. */
  async #tryToWrite(): Promise<boolean> {
    const set = [...this.#toSet];
    const remove = [...this.#toRemove];
    this.#toSet.clear();
    this.#toRemove.clear();
    try {
      if (remove.length > 0) await this.#store.remove(remove);
      remove.length = 0;
      const items = this.#thatFit(set.map(([key, value]) => [key, storedText(value)]));
      if (items.length > 0) await this.#store.set(Object.fromEntries(items));
    } catch (error) {
      this.#takeBack(set, remove);
      if (isFull(error) && this.#makeRoom()) return true;
      console.warn("Crosscheck could not store part of its recording, and tries again", error);
      return false;
    }
    if (this.#failed.size > 0) this.#failedAre(new Set());
    return true;
  }

  /** One entry without measure must not keep those of other tabs from being stored. */
  #thatFit(items: readonly (readonly [string, string])[]): (readonly [string, string])[] {
    const before = this.#tooLarge.size;
    for (const [key, text] of items) {
      if (text.length > LARGEST) this.#tooLarge.add(key);
      else this.#tooLarge.delete(key);
    }
    if (this.#tooLarge.size !== before) this.#onChange();
    return items.filter(([key]) => !this.#tooLarge.has(key));
  }

  /** What failed is to be done again, unless something newer was decided meanwhile. */
  #takeBack(set: readonly (readonly [string, unknown])[], remove: readonly string[]): void {
    for (const key of remove) if (!this.#toSet.has(key)) this.#toRemove.add(key);
    for (const [key, value] of set) {
      if (!this.#toSet.has(key) && !this.#toRemove.has(key)) this.#toSet.set(key, value);
    }
    this.#failedAre(new Set(this.#toSet.keys()));
  }

  #failedAre(keys: ReadonlySet<string>): void {
    this.#failed = keys;
    this.#onChange();
  }
}

/** Chromium: "Session storage quota bytes exceeded"; Firefox: a QuotaExceededError. */
function isFull(error: unknown): boolean {
  return /quota/i.test(String(error));
}
