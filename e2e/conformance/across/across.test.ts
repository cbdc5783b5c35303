import { expect, test } from "vitest";
import type { ObservedBrowser } from "../../../src/browsers/observed-browser.ts";
import type { Account } from "../account.ts";
import { leftOut as leftOutInChromium } from "../chromium-left-out.ts";
import { leftOut as leftOutInFirefox } from "../firefox/left-out.ts";
import { openFirefoxStand } from "../firefox/stand.ts";
import { scenarioOf } from "../generate/scenarios.ts";
import { openStand, stageAll } from "../run-scenarios.ts";
import { tellAcross } from "./across-summary.ts";
import { isMisnamed, isOpen, isWrong, predictions } from "./compare-across.ts";

const SCENARIOS = 100;
const FIRST_SEED = 5120;

const scenarios = Array.from({ length: SCENARIOS }, (_, i) =>
  scenarioOf(FIRST_SEED + i, "plain"),
).filter((one) => leftOutInChromium(one) === null && leftOutInFirefox(one) === null);

async function accountsIn(open: typeof openStand): Promise<readonly Account[]> {
  const stand = await open();
  try {
    return await stand.run(stageAll(stand.lab, scenarios));
  } finally {
    await stand.close();
  }
}

test(`${SCENARIOS} generated scenarios, predicted by each browser's recording for the other`, async () => {
  const made = {
    chromium: await accountsIn(openStand),
    gecko: await accountsIn(openFirefoxStand),
  } as const satisfies Record<ObservedBrowser, readonly Account[]>;
  const all = [
    ...predictions("chromium", made.chromium, "gecko", made.gecko),
    ...predictions("gecko", made.gecko, "chromium", made.chromium),
  ];
  const compared = all.filter(({ excluded }) => excluded === null);
  expect(compared.filter((one) => isWrong(one) || isMisnamed(one)).map(tellAcross)).toEqual([]);
  // Most is predicted, and what cannot be known is left open.
  const open = compared.filter(isOpen).length;
  expect(open).toBeGreaterThan(0);
  expect(compared.length - open).toBeGreaterThan(SCENARIOS * 1.6);
}, 300_000);
