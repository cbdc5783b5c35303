import { expect, test } from "vitest";
import type { ObservedBrowser } from "../../../src/browsers/observed-browser.ts";
import type { CaseResult } from "../case-result.ts";
import { openChromiumRunner } from "../chromium/runner.ts";
import { openFirefoxRunner } from "../firefox/runner.ts";
import { tellAcross } from "./across-summary.ts";
import { accountsIn, scenariosForBoth } from "./both-results.ts";
import { isMisnamed, isOpen, isWrong, predictions } from "./compare-across.ts";

const SCENARIOS = 100;
const FIRST_SEED = 5120;

const scenarios = scenariosForBoth(FIRST_SEED, SCENARIOS, "plain");

test(`${SCENARIOS} generated scenarios, predicted by each browser's recording for the other`, async () => {
  const made = {
    chromium: await accountsIn(openChromiumRunner, scenarios),
    gecko: await accountsIn(openFirefoxRunner, scenarios),
  } as const satisfies Record<ObservedBrowser, readonly CaseResult[]>;
  const all = [
    ...predictions("chromium", made.chromium, "gecko", made.gecko),
    ...predictions("gecko", made.gecko, "chromium", made.chromium),
  ];
  const compared = all.filter(({ excluded }) => excluded === null);
  expect(compared.filter((one) => isWrong(one) || isMisnamed(one)).map(tellAcross)).toEqual([]);
  // Most calls are predicted, and some are left open.
  const open = compared.filter(isOpen).length;
  expect(open).toBeGreaterThan(0);
  expect(compared.length - open).toBeGreaterThan(SCENARIOS * 1.6);
}, 300_000);
