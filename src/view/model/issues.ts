import { firstHop } from "../../exchange/exchange.ts";
import type { RemedyChange } from "../../verdict/verdict.ts";
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

/** One change of the responses of one kind: the same lines, wherever they are needed. */
export interface SharedChange {
  readonly stage: RemedyChange["stage"];
  /** "OPTIONS https://api.test/items", the first few of them distinct. */
  readonly targets: readonly string[];
  readonly status: number | null;
  readonly set: RemedyChange["set"];
  readonly remove: readonly string[];
}

/** Lists in which allowing more for one request takes nothing from another. */
const LISTS = new Set(["access-control-allow-methods", "access-control-allow-headers", "vary"]);

/**
 * The one change that mends every given exchange; null when some cannot be mended by the server or
 * when they need what cannot be had together.
 */
export function sharedRemedy(rows: readonly Row[]): readonly SharedChange[] | null {
  const merged = new Map<string, SharedChange>();
  for (const { exchange, verdict } of rows) {
    if (verdict.remedy === null) return null;
    for (const change of verdict.remedy) {
      const hop = exchange.hops[change.hop];
      const method = change.stage === "preflight" ? "OPTIONS" : (hop?.method ?? "GET");
      const target = `${method} ${change.url}`;
      // A Location is of one resource; everything else can be of a whole server.
      const key = JSON.stringify([change.stage, hop?.origin ?? "", change.hop]);
      const known = merged.get(key);
      const next = known === undefined ? asShared(change, target) : merge(known, change, target);
      if (next === null) return null;
      merged.set(key, next);
    }
  }
  return merged.size === 0 ? null : [...merged.values()];
}

function asShared(change: RemedyChange, target: string): SharedChange {
  const { stage, status, set, remove } = change;
  return { stage, targets: [target], status, set, remove };
}

function merge(known: SharedChange, change: RemedyChange, target: string): SharedChange | null {
  if (known.status !== null && change.status !== null && known.status !== change.status) {
    return null;
  }
  const lines = new Map(known.set.map((line) => [line.name.toLowerCase(), line]));
  for (const line of change.set) {
    const name = line.name.toLowerCase();
    const before = lines.get(name);
    if (before === undefined) lines.set(name, line);
    else if (before.value !== line.value) {
      if (!LISTS.has(name)) return null;
      lines.set(name, { name: line.name, value: union(before.value, line.value) });
    }
  }
  return {
    ...known,
    targets: known.targets.includes(target) ? known.targets : [...known.targets, target],
    status: known.status ?? change.status,
    set: [...lines.values()],
    remove: [...new Set([...known.remove, ...change.remove])],
  };
}

function union(a: string, b: string): string {
  const items = [...a.split(","), ...b.split(",")].map((item) => item.trim());
  const seen = new Set<string>();
  return items.filter((item) => !seen.has(item) && seen.add(item)).join(", ");
}

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
