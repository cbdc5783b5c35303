import { storedText } from "../exchange/stored-size.ts";
import type { StoredTrace } from "../exchange/tab-evidence.ts";
import { type Compressor, compressor } from "../platform/compressor.ts";
import type { SessionStore } from "../platform/session-storage.ts";
import {
  blockKey,
  entryKey,
  goneKey,
  isBlock,
  isEntry,
  StoredItems,
  tabOf,
} from "./stored-items.ts";

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
  /** Of each tab how many entries could not be read; they are gone. */
  readonly unreadable: ReadonlyMap<number, number>;
}

export interface StoredRecordingOptions {
  /** There is no room for so many bytes: evicts something, and says whether there was anything to evict. */
  readonly makeRoom?: (bytes: number) => boolean;
  /** What is not stored has become more or less. */
  readonly onChange?: () => void;
  /** Resolves after that many milliseconds. */
  readonly wait?: (ms: number) => Promise<void>;
  readonly compressor?: Compressor;
  readonly limits?: StorageLimits;
}

/** In bytes, as the storage counts them. */
export interface StorageLimits {
  /** How much is stored at most. */
  readonly room: number;
  /** An entry beyond this would leave no room for all others, and is not stored. */
  readonly largest: number;
  /** How much stands there as it is: what is beyond is compressed. */
  readonly loose: number;
  /** How much is compressed at once. */
  readonly block: number;
}

/** storage.session holds 10 MiB in both browsers (Chromium 156, Firefox 153). */
const LIMITS: StorageLimits = {
  room: 10_000_000,
  largest: 5_000_000,
  loose: 750_000,
  block: 250_000,
};

const tabKey = (tabId: number): string => `tab:${tabId}`;

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** What is to stand under a key, and its text once that was needed. */
interface Pending {
  readonly value: unknown;
  text?: string;
}

const textOf = (pending: Pending): string => {
  pending.text ??= storedText(pending.value);
  return pending.text;
};

/**
 * The recording's copy in storage: it outlives the worker, not the browser, and never touches the
 * disk. Writes are joined: at most one is under way, the next takes all that came meanwhile. What
 * could not be written is tried again until it is, or until something newer takes its place.
 *
 * What is under way stands as JSON, which is written at once. What has been at rest for longest is
 * compressed, many entries together: a hundred are a tenth as large as they are one by one. Each
 * write says all at once what comes and what goes: a death leaves it done or not done.
 */
export class StoredRecording {
  readonly #store: SessionStore;
  readonly #makeRoom: (bytes: number) => boolean;
  readonly #onChange: () => void;
  readonly #wait: (ms: number) => Promise<void>;
  readonly #compressor: Compressor;
  readonly #limits: StorageLimits;
  readonly #items = new StoredItems();
  readonly #toSet = new Map<string, Pending>();
  readonly #toRemove = new Set<string>();
  /** Blocks of which less is read than before. */
  readonly #changedBlocks = new Set<string>();
  /** What is empty, and stands there all the same. */
  readonly #litter = new Set<string>();
  #failed: ReadonlySet<string> = new Set();
  readonly #tooLarge = new Set<string>();
  #nextBlock = 0;
  /** How much may stand as it is before compressing is tried, or tried again. */
  #looseAllowed: number;
  #writing = false;

  constructor(store: SessionStore, options: StoredRecordingOptions = {}) {
    this.#store = store;
    this.#makeRoom = options.makeRoom ?? (() => false);
    this.#onChange = options.onChange ?? (() => {});
    this.#wait = options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
    this.#compressor = options.compressor ?? compressor;
    this.#limits = options.limits ?? LIMITS;
    this.#looseAllowed = this.#limits.loose;
  }

