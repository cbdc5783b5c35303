import { BUCKETS, type Bucket } from "../../issues/bucket.ts";
import { type Filter, parseTerms, type Term } from "./filter.ts";
import type { Row } from "./row.ts";
import { RowColumns } from "./row-columns.ts";
import { TermMatches } from "./term-matches.ts";

export type Counts = Readonly<Record<Bucket, number>>;

/** The data of the list, the chips and the status bar. */
export interface Summary {
  /** The rows to list, oldest first. */
  readonly visible: readonly Row[];
  /** The visible rows of the current page; the same array if all are. */
  readonly current: readonly Row[];
  /** By bucket: rows of this page that match the text, regardless of the chips. */
  readonly counts: Counts;
  /** The same for earlier pages. */
  readonly earlier: Counts;
  /** The sum of both. */
  readonly matching: number;
  /** The number of hidden same-origin requests and navigations. */
  readonly hidden: number;
  readonly total: number;
  readonly frames: number;
  /** The number of issues among the visible rows of this page. */
  readonly issues: number;
}

/**
 * Filters and counts a growing recording of tens of thousands of rows: with each key, and in every frame in
 * which a busy page adds rows.
 */
export interface Tally {
  /** Adds or replaces a row of the recording. */
  put(row: Row): void;
  /** Removes a row of the recording. */
  remove(id: string): void;
  /** Returns the same object as the last time if nothing changed. */
  summarise(filter: Filter): Summary;
  /** The rows that match every term, the most recently added first, regardless of the filter. */
  newest(among: readonly Term[]): Iterable<Row>;
  /** Prepares for the next key while there is time; returns whether there is more to prepare. */
  warmUp(hasTime: () => boolean): boolean;
  /**
   * Also searches the rows' explanations for words without a field. They are slow to make: runs while there
   * is time, from where the last call ended.
   *
   * @returns whether all was read, and whether it changes the summary.
   */
  readWords(hasTime: () => boolean): { readonly isDone: boolean; readonly isNews: boolean };
  /** The explanations may have changed: reads them again from the first row. */
  rereadWords(): void;
}

/** @param rows the recording so far. */
export function createTally(rows: Iterable<Row> = []): Tally {
  let columns = new RowColumns(rows);
  let filter: Filter | null = null;
  let terms: readonly Term[] = [];
  let matches: readonly TermMatches[] = [];
  let summary: Summary | null = null;
  /** The explanations of all rows before this slot were read. */
  let readTo = 0;

  const matchesOf = (requested: readonly Term[], before: readonly TermMatches[]) =>
    requested.map(
      (term) =>
        before.find((known) => known.requests(term)) ?? new TermMatches(term, columns, before),
    );

  function match(before: readonly TermMatches[]): void {
    matches = matchesOf(terms, before);
  }

  return {
    put(row) {
      const slot = columns.put(row);
      for (const known of matches) known.look(slot);
      summary = null;
    },
    remove(id) {
      columns.remove(id);
      summary = null;
    },
    summarise(requested) {
      if (columns.isSparse) {
        const rows = columns.rows.filter((row) => row !== undefined);
        columns = new RowColumns(rows, filter?.loads);
        match([]);
        readTo = 0;
      }
      if (filter === null || !sameFilter(filter, requested)) {
        if (requested.text !== filter?.text) {
          terms = parseTerms(requested.text);
          match(matches);
          readTo = 0;
        }
        if (!sameLoads(filter, requested)) columns.setLoads(requested.loads ?? []);
        filter = requested;
        summary = null;
      }
      summary ??= count(columns, filter, terms, matches);
      return summary;
    },
    *newest(among) {
      const { rows } = columns;
      const tests = testsOf(among, matchesOf(among, matches));
      for (let slot = rows.length - 1; slot >= 0; slot--) {
        const row = rows[slot];
        if (row !== undefined && meetsAll(tests, slot)) yield row;
      }
    },
    warmUp: (hasTime) => columns.warmUp(hasTime),
    readWords(hasTime) {
      const anywhere = matches.filter((known) => known.isAnywhere);
      let isNews = false;
      for (; anywhere.length > 0 && readTo < columns.rows.length; readTo++) {
        if (!hasTime()) return { isDone: false, isNews };
        if (!columns.readShownWords(readTo)) continue;
        for (const known of anywhere) {
          const before = known.met[readTo];
          known.look(readTo);
          isNews ||= known.met[readTo] !== before;
        }
        if (isNews) summary = null;
      }
      return { isDone: true, isNews };
    },
    rereadWords() {
      readTo = 0;
    },
  };
}

