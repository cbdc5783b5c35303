import { storedText } from "../exchange/stored-size.ts";
import type { StoredTrace } from "../exchange/tab-evidence.ts";
import type { Note } from "../journal/trouble.ts";
import type { Observation } from "../observation/observation.ts";
import { type Compressor, compressor } from "../platform/compressor.ts";
import type { SessionStore } from "../platform/session-storage.ts";
import { JOURNAL } from "./journal.ts";
import { Pace } from "./pace.ts";
import {
  blockKey,
  earlyKey,
  entryKey,
  goneKey,
  isBlock,
  isEntry,
  type LooseEntry,
  numberOf,
  StoredItems,
  tabKey,
} from "./stored-items.ts";
import { type RestoredState, readStored, type TabRecord } from "./stored-state.ts";

export interface StoredRecordingOptions {
  /** Evicts something because so many bytes do not fit; returns whether there was anything to evict. */
  readonly makeRoom?: (bytes: number) => boolean;
  /** Called when the number of unsaved entries changed. */
  readonly onChange?: () => void;
  /** Resolves after that many milliseconds. */
  readonly wait?: (ms: number) => Promise<void>;
  readonly compressor?: Compressor;
  readonly limits?: StorageLimits;
  readonly pace?: Pick<Pace, "next">;
  readonly note?: Note;
}

/** Limits in bytes, as the storage counts them. */
export interface StorageLimits {
  /** The most bytes stored. */
  readonly room: number;
  /** Larger entries are not stored, because they would take the room of all others. */
  readonly largest: number;
  /** The most uncompressed bytes: the excess is compressed. */
  readonly loose: number;
  /** How many bytes are compressed at once. */
  readonly block: number;
}

/** storage.session holds 10 MiB in both browsers (Chromium 156, Firefox 153). */
const LIMITS: StorageLimits = {
  room: 10_000_000,
  largest: 5_000_000,
  loose: 750_000,
  block: 250_000,
};

/** The most writes under way: further ones are joined. */
const MOST_UNDER_WAY = 16;

/** In items. Without a pace, a page's burst would wait for the storage: see docs/decisions.md. */
const WRITES_AT_ONCE = 100;
const WRITE_EVERY_MS = 2;
const WRITE_AFTER_MS = 250;

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** A value to store, and its text once it was needed. */
interface Pending {
  readonly value: unknown;
  text?: string;
}

/** Marks a key to be removed. */
const GONE: Pending = { value: null };

const textOf = (pending: Pending): string => {
  pending.text ??= storedText(pending.value);
  return pending.text;
};

/**
 * The recording's copy in storage: it outlives the worker, but not the browser, and is never on disk. Changes
 * of one turn are written together, and so are changes that wait while writes are under way. A failed write
 * is repeated until it succeeds, or until a newer value replaces it.
 *
 * Pending requests are stored as JSON, which is written immediately. The entries at rest for longest are
 * compressed together: a hundred in one block take a tenth of their separate size. Each write contains all
 * additions and removals: a stopped worker has done it completely or not at all.
 */
export class StoredRecording {
  readonly #store: SessionStore;
  readonly #makeRoom: (bytes: number) => boolean;
  readonly #onChange: () => void;
  readonly #wait: (ms: number) => Promise<void>;
  readonly #compressor: Compressor;
  readonly #limits: StorageLimits;
  readonly #pace: Pick<Pace, "next">;
  readonly #note: Note;
  readonly #items = new StoredItems();
  readonly #toSet = new Map<string, Pending>();
  readonly #toRemove = new Set<string>();
  /** Blocks of which fewer entries are read than before. */
  readonly #changedBlocks = new Set<string>();
  /** Keys with an empty text, still to be removed. */
  readonly #litter = new Set<string>();
  #failed: ReadonlySet<string> = new Set();
  /** Whether the last write failed, also one that only removed entries. */
  #isFailing = false;
  readonly #tooLarge = new Set<string>();
  readonly #startedAt = Date.now();
  /** The keys of the early observations. */
  readonly #earlyKeys: string[] = [];
  #nextBlock = 0;
  /** How many uncompressed bytes are allowed before compressing is tried, or tried again. */
  #looseAllowed: number;
  #compressing: Promise<boolean> | null = null;
  /** The last value written for each key, until the storage confirms it. */
  readonly #newest = new Map<string, Pending>();
  #underWay = 0;
  #isScheduled = false;
  /** How many items were written last. */
  #written = 1;
  #isWaiting = false;
  #nextPause = FIRST_WAIT_MS;

