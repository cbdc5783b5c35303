import type { Account } from "../account.ts";
import { leftOut as leftOutInChromium } from "../chromium-left-out.ts";
import { leftOut as leftOutInFirefox } from "../firefox/left-out.ts";
import { type Extent, scenarioOf } from "../generate/scenarios.ts";
import { type Stand, stageAll } from "../run-scenarios.ts";
import type { Scenario } from "../scenario.ts";

/** The scenarios from a seed on that both browsers can run. */
export function scenariosForBoth(first: number, count: number, extent: Extent): Scenario[] {
  return Array.from({ length: count }, (_, index) => scenarioOf(first + index, extent)).filter(
    (one) => leftOutInChromium(one) === null && leftOutInFirefox(one) === null,
  );
}

/** Runs the scenarios in a browser that is started for them. */
export async function accountsIn(
  open: () => Promise<Stand>,
  scenarios: readonly Scenario[],
): Promise<readonly Account[]> {
  const stand = await open();
  try {
    return await stand.run(stageAll(stand.lab, scenarios));
  } finally {
    await stand.close();
  }
}