  /** Reads what a dead worker left. Where storage gives nothing, nothing is left. */
  async load(): Promise<RestoredState> {
    const traces = new Map<string, StoredTrace>();
    const tabs = new Map<number, TabRecord>();
    const unreadable = new Map<number, number>();
    const lose = (key: string, count: number) => {
      if (isEntry(key) || isBlock(key)) {
        unreadable.set(tabOf(key), (unreadable.get(tabOf(key)) ?? 0) + count);
      }
      this.discard(key);
    };
    // Nothing is written before all is known that stands there.
    this.#writing = true;
    const stored = await this.#store.getAll().catch((error: unknown) => {
      console.warn("Crosscheck could not read what it had stored", error);
      return {};
    });
    const texts = new Map(Object.entries(stored).map(([key, value]) => [key, String(value)]));
    for (const [key, text] of texts) {
      this.#items.put(key, text);
      if (text === "") this.#litter.add(key);
      if (text === "" || !(isEntry(key) || key.startsWith("tab:"))) continue;
      try {
        const value = objectOf(text);
        if (isEntry(key)) traces.set(key, value as StoredTrace);
        else tabs.set(tabOf(key), value as TabRecord);
      } catch {
        lose(key, 1);
      }
    }
    const blocks = [...texts].filter(([key, text]) => isBlock(key) && text !== "");
    const expanded = blocks.map(
      async ([block, text]) => [block, text, await this.#expanded(text)] as const,
    );
    for (const [block, text, members] of await Promise.all(expanded)) {
      this.#nextBlock = Math.max(this.#nextBlock, Number(block.split(":")[2]) + 1);
      if (members === null) {
        lose(block, Number.parseInt(text, 10) || 1);
        this.discard(goneKey(block));
        continue;
      }
      const gone = new Set(goneOf(texts.get(goneKey(block))));
      const live = [...members.keys()].filter((key) => !gone.has(key) && !traces.has(key));
      this.#items.putBlock(block, [...members.keys()], live);
      for (const key of live) traces.set(key, members.get(key) as StoredTrace);
    }
    this.#writing = false;
    void this.#write();
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
      if (key.startsWith(entryKey(tabId, ""))) count++;
    }
    return count;
  }

  keepTrace(tabId: number, id: string, trace: StoredTrace): void {
    this.#set(entryKey(tabId, id), trace);
  }

  forgetTrace(tabId: number, id: string): void {
    this.#remove(entryKey(tabId, id));
  }

  keepTab(tabId: number, record: TabRecord): void {
    this.#set(tabKey(tabId), record);
  }

  forgetTab(tabId: number): void {
    this.#remove(tabKey(tabId));
  }

  #set(key: string, value: unknown): void {
    this.#toRemove.delete(key);
    this.#toSet.set(key, { value });
    this.#leaveBlock(key);
    void this.#write();
  }

  #remove(key: string): void {
    if (this.#tooLarge.delete(key)) this.#onChange();
    this.#toSet.delete(key);
    this.#leaveBlock(key);
    this.#toRemove.add(key);
    void this.#write();
  }

  #leaveBlock(key: string): void {
    const block = this.#items.leaveBlock(key);
    if (block !== undefined) this.#changedBlocks.add(block);
  }

  get #isDone(): boolean {
    const left = [this.#toSet, this.#toRemove, this.#changedBlocks, this.#litter];
    return left.every(({ size }) => size === 0) && !this.#isTooLoose;
  }

  get #isTooLoose(): boolean {
    return this.#items.looseBytes > this.#looseAllowed;
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    let pause = FIRST_WAIT_MS;
    // Let the events of this turn gather first.
    await Promise.resolve();
    while (!this.#isDone) {
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
    await this.#makeItFit();
    const set = [...this.#toSet];
    const remove = [...this.#toRemove];
    const blocks = [...this.#changedBlocks];
    this.#toSet.clear();
    this.#toRemove.clear();
    this.#changedBlocks.clear();
    try {
      await this.#put([
        ...blocks.flatMap((block) => this.#items.changesOf(block)),
        ...remove.map((key) => [key, ""] as const),
        ...this.#thatFit(set),
      ]);
    } catch (error) {
      this.#takeBack(set, remove, blocks);
      if (isFull(error) && this.#makeRoom(0)) return true;
      console.warn("Crosscheck could not store part of its recording, and tries again", error);
      return false;
    }
    if (this.#failed.size > 0) this.#failedAre(new Set());
    if (this.#isTooLoose) await this.#compress();
    return this.#litter.size === 0;
  }

  /** What is too much for the storage goes before it is written. */
  async #makeItFit(): Promise<void> {
    for (;;) {
      const texts = [...this.#toSet].map(([key, pending]) => [key, textOf(pending)] as const);
      const fitting = texts.filter(([, text]) => text.length <= this.#limits.largest);
      const excess = this.#items.bytesWith(fitting, this.#toRemove) - this.#limits.room;
      if (excess <= 0) return;
      if (!(await this.#compress()) && !this.#makeRoom(excess)) return;
    }
  }

  /**
   * Compresses what has been at rest for longest.
   *
   * @returns whether there was anything, and it went well.
   */
  async #compress(): Promise<boolean> {
    const isAtRest = (key: string) => !this.#toSet.has(key) && !this.#toRemove.has(key);
    const entries = this.#items.toCompress(this.#limits.block, isAtRest);
    const [first] = entries;
    if (first === undefined) return false;
    const members = entries.map(({ key }) => key);
    const block = blockKey(tabOf(first.key), this.#nextBlock++);
    const json = entries.map(({ key, text }) => `${JSON.stringify(key)}:${text}`);
    try {
      const compressed = await this.#compressor.compress(`{${json.join(",")}}`);
      // What is to be written anew meanwhile is not read from it.
      const live = members.filter(isAtRest);
      if (live.length === 0) return true;
      const gone = members.filter((key) => !isAtRest(key));
      await this.#put([
        [block, `${members.length}:${compressed}`],
        [goneKey(block), gone.length === 0 ? "" : JSON.stringify(gone)],
        ...live.map((key) => [key, ""] as const),
      ]);
      this.#items.putBlock(block, members, live.filter(isAtRest));
      if (!live.every(isAtRest)) this.#changedBlocks.add(block);
    } catch (error) {
      console.warn("Crosscheck could not compress part of its recording", error);
      this.#looseAllowed = this.#items.looseBytes + this.#limits.loose;
      return false;
    }
    this.#looseAllowed = this.#limits.loose;
    return true;
  }

  /**
   * Has texts stand under their keys, all at once: the empty ones take no room, and are then taken
   * away; where that fails, it is done later.
   */
  async #put(texts: readonly (readonly [key: string, text: string])[]): Promise<void> {
    const put = texts.filter(([key, text]) => text !== "" || this.#items.has(key));
    if (put.some(([, text]) => text !== "")) {
      await this.#store.set(Object.fromEntries(put));
      for (const [key, text] of put) {
        this.#items.put(key, text);
        this.#litter.delete(key);
      }
    }
    for (const [key, text] of put) if (text === "") this.#litter.add(key);
    const litter = [...this.#litter];
    if (litter.length === 0) return;
    try {
      await this.#store.remove(litter);
    } catch (error) {
      console.warn("Crosscheck could not remove part of its recording, and tries again", error);
      return;
    }
    for (const key of litter) {
      this.#items.remove(key);
      this.#litter.delete(key);
    }
  }

  /** One entry without measure must not keep those of other tabs from being stored. */
  #thatFit(set: readonly (readonly [string, Pending])[]): (readonly [string, string])[] {
    const before = this.#tooLarge.size;
    const texts: (readonly [string, string])[] = [];
    for (const [key, pending] of set) {
      const text = textOf(pending);
      if (text.length > this.#limits.largest) this.#tooLarge.add(key);
      else {
        this.#tooLarge.delete(key);
        texts.push([key, text]);
      }
    }
    if (this.#tooLarge.size !== before) this.#onChange();
    return texts;
  }

  /** What failed is to be done again, unless something newer was decided meanwhile. */
  #takeBack(
    set: readonly (readonly [string, Pending])[],
    remove: readonly string[],
    blocks: readonly string[],
  ): void {
    for (const block of blocks) this.#changedBlocks.add(block);
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

  /** The entries of a block by their keys; null where it cannot be read. */
  async #expanded(text: string): Promise<ReadonlyMap<string, unknown> | null> {
    try {
      const json = await this.#compressor.expand(text.slice(text.indexOf(":") + 1));
      return new Map(Object.entries(objectOf(json)));
    } catch {
      return null;
    }
  }
}

/** @throws where the text is no JSON of an object. */
function objectOf(json: string): object {
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null) throw new TypeError("No object");
  return value;
}

/** The keys in a block that are not read; where the list cannot be read, all are. */
function goneOf(json: string | undefined): readonly string[] {
  try {
    return JSON.parse(json || "[]");
  } catch {
    return [];
  }
}

/** Chromium: "Session storage quota bytes exceeded"; Firefox: a QuotaExceededError. */
function isFull(error: unknown): boolean {
  return /quota/i.test(String(error));
}
