import { firstHop } from "../exchange/exchange.ts";
import type { Judged } from "../verdict/judged.ts";
import type { Finding, Stage } from "../verdict/verdict.ts";
import { mannerKey, type Pair, pairRequests, targetKey } from "./pair-requests.ts";

/** The key that equal problems share; null for an item that is not a problem. */
export type KeyOf<Item> = (item: Item) => string | null;

/** An earlier problem that does not occur now. */
export interface GoneProblem<Item> {
  readonly key: string;
  /** The earlier requests with the problem. */
  readonly items: readonly Item[];
  /** Repetitions of these requests that passed the check. */
  readonly passed: readonly Item[];
}

/** The outcome of one load's problems, and the problems that the next load added. */
export interface Progress<Item> {
  /** Problems whose requests were repeated and passed the check. */
  readonly fixed: readonly GoneProblem<Item>[];
  /** Keys of problems that still occur. */
  readonly failing: readonly string[];
  /** Keys of problems that did not occur before. */
  readonly added: readonly string[];
  /** Problems that do not occur now, without evidence of a fix; for example, the request was not repeated. */
  readonly open: readonly GoneProblem<Item>[];
}

/** The final state of one load: later requests replace earlier ones of the same kind. */
export interface Standing<Item> {
  /** The last request of each kind; where requests pass and fail in turns, all failures as well. */
  readonly standing: readonly Item[];
  /** Failures after which the same request passed. */
  readonly overcome: readonly Item[];
  /** The keys of the requests that failed after they had passed. */
  readonly unsteady: ReadonlySet<string>;
}

/** Whether the outcome of a request is evidence about a problem. */
function isSettled({ verdict: { outcome } }: Judged): boolean {
  return outcome !== "pending" && outcome !== "unknown" && outcome !== "aborted";
}

const originOf = ({ exchange }: Judged): string => firstHop(exchange).origin;

const sameRequest = (item: Judged): string => `${targetKey(item)}\n${mannerKey(item)}`;

/** The final state of one load. Pure. */
export function standingOf<Item extends Judged>(
  items: readonly Item[],
  keyOf: KeyOf<Item>,
): Standing<Item> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = sameRequest(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  const gone = new Set<Item>();
  const overcome: Item[] = [];
  const unsteady = new Set<string>();
  for (const [key, group] of groups) {
    const settled = group.filter(isSettled).sort(byTime);
    const last = settled.at(-1);
    if (last === undefined) continue;
    const firstPass = settled.findIndex((item) => keyOf(item) === null);
    const lastFailure = settled.findLastIndex((item) => keyOf(item) !== null);
    const isUnsteady = firstPass >= 0 && firstPass < lastFailure;
    if (isUnsteady) unsteady.add(key);
    for (const item of settled) {
      if (item === last || (isUnsteady && keyOf(item) !== null)) continue;
      // A repeated failure is counted with the others of its problem.
      if (keyOf(item) !== null && keyOf(last) === keyOf(item)) continue;
      gone.add(item);
      if (keyOf(item) !== null) overcome.push(item);
    }
  }
  return { standing: items.filter((item) => !gone.has(item)), overcome, unsteady };
}

const byTime = (a: Judged, b: Judged) => a.exchange.startedAt - b.exchange.startedAt;

/**
 * What became of the problems since another load, or since earlier requests of the same load. A problem
 * counts as fixed only if a request with the problem was repeated and passed the check. Without a repetition,
 * or behind another problem, it counts as open. Pure.
 *
 * @param before the requests of the previous load, in order; null where there was none, so that no problem is
 * new.
 * @param now the requests of the load that is shown, in order.
 */
export function progressOf<Item extends Judged>(
  before: readonly Item[] | null,
  now: readonly Item[],
  keyOf: KeyOf<Item>,
): Progress<Item> {
  const origins = new Set<string>();
  for (const items of [before ?? [], now]) {
    for (const item of items) if (keyOf(item) !== null) origins.add(originOf(item));
  }
  // No other request can be the repetition of a failing one; a page may send thousands that all pass.
  const isNear = (item: Item) => origins.has(originOf(item));
  const then = standingOf((before ?? []).filter(isNear), keyOf);
  const current = standingOf(now.filter(isNear), keyOf);
  const sinceLoad = pairRequests(then.standing, current.standing);
  const sinceCall = pairRequests(current.overcome, current.standing);
  const metNow = new Set(keysAmong(current.standing, keyOf));
  const gone = new Map<string, { items: Item[]; passed: Item[]; stays: boolean }>();
  for (const pair of [...sinceLoad, ...sinceCall]) {
    const key = pair.before === null ? null : keyOf(pair.before);
    if (pair.before === null || key === null || metNow.has(key)) continue;
    const became = becameOf(pair, keyOf);
    const { before: failed, after } = pair;
    // The other problem replaces this one.
    if (became === "another") continue;
    const problem = gone.get(key) ?? { items: [], passed: [], stays: false };
    gone.set(key, problem);
    problem.items.push(failed);
    if (became === "behind") problem.stays = true;
    else if (became === "gone" && after !== null && !then.unsteady.has(sameRequest(failed)))
      problem.passed.push(after);
  }
  const fixed: GoneProblem<Item>[] = [];
  const open: GoneProblem<Item>[] = [];
  for (const [key, { items, passed, stays }] of gone) {
    (passed.length > 0 && !stays ? fixed : open).push({ key, items, passed });
  }
  const failing: string[] = [];
  const added: string[] = [];
  const known = new Set(keysAmong([...then.standing, ...then.overcome], keyOf));
  for (const key of metNow) {
    const isKnown = before === null || known.has(key) || wasNamed(key, sinceLoad, keyOf);
    (isKnown ? failing : added).push(key);
  }
  return { fixed, failing, added, open };
}

