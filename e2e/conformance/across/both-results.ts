import type { CaseResult } from "../case-result.ts";
import { leftOut as leftOutInChromium } from "../chromium/left-out.ts";
import { leftOut as leftOutInFirefox } from "../firefox/left-out.ts";
import { type Extent, scenarioOf } from "../generate/scenarios.ts";
import { deployAll, type Runner } from "../runner.ts";
import type { Scenario } from "../scenario.ts";

/** `count` scenarios from a seed on, without those that one of the browsers cannot run. */
export function scenariosForBoth(first: number, count: number, extent: Extent): Scenario[] {
  return Array.from({ length: count }, (_, index) => scenarioOf(first + index, extent)).filter(
    (one) => leftOutInChromium(one) === null && leftOutInFirefox(one) === null,
  );
}

/** Runs the scenarios in a new browser. */
export async function accountsIn(
  open: () => Promise<Runner>,
  scenarios: readonly Scenario[],
): Promise<readonly CaseResult[]> {
  const runner = await open();
  try {
    return await runner.run(deployAll(runner.lab, scenarios));
  } finally {
    await runner.close();
  }
}
