import { browser } from "./browser.ts";

/** A place that outlives the worker, and not the browser: what we need of `storage.session`. */
export interface SessionStore {
  /** All that is there. */
  getAll(): Promise<Readonly<Record<string, unknown>>>;
  /** Rejects where there is no room, and then has stored nothing of it. */
  set(items: Readonly<Record<string, unknown>>): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}

/** The extension's `storage.session`: in memory, never on the disk, 10 MB. */
export const sessionStorage: SessionStore = {
  getAll: () => browser.storage.session.get(null),
  set: (items) => browser.storage.session.set({ ...items }),
  remove: (keys) => browser.storage.session.remove([...keys]),
};
