import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Comparison, isWrong } from "../compare.ts";
import { scenarioOf } from "../generate/scenarios.ts";
import { type Trial, tryRemedies } from "../remedy-trial.ts";
import { type Stand, stageAll } from "../run-scenarios.ts";
import { tell } from "../summary.ts";
import { leftOut } from "./left-out.ts";
import { openFirefoxStand } from "./stand.ts";

const SCENARIOS = 150;
const FIRST_SEED = 1;

describe.each([
  ["with the probe", true, 30],
  ["by the events alone", false, 10],
])(`${SCENARIOS} generated scenarios, against what Firefox says, %s`, (_name, probe, remedies) => {
  let stand: Stand;
  let comparisons: Comparison[];
  let trial: Trial;

  beforeAll(async () => {
    stand = await openFirefoxStand({ probe });
    const scenarios = Array.from({ length: SCENARIOS }, (_, i) =>
      scenarioOf(FIRST_SEED + i),
    ).filter((scenario) => leftOut(scenario) === null);
    const accounts = await stand.run(stageAll(stand.lab, scenarios));
    comparisons = accounts.map((account) => stand.compare(account));
    trial = await tryRemedies(stand, accounts, remedies);
  });
  afterAll(() => stand?.close());

  const differing = (about: string) =>
    comparisons
      .filter(({ differences }) => differences.some((one) => one.about === about))
      .map(tell);

  test("no certain verdict is wrong", () => {
    const certain = comparisons.filter(({ account }) => account.ours?.certainty === "certain");
    expect(certain.filter(isWrong).map(tell)).toEqual([]);
  });

  test.each([
    ["no verdict is wrong about the outcome", "outcome"],
    ["no verdict is wrong about Firefox's name for the error", "name"],
    ["the truth is among the readings of the ambiguous", "uncovered"],
    ["nothing that is stated beside the verdict is false", "fact"],
  ])("%s", (_what, about) => {
    expect(differing(about)).toEqual([]);
  });

  test("most verdicts are certain, or likely", () => {
    const sure = comparisons.filter(
      ({ account: { ours } }) => ours !== null && ours.certainty !== "ambiguous",
    );
    expect(sure.length).toBeGreaterThan(SCENARIOS * 0.7);
  });

  test("every remedy works, and nothing in it could be left out", () => {
    expect(trial.failures).toEqual([]);
    expect(trial.worked).toBeGreaterThan(0);
  });
});
