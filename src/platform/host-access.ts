import { browser } from "./browser.ts";

const ALL_SITES = { origins: ["<all_urls>"] };

/** Whether requests to all web sites can be seen: what the worker needs of `permissions`. */
export interface Access {
  /** Believed until the browser says otherwise. */
  readonly granted: boolean;
  /** Whether it was granted when the worker started. */
  readonly ready: Promise<boolean>;
}

/**
 * Whether the extension may see requests to all web sites. In Firefox that is the user's to grant
 * and to withdraw, at any time; without it, webRequest and scripts are silent.
 *
 * To be made in the first turn of the worker: a change may be what woke it.
 */
export class HostAccess implements Access {
  #granted = true;
  readonly ready: Promise<boolean>;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    browser.permissions.onAdded.addListener(() => void this.#look());
    browser.permissions.onRemoved.addListener(({ origins = [] }) => {
      // Whatever is left, it is not all; to wait first would let a request slip by meanwhile.
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

/** Whether it is granted now. */
export function hasHostAccess(): Promise<boolean> {
  return browser.permissions.contains(ALL_SITES);
}

/** Hears that it may have been granted or withdrawn. */
export function followHostAccess(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener);
  browser.permissions.onRemoved.addListener(listener);
}

/** Prompts the user for it; only in a click, and not from inside Firefox's toolbox. */
export function requestHostAccess(): Promise<boolean> {
  return browser.permissions.request(ALL_SITES);
}
