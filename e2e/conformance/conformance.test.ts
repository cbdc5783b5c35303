import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Comparison } from "./compare.ts";
import { scenarioOf } from "./generate/scenarios.ts";
import { type Trial, tryRemedies } from "./remedy-trial.ts";
import { openStand, type Stand, stageAll } from "./run-scenarios.ts";
import { type Summary, summarise, tell } from "./summary.ts";

const SCENARIOS = 300;
const FIRST_SEED = 1_000_000;
const REMEDIES = 60;
/** On a busy machine; half a minute of it is work. */
const LONGEST_MS = 300_000;

describe(`${SCENARIOS} generated scenarios, against what Chromium says`, () => {
  let stand: Stand;
  let comparisons: Comparison[];
  let trial: Trial;
  let summary: Summary;

  beforeAll(async () => {
    stand = await openStand();
    const scenarios = Array.from({ length: SCENARIOS }, (_, i) => scenarioOf(FIRST_SEED + i));
    const accounts = await stand.run(stageAll(stand.lab, scenarios));
    comparisons = accounts.map((account) => stand.compare(account));
    const { exclusions, lost } = stand;
    summary = summarise({ comparisons, exclusions, lost, isWhole: true });
    console.info(summary.lines.join("\n"));
    trial = await tryRemedies(stand, accounts, REMEDIES);
  }, LONGEST_MS);
  afterAll(() => stand?.close());

  test("nothing that was compared differs", () => {
    expect(comparisons.filter(({ differences }) => differences.length > 0).map(tell)).toEqual([]);
  });

  test("what was not compared is within its bounds, and most was compared", () => {
    expect(summary.failures).toEqual([]);
  });

  test("every remedy works, and nothing in it could be left out", () => {
    expect(trial.failures).toEqual([]);
    expect(trial.worked).toBeGreaterThan(0);
  });
});
