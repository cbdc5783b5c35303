import { LANE_NAMES } from "../../../src/verdict/lanes/names.ts";
import { rulesOf } from "../../../src/verdict/lanes/observed.ts";
import type { Lane } from "../../../src/verdict/verdict.ts";
import { describe } from "../compare.ts";
import { tellUse, usesOf } from "../exclusions.ts";
import { nameOfCaller } from "../places.ts";
import { type Summary, tellHop } from "../summary.ts";
import { ACROSS_EXCLUSIONS } from "./across-exclusions.ts";
import { isMisnamed, isOpen, isUnnamed, isWrong, type Prediction } from "./compare-across.ts";

/** The minimum percentage of right names among decided calls; every outcome must be right. */
const LEAST_NAMED = 99.5;
/** The maximum percentage of calls with an open outcome. */
const MOST_OPEN = 4;
/** The maximum percentage of blocked calls with an open cause. */
const MOST_UNNAMED = 2;

const percent = (part: number, whole: number) => (whole === 0 ? 100 : (100 * part) / whole);
const shown = (share: number) => `${share.toFixed(2)} %`;

/** Sums up how the predictions from one browser's recording compare with the other browser. */
export function summariseAcross(all: readonly Prediction[]): Summary {
  const compared = all.filter(({ excluded }) => excluded === null);
  const open = compared.filter(isOpen);
  const decided = compared.filter((one) => !isOpen(one));
  const wrong = decided.filter(isWrong);
  const unnamed = decided.filter(isUnnamed);
  const named = decided.filter((one) => one.names !== null && !isUnnamed(one) && !isWrong(one));
  const misnamed = named.filter(isMisnamed);
  const outcome = percent(decided.length - wrong.length, decided.length);
  const name = percent(named.length - misnamed.length, named.length);
  // Calls without an error have no name, and agree for that reason.
  const withName = named.filter(({ names }) => names?.theirs != null || names?.predicted != null);
  const nameOfNamed = percent(withName.length - misnamed.length, withName.length);
  const left = percent(open.length, compared.length);
  const leftUnnamed = percent(unnamed.length, compared.length);
  const [first] = all;
  const direction =
    first === undefined ? "nothing" : `${productOf(first.from)} to ${productOf(first.to)}`;
  const reasons = [...new Set(open.map(({ lane }) => lane.open))].map(
    (reason) => `${open.filter(({ lane }) => lane.open === reason).length} ${reason}`,
  );
  const uses = usesOf(
    ACROSS_EXCLUSIONS,
    all.flatMap(({ excluded }) => excluded ?? []),
    all.length,
  );
  return {
    lines: [
      `${direction}: ${compared.length} of ${all.length} calls compared`,
      `  outcome agreed ${shown(outcome)}, name agreed ${shown(name)} (of ${withName.length} with a name ${shown(nameOfNamed)}), left open ${shown(left)} (${reasons.join(", ") || "none"}), blocked by what is open ${shown(leftUnnamed)}`,
      ...uses.map((use) => `  ${tellUse(use)}`),
    ],
    failures: [
      ...(wrong.length > 0 ? [`${direction}: ${wrong.length} outcomes differ`] : []),
      ...(name < LEAST_NAMED ? [`${direction}: ${misnamed.length} names differ`] : []),
      ...(left > MOST_OPEN ? [`${direction}: ${shown(left)} left open`] : []),
      ...(leftUnnamed > MOST_UNNAMED
        ? [`${direction}: of ${shown(leftUnnamed)} it is open what blocks them`]
        : []),
    ],
  };
}

const productOf = (browser: Prediction["from"]) => LANE_NAMES[rulesOf(browser).lane].product ?? "";

const laneInWords = ({ outcome, cause, name, open }: Lane) =>
  `${outcome}${cause === null ? "" : ` ${cause.code}@${cause.stage}${cause.hop}`}, name ${name ?? "none"}${open === null ? "" : `, open: ${open}`}`;

/** A disagreement, with its seed and the results of both browsers. */
export function tellAcross(prediction: Prediction): string {
  const { recorded, there, lane, truth, names, from, to } = prediction;
  const { seed, caller, hops } = recorded.deployed.scenario;
  return [
    `seed ${seed}, call ${recorded.call + 1}: ${productOf(from)}'s recording predicts of ${productOf(to)}: ${laneInWords(lane)}`,
    `  ${productOf(to)}: ${truth.join(" or ")}, name ${names?.theirs ?? "none"}; ours there: ${describe(there)}`,
    `  ${productOf(from)}: ${describe(recorded)}; ending ${JSON.stringify(recorded.exchange?.ending ?? null)}`,
    `  ${nameOfCaller(caller)}: ${JSON.stringify(recorded.request)}`,
    ...hops.map(tellHop),
  ].join("\n");
}
