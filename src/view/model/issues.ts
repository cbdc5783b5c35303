import type { Bucket } from "../../issues/bucket.ts";
import { type IssueOrder, issuesAmong } from "../../issues/issue.ts";
import type { Row } from "./row.ts";

/** "tried": its requests pass during a trial. */
export type Became = "fixed" | "tried" | "open";

/** One failure, however often it occurred. A new object each time it changes. */
export interface Issue {
  /** Identifies the failure; constant while the issue grows. */
  readonly id: string;
  readonly bucket: Bucket;
  readonly count: number;
  /** Its requests, in the order of the list. */
  readonly rows: readonly Row[];
  /** The exchange with the most information, the last of several: it represents all. */
  readonly speaker: Row;
  /** The state of an earlier page's problem; absent for problems of this page. */
  readonly became?: Became;
}

/**
 * The issues of the given rows.
 *
 * @param before the previous issues; those that did not change stay the same objects.
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

/** Whether the issue's requests pass now. */
export const isOvercome = ({ became }: { readonly became?: Became | undefined }): boolean =>
  became === "fixed" || became === "tried";

/** Whether both have the same rows, in any order. */
function areSame(some: readonly Row[], others: readonly Row[]): boolean {
  if (some.length !== others.length) return false;
  const known = new Set(some);
  return others.every((row) => known.has(row));
}
