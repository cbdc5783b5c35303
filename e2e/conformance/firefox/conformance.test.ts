import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Comparison } from "../compare.ts";
import { scenarioOf } from "../generate/scenarios.ts";
import { ofFewPlaces, type Trial, tryRemedies } from "../remedy-trial.ts";
import { deployAll, type Runner } from "../runner.ts";
import { type Summary, summarise, tell } from "../summary.ts";
import { leftOut } from "./left-out.ts";
import { openFirefoxRunner } from "./runner.ts";

const FIRST_SEED = 1;
/** On a busy machine; the work itself takes a minute. */
const LONGEST_MS = 300_000;

// Fewer without the probe: everything else is the same, and a command makes whole runs.
describe.each([
  ["with the probe", 150, true, 30],
  ["by the events alone", 50, false, 10],
])("generated scenarios, against what Firefox says, %s: %d", (_name, count, probe, remedies) => {
  let runner: Runner;
  let comparisons: Comparison[];
  let trial: Trial;
  let summary: Summary;

  beforeAll(async () => {
    runner = await openFirefoxRunner({ probe });
    const scenarios = Array.from({ length: count }, (_, i) => scenarioOf(FIRST_SEED + i)).filter(
      (scenario) => leftOut(scenario) === null,
    );
    const results = await runner.run(deployAll(runner.lab, scenarios));
    comparisons = results.map((result) => runner.compare(result));
    const { exclusions, lost } = runner;
    summary = summarise({ comparisons, exclusions, lost, isWhole: probe });
    console.info(summary.lines.join("\n"));
    trial = await tryRemedies(runner, ofFewPlaces(results), remedies);
  }, LONGEST_MS);
  afterAll(() => runner?.close());

  test("nothing that was compared differs", () => {
    expect(comparisons.filter(({ differences }) => differences.length > 0).map(tell)).toEqual([]);
  });

  test("what was not compared is within its bounds, and most was compared", () => {
    expect(summary.failures).toEqual([]);
  });

  test("most verdicts are certain, or likely", () => {
    const sure = comparisons.filter(
      ({ result: { ours } }) => ours !== null && ours.certainty !== "ambiguous",
    );
    expect(sure.length).toBeGreaterThan(count * 0.7);
  });

  test("every remedy works, and nothing in it could be left out", () => {
    expect(trial.failures).toEqual([]);
    expect(trial.worked).toBeGreaterThan(0);
  });
});
