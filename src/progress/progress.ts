import type { Judged } from "../verdict/judged.ts";
import type { Finding, Stage } from "../verdict/verdict.ts";
import { mannerKey, type Pair, pairRequests, targetKey } from "./pair-requests.ts";

/** What makes two problems the same; null for what is no problem. */
export type KeyOf<Item> = (item: Item) => string | null;

/** A problem of before that is not there now. */
export interface GoneProblem<Item> {
  readonly key: string;
  /** The requests that met it before. */
  readonly items: readonly Item[];
  /** The repetitions of some of them that got past that check. */
  readonly passed: readonly Item[];
}

/** What became of the problems of one load, and which the next one added. */
export interface Progress<Item> {
  /** Repeated, and gone. */
  readonly fixed: readonly GoneProblem<Item>[];
  /** Keys of problems that are there still. */
  readonly failing: readonly string[];
  /** Keys of problems that were not there before. */
  readonly added: readonly string[];
  /** Not there now, but nothing shows that they are gone: nobody made the request again, say. */
  readonly open: readonly GoneProblem<Item>[];
}

/** What one load came to: later requests stand for the earlier ones that were made alike. */
export interface Standing<Item> {
  /** The last of each request; of one that passes and fails by turns all that failed as well. */
  readonly standing: readonly Item[];
  /** Failures after which the same request passed. */
  readonly overcome: readonly Item[];
  /** The keys of the requests that failed after they had passed. */
  readonly unsteady: ReadonlySet<string>;
}

/** Whether what a request came to tells anything of a problem. */
function isSettled({ verdict: { outcome } }: Judged): boolean {
  return outcome !== "pending" && outcome !== "unknown" && outcome !== "aborted";
}

const sameRequest = (item: Judged): string => `${targetKey(item)}\n${mannerKey(item)}`;

/** What the requests of one load came to. Pure. */
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
      // A failure that came again is counted with the others of its problem.
      if (keyOf(item) !== null && keyOf(last) === keyOf(item)) continue;
      gone.add(item);
      if (keyOf(item) !== null) overcome.push(item);
    }
  }
  return { standing: items.filter((item) => !gone.has(item)), overcome, unsteady };
}

const byTime = (a: Judged, b: Judged) => a.exchange.startedAt - b.exchange.startedAt;

/**
 * What became of the problems since another load, or since earlier requests of the same one. A problem
 * counts as fixed only where a request that met it was made again and got past the check; where it
 * was not, or another problem came first, nothing is said. Pure.
 *
 * @param before the requests of the load before, in order; null where there was none: then no problem is new.
 * @param now the requests of the load that is shown, in order.
 */
export function progressOf<Item extends Judged>(
  before: readonly Item[] | null,
  now: readonly Item[],
  keyOf: KeyOf<Item>,
): Progress<Item> {
  const then = standingOf(before ?? [], keyOf);
  const current = standingOf(now, keyOf);
  const sinceLoad = pairRequests(then.standing, current.standing);
  const sinceCall = pairRequests(current.overcome, current.standing);
  const metNow = new Set(keysAmong(current.standing, keyOf));
  const gone = new Map<string, { items: Item[]; passed: Item[]; stays: boolean }>();
  for (const pair of [...sinceLoad, ...sinceCall]) {
    const key = pair.before === null ? null : keyOf(pair.before);
    if (pair.before === null || key === null || metNow.has(key)) continue;
    const became = becameOf(pair, keyOf);
    const { before: failed, after } = pair;
    // The other problem stands for it.
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

/** "behind": it is there behind another problem; "another": with another value that was received. */
type Became = "gone" | "behind" | "another" | "unknown";

/** What became of the problem of a request, as its repetition shows. */
function becameOf<Item extends Judged>({ before, after }: Pair<Item>, keyOf: KeyOf<Item>): Became {
  if (after === null || before === null) return "unknown";
  const { verdict } = after;
  if (verdict.outcome === "allowed") return "gone";
  // A response that nobody may read is what no-cors gives, and no fix of what was to be read.
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

/** Whether the response that a problem was about was seen, so that it would have been named again. */
function sawResponse({ exchange }: Judged, { hop, stage }: Place): boolean {
  const at = exchange.hops[hop];
  if (at === undefined) return false;
  const ofPreflight = at.preflight?.response != null;
  if (stage === "preflight") return ofPreflight;
  return at.response !== null || (stage === "request" && ofPreflight);
}

const isReadable = ({ verdict: { mode } }: Judged) => mode.value === "cors";

/** The checks of Fetch in their order: of each hop the preflight's, then those of its response. */
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

/** What stopped a request, with the headers that decided; null where nothing did. */
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

/** Whether two are one problem: a value that was received may differ, a name that was missing may not. */
function isSame(problem: Problem, other: Place): boolean {
  const { parameter, evidence } = problem;
  const wasReceived = evidence.some(({ got }) => got !== null && got === parameter);
  return isExactly(problem, wasReceived ? { ...other, parameter } : other);
}

const isBlocker = ({ severity }: Finding) => severity === "blocker";

/** Whether all that met a problem now had it before, behind another one. */
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
