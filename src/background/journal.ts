import { addTrouble } from "../journal/add-trouble.ts";
import { textOfError } from "../journal/error-text.ts";
import type { Note, Trouble } from "../journal/trouble.ts";
import type { SessionStore } from "../platform/session-storage.ts";
import { Pace } from "./pace.ts";

/** Under which it stands in storage. */
export const JOURNAL = "journal";

/** Troubles that come in a flood are written this often, in milliseconds. */
const WRITE_EVERY_MS = 1_000;
const WRITES_AT_ONCE = 3;

/**
 * The worker's own troubles, for a bug report: few, the oldest go first. Like the recording it is in memory,
 * and in storage that outlives the worker and not the browser. An ordinary event costs it nothing.
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

  /** Whether what an earlier worker has left is read; nothing is written before. */
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

  /** @param text what was stored; undefined where nothing was, or nothing can be read. */
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

  /** What concerns a tab, or none. */
  of(tabId: number): Stored {
    const troubles = this.#troubles.filter((one) => (one.tabId ?? tabId) === tabId);
    return { troubles, lost: this.#lost };
  }

  /** Forgets what concerns a tab. */
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
      // What cannot be written now goes along with the next trouble.
      void this.#store.set({ [JOURNAL]: text }).catch(() => {});
    }, this.#pace.next());
  }
}

interface Stored {
  readonly troubles: readonly Trouble[];
  /** How many went for lack of room. */
  readonly lost: number;
}
