import { type Rule, ruleFor } from "./exclusions.ts";
import type { RequestPlan, Scenario } from "./scenario.ts";

/** Something that is not tried in a browser: an exclusion of scenarios. */
export type ScenarioExclusion = Rule<Scenario>;

/** The name of what of a scenario is left out; null where all of it can be tried. */
export function excludedBy(
  scenarioExclusions: readonly ScenarioExclusion[],
  scenario: Scenario,
): string | null {
  return ruleFor<Scenario, ScenarioExclusion>(scenarioExclusions, scenario)?.name ?? null;
}

/** What a scenario's calls request. */
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
