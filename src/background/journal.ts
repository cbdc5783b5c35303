import { addTrouble } from "../journal/add-trouble.ts";
import { textOfError } from "../journal/error-text.ts";
import type { Note, Trouble } from "../journal/trouble.ts";
import type { SessionStore } from "../platform/session-storage.ts";
import { Pace } from "./pace.ts";

/** The journal's key in the storage. */
export const JOURNAL = "journal";

/** The shortest interval between writes while many troubles come, in milliseconds. */
const WRITE_EVERY_MS = 1_000;
const WRITES_AT_ONCE = 3;

/**
 * The worker's own troubles, for a bug report. It is bounded; the oldest are dropped first. Like the
 * recording it is in memory, and in storage that outlives the worker but not the browser. Ordinary events
 * cost it nothing.
 */
export class Journal {
  readonly #store: SessionStore;
  readonly #pace = new Pace(WRITES_AT_ONCE, WRITE_EVERY_MS);
  #troubles: Trouble[] = [];
  #lost = 0;
  #isRestored = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: SessionStore) {
    this.#store = store;
  }

  /** Whether the previous worker's journal was restored; nothing is written before. */
  get isRestored(): boolean {
    return this.#isRestored;
  }

  readonly note: Note = (kind, { error, ...more } = {}) => {
    const isThrown = error !== undefined;
    if (isThrown) console.warn("Crosscheck:", kind, error);
    const trouble = {
      kind,
      at: Date.now(),
      ...more,
      ...(isThrown && { error: textOfError(error) }),
    };
    this.#lost += addTrouble(this.#troubles, trouble);
    this.#writeSoon();
  };

  /** @param text the stored journal; undefined where there is none, or it cannot be read. */
  restore(text: unknown): void {
    const since = this.#troubles;
    try {
      const { troubles, lost } = JSON.parse(String(text)) as Stored;
      this.#troubles = [...troubles];
      this.#lost += lost;
      for (const one of since) this.#lost += addTrouble(this.#troubles, one);
    } catch {
      this.#troubles = since;
    }
    this.#isRestored = true;
    if (since.length > 0) this.#writeSoon();
  }

  /** The troubles of a tab, or of no tab. */
  of(tabId: number): Stored {
    const troubles = this.#troubles.filter((one) => (one.tabId ?? tabId) === tabId);
    return { troubles, lost: this.#lost };
  }

  /** Forgets a tab's troubles. */
  forgetTab(tabId: number): void {
    const { length } = this.#troubles;
    this.#troubles = this.#troubles.filter((one) => one.tabId !== tabId);
    if (this.#troubles.length < length) this.#writeSoon();
  }

  #writeSoon(): void {
    if (!this.#isRestored) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const text = JSON.stringify({ troubles: this.#troubles, lost: this.#lost });
      // A failed write is repeated with the next trouble.
      void this.#store.set({ [JOURNAL]: text }).catch(() => {});
    }, this.#pace.next());
  }
}

interface Stored {
  readonly troubles: readonly Trouble[];
  /** How many troubles were dropped for lack of room. */
  readonly lost: number;
}
