import { firstHop } from "../exchange/exchange.ts";
import { parseUrl } from "../http/origin.ts";
import type { Judged } from "../verdict/judged.ts";
import { findingOf, rootCauseOf } from "../verdict/root-cause.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { isBlockedByCors, isProblem } from "./problem.ts";

/**
 * What makes two problems the same, for every list and every report; null for what is no problem. It
 * is the cause, where it struck, the parameter at fault, the root cause, and who requested from whom.
 * Path and method play no part: one change of one server repairs all. The key holds no path and no
 * query, so that it is the same for an exchange without its secrets.
 */
export function issueKeyOf({ exchange, verdict }: Judged): string | null {
  const { cause } = verdict;
  if (cause === null || !isProblem(verdict)) return null;
  const hop = exchange.hops[cause.hop] ?? firstHop(exchange);
  const root = rootCauseOf(verdict, findingOf(verdict, cause));
  return [
    cause.code,
    cause.stage,
    withoutPath(cause.parameter ?? ""),
    root?.code ?? "",
    hop.origin,
    verdict.initiatorOrigin,
    verdict.originPerHop[cause.hop] ?? "",
  ].join("\n");
}

/** A parameter that is a URL, as its origin; any other as it is. */
function withoutPath(parameter: string): string {
  const url = /^[a-z][a-z0-9+.-]*:/i.test(parameter) ? parseUrl(parameter) : null;
  return url === null ? parameter : `${url.protocol}//${url.host}`;
}

/** A problem with all the exchanges that met it. */
export interface Group<Item extends Judged> {
  /** What makes two problems the same. */
  readonly key: string;
  /** Those that met it, in the order in which they were given. */
  readonly items: readonly Item[];
  /** Whom the browser tells most of, and of these the last to have begun: it speaks for all. */
  readonly speaker: Item;
  /** When the first began. */
  readonly since: number;
  /** When the last began. */
  readonly until: number;
}

/** By what problems are put in order; what CORS blocked always stands first. */
export type IssueOrder = "frequent" | "newest";

/**
 * The problems among exchanges, each once: first those that CORS blocked; then by how many requests
 * met them, and by which failed first (or, as "newest", by which failed last). Pure.
 *
 * @param keyOf what makes two the same.
 */
export function issuesAmong<Item extends Judged>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string | null,
  order: IssueOrder = "frequent",
): Group<Item>[] {
  const groups = new Map<string, { items: Item[]; speaker: Item; since: number; until: number }>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const { startedAt } = item.exchange;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { items: [item], speaker: item, since: startedAt, until: startedAt });
      continue;
    }
    group.items.push(item);
    group.since = Math.min(group.since, startedAt);
    group.until = Math.max(group.until, startedAt);
    if (byEvidence(item, group.speaker) >= 0) group.speaker = item;
  }
  return [...groups].map(([key, group]) => ({ key, ...group })).sort(BY[order]);
}

/** More than 0 where one is better known than the other, or as well and later. */
function byEvidence(one: Judged, other: Judged): number {
  return (
    observed(one.verdict) - observed(other.verdict) ||
    one.exchange.startedAt - other.exchange.startedAt
  );
}

/** How much of a verdict was seen and not inferred. Firefox tells little of what workers request. */
function observed({ certainty, mode, credentials }: Verdict): number {
  const seen = [mode, credentials].filter(({ basis }) => basis === "observed").length;
  return seen + (certainty === "certain" ? 1 : 0);
}

type Compare = (a: Group<Judged>, b: Group<Judged>) => number;

const byCors: Compare = (a, b) => rank(a) - rank(b);
const byCount: Compare = (a, b) => b.items.length - a.items.length;
const byFirst: Compare = (a, b) => a.since - b.since;
const byLast: Compare = (a, b) => b.until - a.until;

const rank = ({ speaker }: Group<Judged>) => (isBlockedByCors(speaker.verdict) ? 0 : 1);

const BY: Readonly<Record<IssueOrder, Compare>> = {
  frequent: (a, b) => byCors(a, b) || byCount(a, b) || byFirst(a, b),
  newest: (a, b) => byCors(a, b) || byLast(a, b) || byCount(a, b),
};

/** The requests of one method and URL. */
export interface Target<Item extends Judged> {
  /** The last of them in the order in which they were given. */
  readonly newest: Item;
  readonly count: number;
}

/** The distinct methods and URLs of exchanges with the count of each, the most frequent first. */
export function targetsOf<Item extends Judged>(items: Iterable<Item>): Target<Item>[] {
  const targets = new Map<string, Target<Item>>();
  for (const newest of items) {
    const { method, url } = firstHop(newest.exchange);
    const key = `${method} ${url}`;
    targets.set(key, { newest, count: (targets.get(key)?.count ?? 0) + 1 });
  }
  return [...targets.values()].sort((a, b) => b.count - a.count);
}
