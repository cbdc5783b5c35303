import { browser } from "./browser.ts";

/** A store that outlives the worker, but not the browser: the part of `storage.session` that we need. */
export interface SessionStore {
  /** All stored items. */
  getAll(): Promise<Readonly<Record<string, unknown>>>;
  /** Rejects where there is no room, without storing anything. */
  set(items: Readonly<Record<string, unknown>>): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}

/** The extension's `storage.session`: in memory, never on disk, 10 MB. */
export const sessionStorage: SessionStore = {
  getAll: () => browser.storage.session.get(null),
  set: (items) => browser.storage.session.set({ ...items }),
  remove: (keys) => browser.storage.session.remove([...keys]),
};
