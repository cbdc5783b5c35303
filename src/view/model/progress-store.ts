import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Load, loadOf, unseenLoad } from "../../exchange/loads.ts";
import { originOf, parseUrl } from "../../http/origin.ts";
import type { IssueOrder } from "../../issues/issue.ts";
import { progressOf } from "../../progress/progress.ts";
import { meetsTerms, parseTerms } from "./filter.ts";
import type { FilterStore } from "./filter-store.ts";
import { type Became, type Issue, issuesOf } from "./issues.ts";
import type { RecordingStore } from "./recording-store.ts";
import type { Row } from "./row.ts";

/** One page load of the tab, with its known requests. */
export interface LoadRows {
  readonly load: Load;
  readonly rows: readonly Row[];
}

/** The state of the previous load's problems. */
export interface SeenProgress {
  /** The load that the current one is compared with; null if there is none. */
  readonly since: Load | null;
  readonly fixed: readonly Issue[];
  /** Problems whose requests passed during a trial: the trial alone may be the reason. */
  readonly tried: readonly Issue[];
  readonly open: readonly Issue[];
  readonly failing: number;
  /** The ids of issues that are new in this load. */
  readonly added: ReadonlySet<string>;
}

/** The stores from which progress is computed. */
interface ProgressSources
  extends Pick<RecordingStore, "recording" | "goneListeners">,
    Pick<FilterStore, "text"> {
  readonly issues: ReadonlySignal<readonly Issue[]>;
  readonly issueOrder: ReadonlySignal<IssueOrder>;
}

/** Remembers the requests of past loads, and reports the progress of their problems. */
export interface ProgressStore {
  /** The loads with known requests, the oldest first. */
  readonly loads: ReadonlySignal<readonly LoadRows[]>;
  /** Whether two loads can have requests in common. */
  readonly canCompare: ReadonlySignal<boolean>;
  /** Null while there is no load to compare with and no problem was resolved. */
  readonly progress: ReadonlySignal<SeenProgress | null>;
  /** The issues of this page, and earlier pages' issues with what became of them. */
  readonly listed: ReadonlySignal<readonly Issue[]>;
  /** Whether a comparison of two loads replaces the lists. */
  readonly comparing: Signal<boolean>;
  /** Whether an issue is marked as new; if all are new, only the line above the list says so. */
  isMarkedNew(id: string): boolean;
  /** The log is cleared: removed requests are not remembered, and remembered ones are forgotten. */
  forget(): void;
}

/** The most requests of all earlier loads that are remembered. */
const MOST_REMEMBERED = 5_000;
/** Stands for the load before the first known one, until all of its requests are together. */
const UNSEEN: Load = { at: Number.NEGATIVE_INFINITY, url: "", documentId: null };
/** A busy page changes many times per second, faster than anybody can read. */
const COMPARED_EVERY_MS = 250;

/**
 * @param later calls back once, after this many milliseconds.
 * @param now the clock of the requests, in milliseconds since the epoch.
 */
