import { BUCKETS, type Bucket } from "./bucket.ts";
import { type Filter, meetsTerms, parseTerms, type Term } from "./filter.ts";
import { createIssueIndex, type IssueIndex } from "./issues.ts";
import type { Row } from "./row.ts";

export type Counts = Readonly<Record<Bucket, number>>;

/** What the list, the chips and the status bar say of the recording. */
export interface Summary {
  /** The rows to list, oldest first. */
  readonly visible: readonly Row[];
  /** By bucket, of the rows that meet the text whichever chips are on. */
  readonly counts: Counts;
  /** The sum of `counts`. */
  readonly matching: number;
  /** Same-origin requests and navigations that are not shown. */
  readonly hidden: number;
  readonly total: number;
  readonly frames: number;
  /** How many issues the visible rows make. */
  readonly issues: number;
}

/**
 * Keeps the summary of a growing recording without going through all of it each time: a busy page
 * adds rows in every frame, to tens of thousands.
 */
export interface Tally {
  /** One row of the recording came (no `before`), changed, or went (no `after`). */
  replace(before: Row | undefined, after: Row | undefined): void;
  summarise(filter: Filter): Summary;
  /** Of the rows that the last summary listed. */
  readonly issues: IssueIndex;
}

/** @param rows the recording, which is told of by `replace` after each change. */
export function createTally(rows: ReadonlyMap<string, Row>): Tally {
  let filter: Filter | null = null;
  let terms: readonly Term[] = [];
  let counted = nothing();
  /** Of all rows, whatever the filter; null until they were gone through once. */
  let frames: Map<number, number> | null = null;
  let visible: Row[] = [];
  const issues = createIssueIndex();
  /** The order or the members of `visible` are no longer known. */
  let stale = true;

  function replace(before: Row | undefined, after: Row | undefined): void {
    if (before !== undefined) countFrame(before, -1);
    if (after !== undefined) countFrame(after, +1);
    if (stale) return;
    const wasListed = before !== undefined && count(before, -1);
    const isListed = after !== undefined && count(after, +1);
    if (before === undefined) {
      if (isListed) visible.push(after);
    } else if (wasListed && isListed) {
      // What changes is nearly always among the newest.
      visible[visible.lastIndexOf(before)] = after;
    } else if (wasListed || isListed) {
      stale = true;
    }
  }

  /** Counts a row in (+1) or out (-1) and says whether it is listed. */
  function count(row: Row, by: 1 | -1): boolean {
    const shown = filter as Filter;
    counted.total += by;
    if (!row.relevant && !shown.sameOriginToo) {
      counted.hidden += by;
      return false;
    }
    if (terms.length > 0 && !meetsTerms(row, terms)) return false;
    counted.matching += by;
    counted.counts[row.bucket] += by;
    if (shown.buckets.size > 0 && !shown.buckets.has(row.bucket)) return false;
    if (by > 0) issues.add(row);
    else issues.remove(row);
    return true;
  }

  function countFrame({ exchange: { frameId } }: Row, by: 1 | -1): void {
    if (frames === null) return;
    const ofFrame = (frames.get(frameId) ?? 0) + by;
    if (ofFrame === 0) frames.delete(frameId);
    else frames.set(frameId, ofFrame);
  }

  function knownFrames(): number {
    if (frames === null) {
      frames = new Map();
      for (const row of rows.values()) countFrame(row, +1);
    }
    return frames.size;
  }

  function recount(): void {
    counted = nothing();
    visible = [];
    issues.clear();
    for (const row of rows.values()) if (count(row, +1)) visible.push(row);
    stale = false;
  }

  return {
    replace,
    issues,
    summarise(asked) {
      if (filter === null || !sameFilter(filter, asked)) {
        filter = asked;
        terms = parseTerms(asked.text);
        stale = true;
      }
      if (stale) recount();
      const counts = { ...counted.counts };
      return {
        ...counted,
        counts,
        visible: visible.slice(),
        frames: knownFrames(),
        issues: issues.count(),
      };
    },
  };
}

function sameFilter(a: Filter, b: Filter): boolean {
  return a.text === b.text && a.buckets === b.buckets && a.sameOriginToo === b.sameOriginToo;
}

function nothing() {
  const counts = Object.fromEntries(BUCKETS.map((bucket) => [bucket, 0])) as Record<Bucket, number>;
  return { counts, matching: 0, hidden: 0, total: 0 };
}
