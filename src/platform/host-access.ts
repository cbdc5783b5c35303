import { browser } from "./browser.ts";

const ALL_SITES = { origins: ["<all_urls>"] };

/** Whether requests to all web sites can be seen: the part of `permissions` that the worker needs. */
export interface Access {
  /** Assumed true until the browser reports otherwise. */
  readonly granted: boolean;
  /** Whether access was granted when the worker started. */
  readonly ready: Promise<boolean>;
}

/**
 * Whether the extension may see requests to all web sites. In Firefox the user grants and withdraws that at
 * any time; without it, webRequest and scripts report nothing.
 *
 * Must be created in the worker's first turn: a change may have woken the worker.
 */
export class HostAccess implements Access {
  #granted = true;
  readonly ready: Promise<boolean>;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    browser.permissions.onAdded.addListener(() => void this.#look());
    browser.permissions.onRemoved.addListener(({ origins = [] }) => {
      // Some access is missing in any case; waiting for the check would let a request pass meanwhile.
      if (origins.length > 0) this.#be(false);
      void this.#look();
    });
    this.ready = this.#look().then(() => this.#granted);
  }

  get granted(): boolean {
    return this.#granted;
  }

  async #look(): Promise<void> {
    this.#be(await hasHostAccess());
  }

  #be(granted: boolean): void {
    if (granted === this.#granted) return;
    this.#granted = granted;
    this.#onChange();
  }
}

/** Whether access is granted now. */
export function hasHostAccess(): Promise<boolean> {
  return browser.permissions.contains(ALL_SITES);
}

/** Calls the listener when access may have been granted or withdrawn. */
export function followHostAccess(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener);
  browser.permissions.onRemoved.addListener(listener);
}

/** Prompts the user for access; only in a click handler, and not inside Firefox's toolbox. */
export function requestHostAccess(): Promise<boolean> {
  return browser.permissions.request(ALL_SITES);
}
