import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ObservedBrowser } from "../../src/browsers/observed-browser.ts";
import { tellAcross } from "./across/across-summary.ts";
import { scenariosForBoth } from "./across/both-results.ts";
import { isMisnamed, isOpen, isWrong, predictions } from "./across/compare-across.ts";
import type { CaseResult } from "./case-result.ts";
import { leftOut as leftOutInChromium } from "./chromium/left-out.ts";
import { openChromiumRunner } from "./chromium/runner.ts";
import type { Comparison } from "./compare.ts";
import { leftOut as leftOutInFirefox } from "./firefox/left-out.ts";
import { openFirefoxRunner } from "./firefox/runner.ts";
import { scenariosFrom } from "./generate/scenarios.ts";
import { isInFewPlaces } from "./places.ts";
import { type Trial, tryRemedies } from "./remedy-trial.ts";
import { deployAll, type Runner } from "./runner.ts";
import { type Summary, summarise, tell } from "./summary.ts";

/** On a busy machine; the work itself takes a minute. */
const LONGEST_MS = 400_000;

/** Scenarios that each browser's recording also predicts for the other. */
const FOR_BOTH = scenariosForBoth(5_120, 70, "plain");
/** In so many scenarios the wanted ones are found. */
const SOUGHT = 4;
const made: Record<ObservedBrowser, readonly CaseResult[]> = { chromium: [], gecko: [] };

const CHROMIUM = {
  ...{ engine: "chromium" as ObservedBrowser, product: "Chromium" },
  ...{ open: openChromiumRunner, leftOut: leftOutInChromium },
};
const FIREFOX = {
  ...{ engine: "gecko" as ObservedBrowser, product: "Firefox" },
  ...{ open: openFirefoxRunner, leftOut: leftOutInFirefox },
};
const OBSERVED = {
  how: "with the probe",
  probe: true,
  isWanted: () => true,
  count: 60,
  remedies: 15,
  forBoth: FOR_BOTH,
};
// Fewer without the probe: everything else is the same, and a command makes whole runs.
const ALONE = {
  how: "by the events alone",
  probe: false,
  isWanted: isInFewPlaces,
  count: 50,
  remedies: 0,
  forBoth: [],
};

describe.each([
  { ...CHROMIUM, ...OBSERVED, first: 1_000_000 },
  { ...FIREFOX, ...OBSERVED, first: 1 },
  { ...FIREFOX, ...ALONE, first: 1 },
])(
  "generated scenarios, against what $product says, $how",
  ({ engine, open, leftOut, probe, isWanted, count, remedies, forBoth, first }) => {
    let runner: Runner;
    let comparisons: Comparison[];
    let trial: Trial;
    let summary: Summary;

    beforeAll(async () => {
      runner = await open({ probe });
      const own = scenariosFrom(first, count * SOUGHT)
        .filter(isWanted)
        .slice(0, count)
        .filter((scenario) => leftOut(scenario) === null);
      const results = await runner.run(deployAll(runner.lab, [...own, ...forBoth]));
      const isForBoth = ({ deployed: { scenario } }: CaseResult) =>
        forBoth.some(({ seed }) => seed === scenario.seed);
      if (forBoth.length > 0) made[engine] = results.filter(isForBoth);
      comparisons = results.map((result) => runner.compare(result));
      const ofFew = results.filter(({ deployed }) => isInFewPlaces(deployed.scenario));
      const { exclusions, lost } = runner;
      summary = summarise({ comparisons, exclusions, lost, isWhole: probe });
      console.info(summary.lines.join("\n"));
      trial = await tryRemedies(runner, ofFew, remedies);
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
      expect(sure.length).toBeGreaterThan(comparisons.length * 0.7);
    });

    if (remedies === 0) return;
    test("every remedy works, and nothing in it could be left out", () => {
      expect(trial.failures).toEqual([]);
      expect(trial.worked).toBeGreaterThan(0);
    });
  },
);

test(`${FOR_BOTH.length} generated scenarios, predicted by each browser's recording for the other`, () => {
  const all = [
    ...predictions("chromium", made.chromium, "gecko", made.gecko),
    ...predictions("gecko", made.gecko, "chromium", made.chromium),
  ];
  const compared = all.filter(({ excluded }) => excluded === null);
  expect(compared.filter((one) => isWrong(one) || isMisnamed(one)).map(tellAcross)).toEqual([]);
  // Most calls are predicted, and some are left open.
  const open = compared.filter(isOpen).length;
  expect(open).toBeGreaterThan(0);
  expect(compared.length - open).toBeGreaterThan(112);
});
