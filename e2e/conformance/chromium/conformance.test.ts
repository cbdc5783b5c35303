import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Comparison } from "../compare.ts";
import { scenarioOf } from "../generate/scenarios.ts";
import { ofFewPlaces, type Trial, tryRemedies } from "../remedy-trial.ts";
import { deployAll, type Runner } from "../runner.ts";
import { type Summary, summarise, tell } from "../summary.ts";
import { openChromiumRunner } from "./runner.ts";

const SCENARIOS = 150;
const FIRST_SEED = 1_000_000;
const REMEDIES = 30;
/** On a busy machine; the work itself takes half a minute. */
const LONGEST_MS = 300_000;

describe(`${SCENARIOS} generated scenarios, against what Chromium says`, () => {
  let runner: Runner;
  let comparisons: Comparison[];
  let trial: Trial;
  let summary: Summary;

  beforeAll(async () => {
    runner = await openChromiumRunner();
    const scenarios = Array.from({ length: SCENARIOS }, (_, i) => scenarioOf(FIRST_SEED + i));
    const results = await runner.run(deployAll(runner.lab, scenarios));
    comparisons = results.map((result) => runner.compare(result));
    const { exclusions, lost } = runner;
    summary = summarise({ comparisons, exclusions, lost, isWhole: true });
    console.info(summary.lines.join("\n"));
    trial = await tryRemedies(runner, ofFewPlaces(results), REMEDIES);
  }, LONGEST_MS);
  afterAll(() => runner?.close());

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
