import { firstHop } from "../../exchange/exchange.ts";
import { BUCKETS, type Bucket } from "./bucket.ts";
import type { Row } from "./row.ts";

/** One failure, however often it happened. A new object each time it grows. */
export interface Issue {
  /** What makes two failures the same; stays while the issue grows. */
  readonly id: string;
  readonly bucket: Bucket;
  readonly count: number;
  /** The last exchange that met it: it speaks for all. */
  readonly newest: Row;
}

/** By what the issues are put in order; what CORS stopped always stands first. */
export type IssueOrder = "frequent" | "newest";

/** Notes that name a root cause above its symptom: they tell two failures apart. */
const ROOT_CAUSES: ReadonlySet<string> = new Set([
  "error-status-hidden-by-cors",
  "headers-rewritten-by-extension",
  "preflight-met-authentication",
  "preflight-not-routed",
  "preflight-met-server-error",
  "cached-for-another-request",
]);

/**
 * What makes two failures the same, or null for what is no failure: the cause, where it struck, the
 * parameter at fault, who asked whom. The path plays no part: one change of one server mends all.
 */
export function issueKeyOf({ exchange, verdict, relevant }: Omit<Row, "issueKey">): string | null {
  const { cause, outcome } = verdict;
  if (!relevant || (outcome !== "blocked" && outcome !== "failed")) return null;
  const hop = exchange.hops[cause?.hop ?? 0] ?? firstHop(exchange);
  const root = verdict.findings.find((finding) => ROOT_CAUSES.has(finding.code));
  const key = [
    cause?.code ?? outcome,
    cause?.stage ?? "",
    cause?.parameter ?? "",
    root?.code ?? "",
    hop.origin,
    verdict.initiatorOrigin,
    verdict.originPerHop[cause?.hop ?? 0] ?? "",
  ].join("\n");
  return interned(key);
}

/** Keys come over and over: one string for all, so that they compare at a glance. */
const known = new Map<string, string>();
const MOST_KNOWN = 10_000;

function interned(key: string): string {
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, key);
  return key;
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
  const groups = new Map<string, { count: number; newest: Row }>();
  for (const row of rows) {
    if (row.issueKey === null) continue;
    const group = groups.get(row.issueKey);
    if (group === undefined) {
      groups.set(row.issueKey, { count: 1, newest: row });
    } else {
      group.count++;
      if (isNewer(row, group.newest)) group.newest = row;
    }
  }
  const old = new Map(before.map((issue) => [issue.id, issue]));
  const issues = [...groups].map(([id, { count, newest }]) => {
    const same = old.get(id);
    if (same?.count === count && same.newest === newest) return same;
    return { id, bucket: newest.bucket, count, newest };
  });
  return issues.sort(BY[order]);
}

function isNewer(a: Row, b: Row): boolean {
  return a.exchange.startedAt >= b.exchange.startedAt;
}

const rank = (issue: Issue) => BUCKETS.indexOf(issue.bucket);
const age = (a: Issue, b: Issue) => b.newest.exchange.startedAt - a.newest.exchange.startedAt;

const BY: Readonly<Record<IssueOrder, (a: Issue, b: Issue) => number>> = {
  frequent: (a, b) => rank(a) - rank(b) || b.count - a.count || age(a, b),
  newest: (a, b) => rank(a) - rank(b) || age(a, b) || b.count - a.count,
};

/** The distinct URLs of exchanges with how often each was asked for, most often first. */
export function targetsOf(rows: readonly Row[]): { row: Row; count: number }[] {
  const targets = new Map<string, { row: Row; count: number }>();
  for (const row of rows) {
    const { method, url } = firstHop(row.exchange);
    const key = `${method} ${url}`;
    const known = targets.get(key);
    targets.set(key, { row, count: (known?.count ?? 0) + 1 });
  }
  return [...targets.values()].sort((a, b) => b.count - a.count);
}