function* keysAmong<Item>(items: Iterable<Item>, keyOf: KeyOf<Item>): Iterable<string> {
  for (const item of items) {
    const key = keyOf(item);
    if (key !== null) yield key;
  }
}

/** "behind": the problem is still there, behind another; "another": the same, with another received value. */
type Became = "gone" | "behind" | "another" | "unknown";

/** What became of a request's problem, judging by its repetition. */
function becameOf<Item extends Judged>({ before, after }: Pair<Item>, keyOf: KeyOf<Item>): Became {
  if (after === null || before === null) return "unknown";
  const { verdict } = after;
  if (verdict.outcome === "allowed") return "gone";
  // no-cors makes a response opaque, which does not fix a response that the page has to read.
  if (verdict.outcome === "opaque") return isReadable(before) ? "unknown" : "gone";
  const { cause } = verdict;
  const problem = problemOf(before);
  if (cause === null || problem === null || keyOf(after) === null) return "unknown";
  if (isSame(problem, cause)) return "another";
  if (verdict.findings.some((finding) => isBlocker(finding) && isSame(problem, finding))) {
    return "behind";
  }
  const isLater = cause.family === "cors" && placeOf(cause) >= placeOf(problem);
  return isLater && sawResponse(after, problem) ? "gone" : "unknown";
}

/** Whether the response with the problem was seen, so that the problem would have been found again. */
function sawResponse({ exchange }: Judged, { hop, stage }: Place): boolean {
  const at = exchange.hops[hop];
  if (at === undefined) return false;
  const ofPreflight = at.preflight?.response != null;
  if (stage === "preflight") return ofPreflight;
  return at.response !== null || (stage === "request" && ofPreflight);
}

const isReadable = ({ verdict: { mode } }: Judged) => mode.value === "cors";

/** The order of Fetch's checks: for each hop, those of the preflight, then those of the response. */
function placeOf({ hop, stage }: Place): number {
  return hop * 4 + STAGES[stage];
}

const STAGES: Readonly<Record<Stage, number>> = {
  request: 0,
  preflight: 1,
  redirect: 2,
  response: 3,
};

type Problem = Pick<Finding, "code" | "stage" | "hop" | "parameter" | "evidence">;

/** The problem that stopped a request, with the deciding headers; null where nothing did. */
function problemOf({ verdict }: Judged): Problem | null {
  const { cause } = verdict;
  if (cause === null) return null;
  return (
    verdict.findings.find((finding) => isExactly(finding, cause)) ?? { ...cause, evidence: [] }
  );
}

type Place = Pick<Finding, "code" | "stage" | "hop" | "parameter">;

const isExactly = (a: Place, b: Place) =>
  a.code === b.code && a.stage === b.stage && a.hop === b.hop && a.parameter === b.parameter;

/** Whether two problems are the same: a received value may differ, a missing name may not. */
function isSame(problem: Problem, other: Place): boolean {
  const { parameter, evidence } = problem;
  const wasReceived = evidence.some(({ got }) => got !== null && got === parameter);
  return isExactly(problem, wasReceived ? { ...other, parameter } : other);
}

const isBlocker = ({ severity }: Finding) => severity === "blocker";

/** Whether all requests that have a problem now had it before, behind another problem. */
function wasNamed<Item extends Judged>(
  key: string,
  pairs: readonly Pair<Item>[],
  keyOf: KeyOf<Item>,
): boolean {
  return pairs.every(({ before, after }) => {
    if (after === null || keyOf(after) !== key) return true;
    const problem = problemOf(after);
    return (
      before !== null &&
      problem !== null &&
      before.verdict.findings.some((finding) => isBlocker(finding) && isSame(problem, finding))
    );
  });
}
