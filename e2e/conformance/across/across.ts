import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { ObservedBrowser } from "../../../src/browsers/observed-browser.ts";
import { shareAll } from "../../../src/report/redact.ts";
import type { CaseResult } from "../case-result.ts";
import { openChromiumRunner } from "../chromium/runner.ts";
import { openFirefoxRunner } from "../firefox/runner.ts";
import type { Extent } from "../generate/scenarios.ts";
import { printSummary } from "../summary.ts";
import { summariseAcross, tellAcross } from "./across-summary.ts";
import { accountsIn, scenariosForBoth } from "./both-results.ts";
import { isMisnamed, isWrong, predictions } from "./compare-across.ts";

const { values } = parseArgs({
  options: {
    across: { type: "boolean", default: true },
    /** The recording browser; by default both, each for the other. */
    browser: { type: "string" },
    count: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    extent: { type: "string", default: "whole" },
    /** Runs only scenarios whose JSON matches this regular expression. */
    like: { type: "string", default: "" },
    show: { type: "string", default: "20" },
    /** Saves each browser's results as JSON, in this file name plus the browser's name. */
    save: { type: "string" },
    /** Judges saved results again, without starting a browser. */
    replay: { type: "string" },
  },
});

const DIRECTIONS: readonly (readonly [
  option: string,
  from: ObservedBrowser,
  to: ObservedBrowser,
])[] = [
  ["chromium", "chromium", "gecko"],
  ["firefox", "gecko", "chromium"],
];
const directions = DIRECTIONS.filter(
  ([option]) => values.browser === undefined || values.browser === option,
);
if (directions.length === 0) throw new Error("--browser chromium|firefox");

const first = Number(values.only ?? values.seed);
const count = values.only === undefined ? Number(values.count) : 1;
const scenarios = scenariosForBoth(first, count, values.extent as Extent, RegExp(values.like));

// Both browsers make the same calls: one's recording gives the prediction, the other's the truth.
const made: Record<ObservedBrowser, readonly CaseResult[]> = {
  chromium: await savedAccountsIn(openChromiumRunner, "chromium"),
  gecko: await savedAccountsIn(openFirefoxRunner, "firefox"),
};
for (const [, from, to] of directions) {
  const all = predictions(from, made[from], to, made[to]);
  const wrong = all.filter(isWrong);
  const misnamed = all.filter(isMisnamed);
  for (const one of [...wrong, ...misnamed].slice(0, Number(values.show))) {
    console.log(tellAcross(one));
  }
  printSummary(summariseAcross(all));
}

async function savedAccountsIn(
  open: typeof openChromiumRunner,
  name: string,
): Promise<readonly CaseResult[]> {
  if (values.replay !== undefined) return replayed(`${values.replay}.${name}.json`);
  const results = await accountsIn(open, scenarios);
  if (values.save !== undefined) {
    await writeFile(`${values.save}.${name}.json`, JSON.stringify(results));
  }
  return results;
}

/** Saved results, with today's predictions from their exchanges. */
async function replayed(file: string): Promise<readonly CaseResult[]> {
  const saved: readonly CaseResult[] = JSON.parse(await readFile(file, "utf8"));
  return saved.map((result) => {
    const { exchange, ours, inWorkers } = result;
    if (exchange === null || ours === null) return result;
    const all = [exchange, ...inWorkers].map((one) => ({ exchange: one }));
    const reported = shareAll(all, true).find((one) => one.exchange.id === exchange.id);
    return { ...result, ours: { ...ours, lanes: reported?.verdict.lanes ?? ours.lanes } };
  });
}
