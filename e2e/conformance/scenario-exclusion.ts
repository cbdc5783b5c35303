import { type Rule, ruleFor } from "./exclusions.ts";
import type { RequestPlan, Scenario } from "./scenario.ts";

/** An exclusion of scenarios that are not run in a browser. */
export type ScenarioExclusion = Rule<Scenario>;

/** The name of the exclusion that applies to a scenario; null if the scenario can be run. */
export function excludedBy(
  scenarioExclusions: readonly ScenarioExclusion[],
  scenario: Scenario,
): string | null {
  return ruleFor<Scenario, ScenarioExclusion>(scenarioExclusions, scenario)?.name ?? null;
}

/** The requests of a scenario's calls. */
export const requestsOf = ({ request, earlier }: Scenario): readonly RequestPlan[] =>
  earlier === undefined ? [request] : [request, earlier.request];

/** Whether one of the servers sends such a header. */
export const hasResponseHeader = (
  { hops }: Scenario,
  like: (name: string, value: string) => boolean,
): boolean =>
  hops.some(
    ({ response }) =>
      typeof response !== "string" && response.headers.some(([name, value]) => like(name, value)),
  );

/** Whether one of the servers requires a password. */
export const challenges = (scenario: Scenario): boolean =>
  hasResponseHeader(scenario, (name) => /^www-authenticate$/i.test(name));
