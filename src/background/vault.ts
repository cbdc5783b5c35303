import type { StoredTrace } from "../exchange/tab-log.ts";
import { browser } from "../platform/browser.ts";

/** What is kept of a tab beside its requests. */
export interface TabRecord {
  readonly paused: boolean;
  readonly dropped: number;
  readonly notUnderstood: number;
}

/** All that a dead worker left behind. */
export interface Legacy {
  readonly traces: StoredTrace[];
  readonly tabs: ReadonlyMap<number, TabRecord>;
}

const traceKey = (tabId: number, requestId: string): string => `trace:${tabId}:${requestId}`;
const tabKey = (tabId: number): string => `tab:${tabId}`;

/**
 * The recording's copy in `storage.session`: it outlives the worker, not the browser, and never
 * touches the disk. Writes are joined: at most one is under way, the next takes all that came
 * meanwhile.
 */
export class Vault {
  #toSet = new Map<string, unknown>();
  #toRemove = new Set<string>();
  #writing = false;

  async load(): Promise<Legacy> {
    const stored = await browser.storage.session.get(null);
    const traces: StoredTrace[] = [];
    const tabs = new Map<number, TabRecord>();
    for (const [key, value] of Object.entries(stored)) {
      if (key.startsWith("trace:")) traces.push(value as StoredTrace);
      else if (key.startsWith("tab:")) tabs.set(Number(key.slice(4)), value as TabRecord);
    }
    return { traces, tabs };
  }

  keepTrace(tabId: number, id: string, trace: StoredTrace): void {
    this.#set(traceKey(tabId, id), trace);
  }

  forgetTrace(tabId: number, requestId: string): void {
    this.#remove(traceKey(tabId, requestId));
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
    this.#toSet.delete(key);
    this.#toRemove.add(key);
    void this.#write();
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    // Let the events of this turn gather first.
    await Promise.resolve();
    while (this.#toSet.size > 0 || this.#toRemove.size > 0) {
      const set = Object.fromEntries(this.#toSet);
      const remove = [...this.#toRemove];
      this.#toSet = new Map();
      this.#toRemove = new Set();
      try {
        if (remove.length > 0) await browser.storage.session.remove(remove);
        if (Object.keys(set).length > 0) await browser.storage.session.set(set);
      } catch (error) {
        // Over quota: these requests would be lost with the worker; nothing else is.
        console.warn("Crosscheck could not store part of its recording", error);
      }
    }
    this.#writing = false;
  }
}
