import type { Bucket } from "../../issues/bucket.ts";
import { type IssueOrder, issuesAmong } from "../../issues/issue.ts";
import type { Row } from "./row.ts";

/** "tried": its requests pass while Crosscheck changes responses. */
export type Became = "fixed" | "tried" | "open";

/** One failure, however often it happened. A new object each time it grows. */
export interface Issue {
  /** What makes two failures the same; stays while the issue grows. */
  readonly id: string;
  readonly bucket: Bucket;
  readonly count: number;
  /** Those that met it, in the order of the list. */
  readonly rows: readonly Row[];
  /** The exchange of which most is known, the last of several: it speaks for all. */
  readonly speaker: Row;
  /** What became of a problem of an earlier page; absent for what this page meets. */
  readonly became?: Became;
}

/**
 * The issues that rows make.
 *
 * @param before the issues as they were; those that did not grow stay the same objects.
 */
export function issuesOf(
  rows: Iterable<Row>,
  order: IssueOrder,
  before: readonly Issue[] = [],
): Issue[] {
  const old = new Map(before.map((issue) => [issue.id, issue]));
  return issuesAmong(rows, (row) => row.issueKey, order).map(({ key, items, speaker }) => {
    const same = old.get(key);
    if (same?.speaker === speaker && areSame(same.rows, items)) return same;
    return { id: key, bucket: speaker.bucket, count: items.length, rows: items, speaker };
  });
}

/** Whether the requests of an issue pass now. */
export const isOvercome = ({ became }: { readonly became?: Became | undefined }): boolean =>
  became === "fixed" || became === "tried";

/** Whether they are the same, in any order. */
function areSame(some: readonly Row[], others: readonly Row[]): boolean {
  if (some.length !== others.length) return false;
  const known = new Set(some);
  return others.every((row) => known.has(row));
}
