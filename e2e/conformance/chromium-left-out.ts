import { asks, challenges, type Omission, omitted } from "./omission.ts";
import type { Scenario } from "./scenario.ts";

/** What hangs in Chromium 156 with nobody there, extension or not. */
const OMISSIONS: readonly Omission[] = [
  {
    what: "a synchronous XMLHttpRequest that meets a challenge: its page waits for a password",
    is: (scenario) =>
      challenges(scenario) && asks(scenario).some((ask) => ask.api === "xhr" && ask.synchronous),
  },
];

/** What of a scenario Chromium cannot do; null where it can. */
export function leftOut(scenario: Scenario): string | null {
  return omitted(OMISSIONS, scenario);
}
