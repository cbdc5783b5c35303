import { type Rule, ruleFor } from "./exclusions.ts";
import type { Ask, Scenario } from "./scenario.ts";

/** Something that is not tried in a browser: an exclusion of scenarios. */
export type ScenarioExclusion = Rule<Scenario>;

/** The name of what of a scenario is left out; null where all of it can be tried. */
export function excludedBy(
  scenarioExclusions: readonly ScenarioExclusion[],
  scenario: Scenario,
): string | null {
  return ruleFor<Scenario, ScenarioExclusion>(scenarioExclusions, scenario)?.name ?? null;
}

/** What a scenario's calls ask for. */
export const asks = ({ ask, earlier }: Scenario): readonly Ask[] =>
  earlier === undefined ? [ask] : [ask, earlier.ask];

/** Whether one of the servers answers with such a header. */
export const answers = (
  { hops }: Scenario,
  like: (name: string, value: string) => boolean,
): boolean =>
  hops.some(
    ({ response }) =>
      typeof response !== "string" && response.headers.some(([name, value]) => like(name, value)),
  );

/** Whether one of the servers asks for a password. */
export const challenges = (scenario: Scenario): boolean =>
  answers(scenario, (name) => /^www-authenticate$/i.test(name));
