import type { Scenario } from "../scenario.ts";
import {
  challenges,
  excludedBy,
  requestsOf,
  type ScenarioExclusion,
} from "../scenario-exclusion.ts";

/** What hangs in Chromium 156 with nobody there, extension or not. */
export const SCENARIO_EXCLUSIONS: readonly ScenarioExclusion[] = [
  {
    name: "synchronous-challenge",
    of: "scenario",
    reason:
      "Of a synchronous XMLHttpRequest that meets a challenge, the page waits for a password.",
    seenIn: "Chromium 156",
    atMost: 0.2,
    when: (scenario) =>
      challenges(scenario) &&
      requestsOf(scenario).some((request) => request.api === "xhr" && request.synchronous),
  },
];

/** What of a scenario Chromium cannot do; null where it can. */
export function leftOut(scenario: Scenario): string | null {
  return excludedBy(SCENARIO_EXCLUSIONS, scenario);
}
