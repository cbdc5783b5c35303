import type { StoredTrace } from "../exchange/tab-evidence.ts";
import type { TabCounts } from "../exchange/tab-log.ts";
import type { Observation } from "../observation/observation.ts";
import type { Compressor } from "../platform/compressor.ts";
import { goneKey, isBlock, isEarly, isEntry, isTab, numberOf } from "./stored-items.ts";

/** The stored facts about a tab beside its requests. */
export interface TabRecord {
  readonly paused: boolean;
  readonly dropped: TabCounts["dropped"];
  /** Absent before the tab's first request. */
  readonly tablessSince?: TabCounts["tablessSince"];
  readonly notUnderstood: number;
  /** How many reports the bridge of each document has dropped. */
  readonly lostReports?: Readonly<Record<string, number>>;
  readonly callsUnheard?: boolean;
}

/** Everything restored from the previous worker. */
export interface RestoredState {
  /** By key. */
  readonly traces: ReadonlyMap<string, StoredTrace>;
  readonly tabs: ReadonlyMap<number, TabRecord>;
  /** Observations that it received but did not record yet, in order. */
  readonly early: readonly Observation[];
  /** How many entries of each tab could not be read, and were lost. */
  readonly unreadable: ReadonlyMap<number, number>;
  /** The text of the journal; undefined where there is none. */
  readonly journal: unknown;
}

/** What the storage holds. */
interface StoredState extends Omit<RestoredState, "journal"> {
  /** The compressed blocks: the keys of all their entries, and of those that are read from them. */
  readonly blocks: readonly {
    readonly key: string;
    readonly members: readonly string[];
    readonly live: readonly string[];
  }[];
  /** The keys of items that cannot be read, or are not needed again. */
  readonly obsolete: readonly string[];
}

/**
 * Reads the stored items of the previous worker. An item that cannot be read is counted and skipped.
 *
 * @param texts by key; an empty text was removed.
 */
export async function readStored(
  texts: ReadonlyMap<string, string>,
  compressor: Pick<Compressor, "expand">,
): Promise<StoredState> {
  const traces = new Map<string, StoredTrace>();
  const tabs = new Map<number, TabRecord>();
  const unreadable = new Map<number, number>();
  const early: (readonly [number, Observation])[] = [];
  const blocks: StoredState["blocks"][number][] = [];
  const obsolete: string[] = [];
  /** Counts the entries that an obsolete item would have had. */
  const drop = (key: string, count: number) => {
    const tabId = numberOf(key);
    if (count > 0) unreadable.set(tabId, (unreadable.get(tabId) ?? 0) + count);
    obsolete.push(key);
  };
  const items = [...texts].filter(([, text]) => text !== "");
  for (const [key, text] of items) {
    if (!isEntry(key) && !isEarly(key) && !isTab(key)) continue;
    try {
      if (isEntry(key)) traces.set(key, objectOf(text));
      else if (isTab(key)) tabs.set(numberOf(key), objectOf(text));
      else {
        early.push([numberOf(key), objectOf(text)]);
        drop(key, 0);
      }
    } catch {
      drop(key, isEntry(key) ? 1 : 0);
    }
  }
  const expanded = items
    .filter(([key]) => isBlock(key))
    .map(async ([key, text]) => {
      const json = compressor.expand(text.split(":")[1] ?? "");
      return [
        key,
        text,
        await json.then(objectOf<Record<string, StoredTrace>>).catch(() => null),
      ] as const;
    });
  for (const [key, text, entries] of await Promise.all(expanded)) {
    if (entries === null) {
      drop(key, Number.parseInt(text, 10) || 1);
      drop(goneKey(key), 0);
      continue;
    }
    const gone = new Set(goneOf(texts.get(goneKey(key))));
    const members = Object.keys(entries);
    const live = members.filter((member) => !gone.has(member) && !traces.has(member));
    blocks.push({ key, members, live });
    for (const member of live) traces.set(member, entries[member] as StoredTrace);
  }
  early.sort(([a], [b]) => a - b);
  return {
    ...{ traces, tabs, unreadable, blocks, obsolete },
    early: early.map(([, observation]) => observation),
  };
}

/**
 * An object that the previous worker stored. `ExchangeLog.restore` rejects invalid traces.
 *
 * @throws where the text is not the JSON of an object.
 */
function objectOf<T extends object>(json: string): T {
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null) throw new TypeError();
  return value as T;
}

/** The keys in a block that are not read; none where the list is invalid. */
function goneOf(json: string | undefined): readonly string[] {
  try {
    return Object.values(JSON.parse(json || "[]"));
  } catch {
    return [];
  }
}
