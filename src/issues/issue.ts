import { firstHop } from "../exchange/exchange.ts";
import { originOf, withoutPath } from "../http/origin.ts";
import type { Judged } from "../verdict/judged.ts";
import { findingOf, rootCauseOf } from "../verdict/root-cause.ts";
import { preflightTarget, redirectTarget } from "../verdict/standard/http-redirect-fetch.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { isBlockedByCors, isProblem } from "./problem.ts";

/**
 * The key that equal problems share in every list and report; null for an exchange that is not a problem. The
 * key has the cause, its stage, the parameter at fault, the root cause, and the origins of server and
 * requester; for a redirect that a policy or a preflight refuses, also that of its target. Path and method are not
 * included: one server change fixes all. Paths and queries are never part of the key, so redaction does not
 * change it.
 */
export function issueKeyOf({ exchange, verdict }: Judged): string | null {
  const { cause } = verdict;
  if (cause === null || !isProblem(verdict)) return null;
  const hop = exchange.hops[cause.hop] ?? firstHop(exchange);
  const root = rootCauseOf(verdict, findingOf(verdict, cause));
  const isTargetRefused = cause.family === "policy" && cause.stage === "redirect";
  const isPreflightRedirected = cause.code === "preflight-disallowed-redirect";
  return [
    cause.code,
    cause.stage,
    withoutPath(cause.parameter ?? ""),
    root?.code ?? "",
    hop.origin,
    verdict.initiatorOrigin,
    verdict.originPerHop[cause.hop] ?? "",
    ...(isTargetRefused ? [originOf(redirectTarget(hop) ?? "")] : []),
    ...(isPreflightRedirected ? [originOf(preflightTarget(hop) ?? "")] : []),
  ].join("\n");
}

/** A problem with all exchanges that have it. */
export interface Group<Item extends Judged> {
  /** The key that equal problems share. */
  readonly key: string;
  /** The exchanges with the problem, in the order given. */
  readonly items: readonly Item[];
  /** The exchange with the most observed facts, the latest of several: it represents the group. */
  readonly speaker: Item;
  /** When the first exchange began. */
  readonly since: number;
  /** When the last exchange began. */
  readonly until: number;
}

/** The order of problems; CORS blocks always come first. */
export type IssueOrder = "frequent" | "newest";

/**
 * The problems among exchanges, each once. CORS blocks come first, then problems with more requests, then
 * those that failed first ("newest": those that failed last). Pure.
 *
 * @param keyOf the key that equal problems share.
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

/** Above 0 where the first has more observed facts, or equally many and began later. */
function byEvidence(one: Judged, other: Judged): number {
  return (
    observed(one.verdict) - observed(other.verdict) ||
    one.exchange.startedAt - other.exchange.startedAt
  );
}

/** The number of facts that were observed, not inferred. Firefox reports little about worker requests. */
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

/** The requests with the same method and URL. */
export interface Target<Item extends Judged> {
  /** The last of the requests, in the order given. */
  readonly newest: Item;
  readonly count: number;
}

/** The distinct methods and URLs of exchanges with their counts, the most frequent first. */
export function targetsOf<Item extends Judged>(items: Iterable<Item>): Target<Item>[] {
  const targets = new Map<string, Target<Item>>();
  for (const newest of items) {
    const { method, url } = firstHop(newest.exchange);
    const key = `${method} ${url}`;
    targets.set(key, { newest, count: (targets.get(key)?.count ?? 0) + 1 });
  }
  return [...targets.values()].sort((a, b) => b.count - a.count);
}
