import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Comparison, isWrong } from "./compare.ts";
import { scenarioOf } from "./generate/scenarios.ts";
import { type Trial, tryRemedies } from "./remedy-trial.ts";
import { openStand, type Stand, stageAll } from "./run-scenarios.ts";
import { tell } from "./summary.ts";

const SCENARIOS = 300;
const FIRST_SEED = 1_000_000;
const REMEDIES = 60;
/** On a busy machine; half a minute of it is work. */
const LONGEST_MS = 300_000;

describe(`${SCENARIOS} generated scenarios, against what Chromium says`, () => {
  let stand: Stand;
  let comparisons: Comparison[];
  let trial: Trial;

  beforeAll(async () => {
    stand = await openStand();
    const scenarios = Array.from({ length: SCENARIOS }, (_, i) => scenarioOf(FIRST_SEED + i));
    const accounts = await stand.run(stageAll(stand.lab, scenarios));
    comparisons = accounts.map((account) => stand.compare(account));
    trial = await tryRemedies(stand, accounts, REMEDIES);
  }, LONGEST_MS);
  afterAll(() => stand?.close());

  const differing = (about: string) =>
    comparisons
      .filter(({ differences }) => differences.some((one) => one.about === about))
      .map(tell);

  test("most calls could be compared", () => {
    const compared = comparisons.filter(({ compared }) => compared.has("outcome"));
    expect(compared.length).toBeGreaterThan(SCENARIOS * 0.7);
  });

  test("no certain verdict is wrong", () => {
    const certain = comparisons.filter(({ account }) => account.ours?.certainty === "certain");
    expect(certain.filter(isWrong).map(tell)).toEqual([]);
  });

  test("certain and likely verdicts agree on the outcome", () => {
    expect(differing("outcome")).toEqual([]);
  });

  test("certain verdicts agree on the parameter of Chromium's error", () => {
    const wrong = comparisons.filter(
      ({ account, differences }) =>
        account.ours?.certainty === "certain" &&
        differences.some(({ about }) => about === "parameter"),
    );
    expect(wrong.map(tell)).toEqual([]);
  });

  test("the truth is among the readings of the ambiguous", () => {
    expect(differing("uncovered")).toEqual([]);
  });

  test("nothing that is stated beside the verdict is false", () => {
    expect(differing("fact")).toEqual([]);
  });

  test("every remedy works, and nothing in it could be left out", () => {
    expect(trial.failures).toEqual([]);
    expect(trial.worked).toBeGreaterThan(0);
  });
});
