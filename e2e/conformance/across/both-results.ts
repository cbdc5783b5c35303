import type { CaseResult } from "../case-result.ts";
import { leftOut as leftOutInChromium } from "../chromium/left-out.ts";
import { leftOut as leftOutInFirefox } from "../firefox/left-out.ts";
import { scenariosFrom } from "../generate/scenarios.ts";
import { deployAll, type Runner } from "../runner.ts";
import type { Scenario } from "../scenario.ts";

/** The scenarios of `scenariosFrom`, without those that one of the browsers cannot run. */
export function scenariosForBoth(...which: Parameters<typeof scenariosFrom>): Scenario[] {
  return scenariosFrom(...which).filter(
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
