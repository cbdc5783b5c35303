import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { WITHOUT_THIRD_PARTY_COOKIES } from "../chromium/profile.ts";
import {
  SCENARIO_EXCLUSIONS as IN_CHROMIUM,
  leftOut as leftOutInChromium,
} from "./chromium/left-out.ts";
import { chromiumLaunchers } from "./chromium/plain-browser.ts";
import { openChromiumRunner } from "./chromium/runner.ts";
import { tellUse, usesOf } from "./exclusions.ts";
import {
  SCENARIO_EXCLUSIONS as IN_FIREFOX,
  leftOut as leftOutInFirefox,
} from "./firefox/left-out.ts";
import { firefoxLaunchers } from "./firefox/plain-browser.ts";
import { openFirefoxRunner } from "./firefox/runner.ts";
import { type Extent, scenariosFrom } from "./generate/scenarios.ts";
import { findInterference, UNSTEADY } from "./interference.ts";
import { tellTrial, tryRemedies } from "./remedy-trial.ts";
import { deployAll } from "./runner.ts";
import { shrink } from "./shrink.ts";
import { FEW, printSummary, summarise, tell } from "./summary.ts";

const { values } = parseArgs({
  options: {
    browser: { type: "string", default: "chromium" },
    count: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    /** Runs only the scenario of this seed. */
    only: { type: "string" },
    extension: { type: "string" },
    /** "calls": from the simplest places only; "pairs"; "plain": only what every browser supports. */
    extent: { type: "string", default: "whole" },
    /** Runs only scenarios whose JSON matches this regular expression, such as '"redirect":"manual"'. */
    like: { type: "string", default: "" },
    /** Instead compares a browser with the extension to one without it. */
    harmless: { type: "boolean", default: false },
    /** Writes every result to this file, as JSON. */
    save: { type: "string" },
    /** The maximum number of remedies to try. */
    remedies: { type: "string", default: "200" },
    /** Makes Chromium block third-party cookies, and workers in third-party frames. */
    "first-party": { type: "boolean", default: false },
    /** Opens the panel only after the calls, so that the probe records none of them. */
    "no-probe": { type: "boolean", default: false },
    /** Also opens a panel in Firefox's toolbox, which has the separate header lines. */
    toolbox: { type: "boolean", default: false },
    /** Shrinks this number of scenarios with a disagreement as far as possible. */
    shrink: { type: "string", default: "0" },
    show: { type: "string", default: "20" },
  },
});
const BROWSERS = {
  chromium: {
    openChromiumRunner,
    launchers: chromiumLaunchers,
    leftOut: leftOutInChromium,
    scenarioExclusions: IN_CHROMIUM,
  },
  firefox: {
    openChromiumRunner: openFirefoxRunner,
    launchers: firefoxLaunchers,
    leftOut: leftOutInFirefox,
    scenarioExclusions: IN_FIREFOX,
  },
} as const;
const browser = values.browser as keyof typeof BROWSERS;
if (!Object.hasOwn(BROWSERS, browser)) {
  throw new Error(`--browser ${Object.keys(BROWSERS).join("|")}`);
}

const started = Date.now();
const first = Number(values.only ?? values.seed);
const count = values.only === undefined ? Number(values.count) : 1;
const all = scenariosFrom(first, count, values.extent as Extent, RegExp(values.like));
const scenarios = all.filter((one) => BROWSERS[browser].leftOut(one) === null);
const scenarioExclusions = usesOf(
  BROWSERS[browser].scenarioExclusions,
  all.map(BROWSERS[browser].leftOut).filter((what) => what !== null),
  all.length,
);
for (const use of scenarioExclusions) console.log(tellUse(use));
if (values.harmless) await checkInterference();
else await checkVerdicts();
console.log(`${Math.round((Date.now() - started) / 1000)} s`);

async function checkInterference(): Promise<void> {
  const { launchers } = BROWSERS[browser];
  const { interference, unsteady, excluded } = await findInterference(
    scenarios,
    launchers,
    values.extension,
  );
  for (const use of usesOf(launchers.changedByObserving, excluded, scenarios.length)) {
    console.log(tellUse(use));
  }
  for (const one of interference.slice(0, Number(values.show))) {
    const only = (what: readonly string[]) => what.join("\n  or: ");
    console.log(`seed ${one.seed}\n  only without: ${only(one.without)}`);
    console.log(`  only with: ${only(one.with)}`);
  }
  if (unsteady.length > 0) console.log(`not the same each time: ${unsteady.join(" ")}`);
  console.log(
    `${scenarios.length} scenarios with and without the extension: ${interference.length} differ, ${unsteady.length} are not the same each time in one browser either`,
  );
  const [use] = usesOf(
    [UNSTEADY],
    unsteady.map(() => UNSTEADY.name),
    scenarios.length,
  );
  if (use !== undefined) console.log(tellUse(use));
  if (interference.length > 0 || (use !== undefined && use.count > use.most)) process.exitCode = 1;
}

async function checkVerdicts(): Promise<void> {
  const runner = await BROWSERS[browser].openChromiumRunner({
    extension: values.extension,
    probe: !values["no-probe"],
    preferences: values["first-party"] ? WITHOUT_THIRD_PARTY_COOKIES : undefined,
    toolbox: values.toolbox,
  });
  try {
    let done = 0;
    const results = await runner.run(deployAll(runner.lab, scenarios), (batch) => {
      done += batch.length;
      console.error(`${done} calls, ${Math.round((Date.now() - started) / 1000)} s`);
    });
    if (values.save !== undefined) await writeFile(values.save, JSON.stringify(results));
    const comparisons = results.map((result) => runner.compare(result));
    const isUsual = values.extent === "whole" && values.like === "";
    const isWhole = isUsual && !values["no-probe"] && !values["first-party"];
    const { exclusions, lost } = runner;
    const summary = summarise({ comparisons, exclusions, lost, isWhole });
    const different = comparisons.filter(({ differences }) => differences.length > 0);
    const shown = values.only === undefined ? different : comparisons;
    for (const one of shown.slice(0, Number(values.show))) console.log(tell(one));
    for (const one of different.slice(0, Number(values.shrink))) {
      const least = await shrink(runner, one);
      console.log(`seed ${least.seed}, as small as it goes:\n${JSON.stringify(least, null, 1)}`);
    }
    const trial = await tryRemedies(runner, results, Number(values.remedies));
    for (const failure of trial.failures.slice(0, Number(values.show))) console.log(failure);
    const beyond = scenarioExclusions.flatMap(({ exclusion: { name }, count, most }) =>
      isWhole && all.length >= FEW && count > most ? [`${name}: left out ${count} times`] : [],
    );
    printSummary({
      lines: [...summary.lines, tellTrial(trial)],
      failures: [...summary.failures, ...beyond],
    });
    if (trial.failures.length > 0) process.exitCode = 1;
  } finally {
    await runner.close();
  }
}