function sameFilter(a: Filter, b: Filter): boolean {
  return (
    a.text === b.text &&
    a.buckets === b.buckets &&
    a.sameOriginToo === b.sameOriginToo &&
    sameLoads(a, b)
  );
}

/** Whether the last page load is the same: only that decides which rows are current. */
function sameLoads(a: Filter | null, b: Filter): boolean {
  return a?.loads?.at(-1)?.at === b.loads?.at(-1)?.at;
}

/** Counts all rows anew: with this memory layout, that is faster than keeping counts. */
function count(
  columns: RowColumns,
  { buckets: chosen, sameOriginToo }: Filter,
  terms: readonly Term[],
  matches: readonly TermMatches[],
): Summary {
  const { rows, buckets, relevant, current: ofLoad, issues, frames } = columns;
  const tests = testsOf(terms, matches);
  const isChosen = BUCKETS.map((bucket) => chosen.size === 0 || chosen.has(bucket));
  const byBucket = BUCKETS.map(() => 0);
  const earlierByBucket = BUCKETS.map(() => 0);
  const issuesMet = new Uint8Array(issues.texts.length);
  const framesMet = new Uint8Array(frames.texts.length);
  const visible: Row[] = [];
  const current: Row[] = [];
  let total = 0;
  let hidden = 0;
  let matching = 0;
  for (let slot = 0; slot < rows.length; slot++) {
    const row = rows[slot];
    if (row === undefined) continue;
    total++;
    framesMet[frames.indexes[slot] as number] = 1;
    if (relevant[slot] === 0 && !sameOriginToo) {
      hidden++;
      continue;
    }
    if (!meetsAll(tests, slot)) continue;
    matching++;
    const bucket = buckets[slot] as number;
    const isCurrent = ofLoad[slot] === 1;
    ((isCurrent ? byBucket : earlierByBucket)[bucket] as number)++;
    if (!isChosen[bucket]) continue;
    visible.push(row);
    if (!isCurrent) continue;
    current.push(row);
    issuesMet[issues.indexes[slot] as number] = 1;
  }
  const noIssue = issues.texts.indexOf("");
  if (noIssue >= 0) issuesMet[noIssue] = 0;
  return {
    visible,
    current: current.length === visible.length ? visible : current,
    counts: named(byBucket),
    earlier: named(earlierByBucket),
    matching,
    hidden,
    total,
    frames: sum(framesMet),
    issues: sum(issuesMet),
  };
}

function named(byBucket: readonly number[]): Counts {
  const counts = BUCKETS.map((bucket, index) => [bucket, byBucket[index]] as const);
  return Object.fromEntries(counts) as Counts;
}

interface Test {
  readonly met: Uint8Array;
  readonly wanted: number;
}

function testsOf(terms: readonly Term[], matches: readonly TermMatches[]): Test[] {
  return terms.map(({ negated }, index) => ({
    met: (matches[index] as TermMatches).met,
    wanted: negated ? 0 : 1,
  }));
}

function meetsAll(tests: readonly Test[], slot: number): boolean {
  for (const { met, wanted } of tests) if (met[slot] !== wanted) return false;
  return true;
}

function sum(numbers: Uint8Array): number {
  return numbers.reduce((a, b) => a + b, 0);
}
