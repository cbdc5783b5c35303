import type { Scenario } from "../scenario.ts";
import {
  challenges,
  excludedBy,
  requestsOf,
  type ScenarioExclusion,
} from "../scenario-exclusion.ts";

/** Scenarios that hang in an unattended Chromium 156, with or without the extension. */
export const SCENARIO_EXCLUSIONS: readonly ScenarioExclusion[] = [
  {
    name: "synchronous-challenge",
    of: "scenario",
    reason: "A page whose synchronous XMLHttpRequest gets a challenge waits for a password.",
    seenIn: "Chromium 156",
    atMost: 0.2,
    when: (scenario) =>
      challenges(scenario) &&
      requestsOf(scenario).some((request) => request.api === "xhr" && request.synchronous),
  },
];

/** Why Chromium cannot run a scenario; null if it can. */
export function leftOut(scenario: Scenario): string | null {
  return excludedBy(SCENARIO_EXCLUSIONS, scenario);
}