export function createProgressStore(
  store: ProgressSources,
  later: (run: () => void, ms: number) => void = setTimeout,
  now: () => number = Date.now,
): ProgressStore {
  const goneLoads = signal<readonly LoadRows[]>([]);
  const progress = signal<SeenProgress | null>(null);
  let justGone: Row[] = [];
  let cleared: ReadonlySet<string> = new Set();
  let clearedAt = Number.NEGATIVE_INFINITY;
  let isDue = false;

  const loads = computed(loadsNow);
  store.goneListeners.add((row) => justGone.push(row));
  effect(() => {
    const known = store.recording.value.state.loads ?? [];
    // Requests that are removed while their page is shown were cleared or evicted.
    const ofEarlier = justGone.filter(
      ({ id, exchange }) =>
        !cleared.has(id) &&
        exchange.startedAt > clearedAt &&
        loadOf(exchange, known) < known.length - 1,
    );
    justGone = [];
    if (ofEarlier.length > 0) goneLoads.value = remembered(goneLoads.peek(), ofEarlier, known);
    if (isDue) return;
    isDue = true;
    later(() => {
      isDue = false;
      progress.value = seenProgress(loads.value);
    }, COMPARED_EVERY_MS);
  });

  function loadsNow(): readonly LoadRows[] {
    const { rows, state } = store.recording.value;
    const { loads = [] } = state;
    const byLoad = new Map<number, { load: Load; rows: Row[] }>();
    for (const { load, rows } of goneLoads.value) byLoad.set(load.at, { load, rows: [...rows] });
    for (const row of rows.values()) {
      const load = loads[loadOf(row.exchange, loads)] ?? UNSEEN;
      const known = byLoad.get(load.at);
      if (known === undefined) byLoad.set(load.at, { load, rows: [row] });
      else known.rows.push(row);
    }
    const last = loads.at(-1);
    if (last !== undefined && !byLoad.has(last.at)) byLoad.set(last.at, { load: last, rows: [] });
    const unseen = byLoad.get(UNSEEN.at);
    if (unseen !== undefined) unseen.load = unseenLoad(unseen.rows.map(({ exchange }) => exchange));
    return [...byLoad.values()].sort((a, b) => a.load.at - b.load.at);
  }

  function seenProgress(known: readonly LoadRows[]): SeenProgress | null {
    const current = known.at(-1);
    if (current === undefined) return null;
    const before = loadBefore(known);
    const relevant = (rows: readonly Row[]) => rows.filter((row) => row.relevant);
    const { fixed, failing, added, open } = progressOf(
      before === null ? null : relevant(before.rows),
      relevant(current.rows),
      (row) => row.issueKey,
    );
    if (before === null && fixed.length === 0) return null;
    const rowsOf = (problems: typeof fixed) => problems.flatMap(({ items }) => items);
    const seen = progress.peek();
    const order = store.issueOrder.peek();
    const isTried = ({ passed }: (typeof fixed)[number]) =>
      passed.some(({ exchange }) => exchange.trial);
    const tried = fixed.filter(isTried);
    const mended = fixed.filter((problem) => !tried.includes(problem));
    return {
      since: before?.load ?? null,
      fixed: gone("fixed", issuesOf(rowsOf(mended), order, seen?.fixed)),
      tried: gone("tried", issuesOf(rowsOf(tried), order, seen?.tried)),
      open: gone("open", issuesOf(rowsOf(open), order, seen?.open)),
      failing: failing.length,
      added: new Set(added),
    };
  }

  /** Whether the oldest request began before the first known load. */
  function hasUnseen(): boolean {
    const { rows, state } = store.recording.value;
    const [oldest] = rows.values();
    return oldest !== undefined && loadOf(oldest.exchange, state.loads ?? []) < 0;
  }

  let lastEarlier: readonly Issue[] = [];
  const listed = computed(() => {
    const issues = store.issues.value;
    const seen = progress.value;
    const terms = parseTerms(store.text.value);
    const known = new Set(issues.map(({ id }) => id));
    const ofBefore = seen === null ? [] : [...seen.fixed, ...seen.tried, ...seen.open];
    const more = [...ofBefore, ...earlierIssues()].filter(({ id, rows }) => {
      if (known.has(id)) return false;
      known.add(id);
      return rows.some((row) => meetsTerms(row, terms));
    });
    return more.length === 0 ? issues : [...issues, ...more];
  });

  /** With a preserved log: the issues of pages before the last one. */
  function earlierIssues(): readonly Issue[] {
    const { rows, state } = store.recording.value;
    const { loads = [] } = state;
    if (loads.length < 2 && !hasUnseen()) return [];
    const earlier = [...rows.values()].filter(
      ({ issueKey, exchange }) => issueKey !== null && loadOf(exchange, loads) < loads.length - 1,
    );
    lastEarlier = gone("open", issuesOf(earlier, store.issueOrder.value, lastEarlier));
    return lastEarlier;
  }

  return {
    loads,
    canCompare: computed(() => {
      // The toolbar is drawn with each change: not all rows are assigned to the only load each time.
      const known = [
        ...goneLoads.value.map(({ load }) => load),
        ...(store.recording.value.state.loads ?? []),
        ...(hasUnseen() ? [UNSEEN] : []),
      ];
      if (new Set(known.map(({ at }) => at)).size < 2) return false;
      return loads.value.some((one, at) => {
        const later = loads.value.slice(at + 1);
        return (
          hasRequests(one) &&
          later.some(({ load }) => originOf(load.url) === originOf(one.load.url))
        );
      });
    }),
    progress,
    listed,
    comparing: signal(false),
    isMarkedNew(id) {
      const seen = progress.value;
      if (seen === null || !seen.added.has(id)) return false;
      return seen.failing + seen.fixed.length + seen.tried.length + seen.open.length > 0;
    },
    forget() {
      cleared = new Set(store.recording.peek().rows.keys());
      // Some may still be on their way from the worker.
      clearedAt = now();
      goneLoads.value = [];
      progress.value = null;
    },
  };
}

/** Issues with this state; those that already have it stay the same objects. */
function gone(became: Became, issues: readonly Issue[]): Issue[] {
  return issues.map((issue) => (issue.became === became ? issue : { ...issue, became }));
}

/** Adds removed rows to their loads; above the limit, the oldest loads are forgotten. */
function remembered(
  known: readonly LoadRows[],
  gone: readonly Row[],
  loads: readonly Load[],
): readonly LoadRows[] {
  const byLoad = new Map(known.map((one) => [one.load.at, { ...one, rows: [...one.rows] }]));
  for (const row of gone) {
    const load = loads[loadOf(row.exchange, loads)] ?? UNSEEN;
    const one = byLoad.get(load.at);
    if (one === undefined) byLoad.set(load.at, { load, rows: [row] });
    else one.rows.push(row);
  }
  const newestFirst = [...byLoad.values()].sort((a, b) => b.load.at - a.load.at);
  let room = MOST_REMEMBERED;
  const kept = newestFirst.filter(({ rows }) => {
    room -= rows.length;
    return room >= 0;
  });
  return kept.reverse();
}

/** Whether a load has requests to which CORS applies: without one it does not show which problems are new. */
const hasRequests = ({ rows }: LoadRows) => rows.some(({ relevant }) => relevant);

/**
 * The load to compare the last one with: the last of the same page, otherwise the previous one if it has the
 * same origin.
 */
function loadBefore(known: readonly LoadRows[]): LoadRows | null {
  const current = parseUrl(known.at(-1)?.load.url ?? "");
  const before = known.slice(0, -1).filter(hasRequests);
  const at = (test: (url: URL) => boolean) =>
    before.findLast(({ load }) => {
      const url = parseUrl(load.url);
      return url !== null && test(url);
    });
  if (current === null) return null;
  return (
    at(({ origin, pathname }) => origin === current.origin && pathname === current.pathname) ??
    (before.at(-1) === at(({ origin }) => origin === current.origin) ? before.at(-1) : null) ??
    null
  );
}
