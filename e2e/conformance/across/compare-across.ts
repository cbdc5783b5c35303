import type { ObservedBrowser } from "../../../src/browsers/observed-browser.ts";
import type { LaneName } from "../../../src/verdict/lane-name.ts";
import { rulesOf } from "../../../src/verdict/lanes/observed.ts";
import type { Lane } from "../../../src/verdict/verdict.ts";
import type { CaseResult } from "../case-result.ts";
import { CHROMIUM_ORACLE } from "../chromium/oracle.ts";
import type { Oracle } from "../compare.ts";
import { type Exclusion, ruleFor } from "../exclusions.ts";
import { FIREFOX_ORACLE } from "../firefox/oracle.ts";
import { ACROSS_EXCLUSIONS } from "./across-exclusions.ts";

/** The prediction for a call from one browser's recording, and the other browser's result. */
export interface Prediction {
  readonly from: ObservedBrowser;
  readonly to: ObservedBrowser;
  readonly recorded: CaseResult;
  readonly lane: Lane;
  /** The same call of the same scenario, made in the other browser. */
  readonly there: CaseResult;
  /** The possible outcomes in the other browser; one if it is known. */
  readonly truth: readonly string[];
  /** The other browser's name for the error, and the predicted one; null if they are not compared. */
  readonly names: { readonly theirs: string | null; readonly predicted: string | null } | null;
  /** Why nothing is compared; null if something is. */
  readonly excluded: string | null;
}

/** Oracles read results of their own browser; a pair has results of both. */
const ORACLES = {
  chromium: CHROMIUM_ORACLE as Oracle<CaseResult>,
  gecko: FIREFOX_ORACLE as Oracle<CaseResult>,
} as const satisfies Readonly<Record<ObservedBrowser, Oracle<CaseResult>>>;

const keyOf = ({ deployed, call }: CaseResult) => `${deployed.scenario.seed}/${call}`;

/** Pairs each call that both browsers made with the prediction from the first one's recording. */
export function predictions(
  from: ObservedBrowser,
  recorded: readonly CaseResult[],
  to: ObservedBrowser,
  made: readonly CaseResult[],
): Prediction[] {
  const there = new Map(made.map((result) => [keyOf(result), result]));
  return recorded.flatMap((result) => {
    const other = there.get(keyOf(result));
    const lane = result.ours?.lanes[rulesOf(to).lane as LaneName];
    if (other === undefined || lane === undefined) return [];
    return [predictionOf(from, result, to, other, lane)];
  });
}

function predictionOf(
  from: ObservedBrowser,
  recorded: CaseResult,
  to: ObservedBrowser,
  there: CaseResult,
  lane: Lane,
): Prediction {
  const truth = ORACLES[to].truthOf(there);
  const pair = { from, to, recorded, lane, there, truth: truth.outcomes };
  const isOf = (of: Exclusion["of"], result: CaseResult, which: ObservedBrowser) =>
    ruleFor(
      ORACLES[which].exclusions.filter((rule) => rule.of === of),
      result,
    );
  const here = ORACLES[from].truthOf(recorded).outcomes;
  const rule =
    ruleFor(ACROSS_EXCLUSIONS, { ...pair, truth: here }) ?? isOf("outcome", recorded, from);
  const isKnown = truth.outcomes.length > 0;
  const excluded = rule?.name ?? (isKnown ? null : truth.row);
  // One network stack's name for a failure does not predict another's.
  const isOfNetwork = truth.outcomes.includes("failed");
  const isNamed = excluded === null && !isOfNetwork && isOf("name", there, to) === null;
  if (!isNamed) return { ...pair, excluded, names: null };
  const { theirs, ours } = ORACLES[to].namesOf({ ...there, ours: recorded.ours });
  return { ...pair, excluded, names: { theirs, predicted: ours } };
}

/** Whether the lane leaves the outcome open. */
export const isOpen = ({ lane }: Prediction): boolean => lane.outcome === "unknown";

/** Whether the lane is blocked with an open cause. */
export const isUnnamed = ({ lane }: Prediction): boolean =>
  lane.outcome === "blocked" && lane.open !== null;

/** Whether the lane, if not open, differs from the result. */
export function isWrong(prediction: Prediction): boolean {
  const { excluded, truth, lane } = prediction;
  return excluded === null && !isOpen(prediction) && !truth.includes(lane.outcome);
}

/** Whether the outcome is right, but the name of the error is wrong. */
export function isMisnamed(prediction: Prediction): boolean {
  const { names } = prediction;
  if (names === null || isOpen(prediction) || isUnnamed(prediction)) return false;
  if (isWrong(prediction)) return false;
  return names.theirs !== names.predicted;
}