  constructor(store: SessionStore, options: StoredRecordingOptions = {}) {
    this.#store = store;
    this.#makeRoom = options.makeRoom ?? (() => false);
    this.#onChange = options.onChange ?? (() => {});
    this.#wait = options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
    this.#compressor = options.compressor ?? compressor;
    this.#limits = options.limits ?? LIMITS;
    this.#pace = options.pace ?? new Pace(WRITES_AT_ONCE, WRITE_EVERY_MS, WRITE_AFTER_MS);
    this.#note = options.note ?? (() => {});
    this.#looseAllowed = this.#limits.loose;
  }

  /** Restores what the previous worker stored; nothing where the storage cannot be read. */
  async load(): Promise<RestoredState> {
    // Writes wait until all stored keys are known.
    this.#isWaiting = true;
    const { [JOURNAL]: journal, ...stored } = await this.#store.getAll().catch((error: unknown) => {
      this.#note("storage-unreadable", { error });
      return {} as Readonly<Record<string, unknown>>;
    });
    const texts = new Map(Object.entries(stored).map(([key, value]) => [key, String(value)]));
    for (const [key, text] of texts) {
      this.#items.put(key, text);
      if (text === "") this.#litter.add(key);
      if (isBlock(key)) this.#nextBlock = Math.max(this.#nextBlock, numberOf(key, 2) + 1);
    }
    const { blocks, obsolete, ...state } = await readStored(texts, this.#compressor);
    for (const key of obsolete) this.discard(key);
    for (const { key, members, live } of blocks) this.#items.putBlock(key, members, live);
    return { ...state, journal };
  }

  /** Stores an observation received before the restore: the worker may be stopped before recording it. */
  keepEarly(observation: Observation): void {
    const number = this.#startedAt + this.#earlyKeys.length / 1_000;
    // Another worker may have started at this very time, by a clock that was set back.
    const key = earlyKey(number, Math.random());
    this.#earlyKeys.push(key);
    void this.#store.set({ [key]: storedText(observation) }).catch(() => {});
  }

  /** Starts writing, after everything stored and received early was recorded. */
  begin(): void {
    for (const key of this.#earlyKeys) {
      this.#items.put(key, "");
      this.#remove(key);
    }
    this.#isWaiting = false;
    this.#write();
  }

  /** Forgets an invalid stored entry. */
  discard(key: string): void {
    this.#remove(key);
  }

  /** How many entries of a tab would be lost if the worker were stopped now, because writing them failed. */
  unsaved(tabId: number): number {
    let count = 0;
    for (const key of new Set([...this.#failed, ...this.#tooLarge])) {
      if (key.startsWith(entryKey(tabId, ""))) count++;
    }
    return count;
  }

  /** Stores a trace, or its new form. */
  keepTrace(tabId: number, id: string, trace: StoredTrace): void {
    this.#set(entryKey(tabId, id), trace);
  }

  /** Removes a stored trace. */
  forgetTrace(tabId: number, id: string): void {
    this.#remove(entryKey(tabId, id));
  }

  /** Stores what a tab has beside its traces. */
  keepTab(tabId: number, record: TabRecord): void {
    this.#set(tabKey(tabId), record);
  }

  /** Removes what a tab has beside its traces. */
  forgetTab(tabId: number): void {
    this.#remove(tabKey(tabId));
  }

  #set(key: string, value: unknown): void {
    this.#toRemove.delete(key);
    this.#toSet.set(key, { value });
    this.#leaveBlock(key);
    this.#write();
  }

  #remove(key: string): void {
    if (this.#tooLarge.delete(key)) this.#onChange();
    this.#toSet.delete(key);
    this.#leaveBlock(key);
    this.#toRemove.add(key);
    this.#write();
  }

  #leaveBlock(key: string): void {
    const block = this.#items.leaveBlock(key);
    if (block !== undefined) this.#changedBlocks.add(block);
  }

  get #isTooLoose(): boolean {
    return this.#items.looseBytes > this.#looseAllowed;
  }

  /**
   * Writes the gathered changes after this turn, or up to a quarter of a second later in a burst. It does not
   * wait for writes under way: the storage completes what a stopping worker requested, and nothing else.
   */
  #write(): void {
    if (this.#isScheduled || this.#isWaiting || this.#underWay >= MOST_UNDER_WAY) return;
    if (this.#isAllRequested) return;
    this.#isScheduled = true;
    const flush = () => {
      this.#isScheduled = false;
      if (!this.#isWaiting) this.#flush();
    };
    const ms = this.#pace.next(this.#written);
    if (ms > 0) setTimeout(flush, ms);
    else void Promise.resolve().then(flush);
  }

  /** Whether all gathered changes are being written. */
  get #isAllRequested(): boolean {
    const { size } = this.#toSet;
    return size + this.#toRemove.size + this.#changedBlocks.size + this.#litter.size === 0;
  }

  #flush(): void {
    if (this.#isAllRequested) return;
    const all = [...this.#toSet];
    let set = this.#excess(all) > 0 ? this.#portionOf(all) : all;
    if (this.#excess(set) > 0) {
      if (this.#toRemove.size + this.#changedBlocks.size === 0) {
        return void this.#pause(() => this.#makeItFit());
      }
      // Removals come first, to make room.
      set = all.filter(([key]) => !isEntry(key));
    }
    const remove = [...this.#toRemove].map((key) => [key, GONE] as const);
    const blocks = [...this.#changedBlocks];
    for (const [key] of set) this.#toSet.delete(key);
    this.#toRemove.clear();
    this.#changedBlocks.clear();
    for (const [key, pending] of [...set, ...remove]) this.#newest.set(key, pending);
    const texts = [
      ...blocks.flatMap((block) => this.#items.changesOf(block)),
      ...remove.map(([key]) => [key, ""] as const),
      ...this.#thatFit(set),
    ];
    this.#written = texts.length;
    this.#underWay++;
    void this.#put(texts)
      .then(
        () => this.#succeeded([...set, ...remove]),
        (error) => this.#takeBack([...set, ...remove], blocks, error),
      )
      .finally(() => {
        this.#underWay--;
        this.#write();
      });
  }

  /** Suspends writing until something is done. */
  async #pause(until: () => Promise<void>): Promise<void> {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    await until();
    this.#isWaiting = false;
    this.#write();
  }

  #succeeded(written: readonly (readonly [string, Pending])[]): void {
    for (const [key, pending] of written) {
      if (this.#newest.get(key) === pending) this.#newest.delete(key);
    }
    this.#nextPause = FIRST_WAIT_MS;
    if (this.#isFailing) {
      this.#isFailing = false;
      this.#note("write-recovered");
      this.#failedAre(new Set());
    }
    if (this.#isTooLoose) void this.#compress();
  }

  /** Schedules failed writes again, unless newer values replaced them. */
  #takeBack(
    tried: readonly (readonly [string, Pending])[],
    blocks: readonly string[],
    error: unknown,
  ): void {
    for (const block of blocks) this.#changedBlocks.add(block);
    for (const [key, pending] of tried) {
      if (this.#newest.get(key) !== pending) continue;
      this.#newest.delete(key);
      if (this.#toSet.has(key) || this.#toRemove.has(key)) continue;
      if (pending === GONE) this.#toRemove.add(key);
      else this.#toSet.set(key, pending);
    }
    this.#isFailing = true;
    this.#failedAre(new Set(this.#toSet.keys()));
    this.#note("write-failed", { error });
    if (isFull(error) && this.#makeRoom(0)) return;
    void this.#pause(async () => {
      const pause = this.#nextPause;
      this.#nextPause = Math.min(pause * 2, LONGEST_WAIT_MS);
      await this.#wait(pause);
    });
  }

  /**
   * The first portion to write where not everything fits: a burst's entries may exceed the storage, and can
   * be compressed only after they were stored. The tab's counts are written with its removals.
   */
  #portionOf(
    all: readonly (readonly [string, Pending])[],
  ): readonly (readonly [string, Pending])[] {
    let size = 0;
    return all.filter(([key, pending]) => {
      if (!isEntry(key)) return true;
      const isFirst = size === 0;
      size += textOf(pending).length;
      return isFirst || size <= this.#limits.loose;
    });
  }

  /** By how many bytes the limit would be exceeded. */
  #excess(set: readonly (readonly [string, Pending])[]): number {
    if (set.length === 0) return 0;
    const texts = set.map(([key, pending]) => [key, textOf(pending)] as const);
    const fitting = texts.filter(([, text]) => text.length <= this.#limits.largest);
    return this.#items.bytesWith(fitting, this.#toRemove) - this.#limits.room;
  }

  /** Compresses or evicts until the next portion fits. */
  async #makeItFit(): Promise<void> {
    const excessOfFirst = () => this.#excess(this.#portionOf([...this.#toSet]));
    for (let excess = excessOfFirst(); excess > 0; excess = excessOfFirst()) {
      if (!(await this.#compress())) return void this.#makeRoom(excess);
    }
  }

  /**
   * Compresses the entries at rest for longest.
   *
   * @returns whether there were any, and it succeeded.
   */
  #compress(): Promise<boolean> {
    this.#compressing ??= this.#compressSome()
      .catch((error) => {
        this.#note("compression-failed", { error });
        this.#looseAllowed = this.#items.looseBytes + this.#limits.loose;
        return false;
      })
      .then((isDone) => {
        this.#compressing = null;
        // The next write may be a long time away.
        if (isDone && this.#isTooLoose) void this.#compress();
        return isDone;
      });
    return this.#compressing;
  }

  async #compressSome(): Promise<boolean> {
    const isAtRest = (key: string) => !this.#toSet.has(key) && !this.#toRemove.has(key);
    const entries = this.#items.toCompress(this.#limits.block, isAtRest);
    const [first] = entries;
    if (first === undefined) return false;
    const members = entries.map(({ key }) => key);
    const block = blockKey(numberOf(first.key), this.#nextBlock++);
    const json = entries.map(({ key, text }) => `${JSON.stringify(key)}:${text}`);
    const compressed = await this.#compressor.compress(`{${json.join(",")}}`);
    // Entries written again meanwhile are not read from the block.
    const isSame = ({ key, text }: LooseEntry) => this.#items.looseText(key) === text;
    const live = entries.filter((entry) => isSame(entry) && isAtRest(entry.key));
    const gone = members.filter((key) => !live.some((entry) => entry.key === key));
    if (live.length > 0) {
      const list = gone.length === 0 ? [] : [[goneKey(block), JSON.stringify(gone)] as const];
      const empty = live.map(({ key }) => [key, ""] as const);
      const text = `${members.length}:${compressed}`;
      await this.#store.set(Object.fromEntries([[block, text], ...list, ...empty]));
      for (const [key, stored] of [[block, text] as const, ...list]) this.#items.put(key, stored);
      const left = live.filter((entry) => isSame(entry) && isAtRest(entry.key));
      this.#items.putBlock(
        block,
        members,
        left.map(({ key }) => key),
      );
      if (left.length < live.length) this.#changedBlocks.add(block);
      await this.#put(left.map(({ key }) => [key, ""] as const));
      this.#looseAllowed = this.#limits.loose;
    }
    this.#write();
    return true;
  }

  /**
   * Stores texts under their keys in one write; empty texts take no room, and their keys are then removed.
   */
  async #put(texts: readonly (readonly [key: string, text: string])[]): Promise<void> {
    const put = texts.filter(([key, text]) => text !== "" || this.#items.has(key));
    for (const [key, text] of put) {
      this.#items.put(key, text);
      if (text === "") this.#litter.add(key);
      else this.#litter.delete(key);
    }
    if (put.some(([, text]) => text !== "")) await this.#store.set(Object.fromEntries(put));
    // Keys written again meanwhile must not be removed.
    const litter = [...this.#litter];
    this.#litter.clear();
    if (litter.length === 0) return;
    for (const key of litter) this.#items.remove(key);
    try {
      await this.#store.remove(litter);
    } catch (error) {
      for (const key of litter) {
        if (this.#items.has(key)) continue;
        this.#items.put(key, "");
        this.#litter.add(key);
      }
      throw error;
    }
  }

  /** Sorts out oversized entries, which must not keep those of other tabs from being stored. */
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

  #failedAre(keys: ReadonlySet<string>): void {
    this.#failed = keys;
    this.#onChange();
  }
}

/** Chromium: "Session storage quota bytes exceeded"; Firefox: a QuotaExceededError. */
function isFull(error: unknown): boolean {
  return /quota/i.test(String(error));
}
