import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { ObservedBrowser } from "../../../src/browsers/observed-browser.ts";
import type { Account } from "../account.ts";
import { leftOut as leftOutInChromium } from "../chromium-left-out.ts";
import { leftOut as leftOutInFirefox } from "../firefox/left-out.ts";
import { openFirefoxStand } from "../firefox/stand.ts";
import { type Extent, scenarioOf } from "../generate/scenarios.ts";
import { openStand, stageAll } from "../run-scenarios.ts";
import { summariseAcross, tellAcross } from "./across-summary.ts";
import { isMisnamed, isWrong, predictions } from "./compare-across.ts";

const { values } = parseArgs({
  options: {
    across: { type: "boolean", default: true },
    /** The browser that records; both, each for the other, when left out. */
    browser: { type: "string" },
    count: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    extent: { type: "string", default: "whole" },
    show: { type: "string", default: "20" },
    /** Writes the accounts of each browser to this file and its browser's name, as JSON. */
    save: { type: "string" },
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
const scenarios = Array.from({ length: count }, (_, index) =>
  scenarioOf(first + index, values.extent as Extent),
).filter((one) => leftOutInChromium(one) === null && leftOutInFirefox(one) === null);

// Both make the same calls, whichever records: one gives the prediction, the other the truth.
const made: Record<ObservedBrowser, readonly Account[]> = {
  chromium: await accountsIn(openStand, "chromium"),
  gecko: await accountsIn(openFirefoxStand, "firefox"),
};
for (const [, from, to] of directions) {
  const all = predictions(from, made[from], to, made[to]);
  const wrong = all.filter(isWrong);
  const misnamed = all.filter(isMisnamed);
  for (const one of [...wrong, ...misnamed].slice(0, Number(values.show))) {
    console.log(tellAcross(one));
  }
  const { lines, failures } = summariseAcross(all);
  for (const line of lines) console.log(line);
  for (const failure of failures) console.log(`failed: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}

async function accountsIn(open: typeof openStand, name: string): Promise<readonly Account[]> {
  const stand = await open();
  try {
    const accounts = await stand.run(stageAll(stand.lab, scenarios));
    if (values.save !== undefined) {
      await writeFile(`${values.save}.${name}.json`, JSON.stringify(accounts));
    }
    return accounts;
  } finally {
    await stand.close();
  }
}
