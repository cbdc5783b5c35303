import { answers, asks, challenges, type Omission, omitted } from "../omission.ts";
import type { Broken, Scenario } from "../scenario.ts";
import { trueReading } from "./reading.ts";

/** All that stock Firefox 153 or this machine lacks, so that nothing could be said about it. */
const OMISSIONS: readonly Omission[] = [
  {
    what: "a redirect to mailto: without CORS, which crashes the page's process, extension or not",
    is: (scenario) => leadsTo(scenario, "mailto:") && asks(scenario).some(isWithoutCors),
  },
  {
    what: "an XMLHttpRequest or EventSource that meets a challenge: its page waits for a password",
    is: (scenario) =>
      challenges(scenario) &&
      asks(scenario).some(({ api }) => api === "xhr" || api === "event-source"),
  },
  {
    what: "a redirect to itself under heads of 300 kB, which the recording has no room for",
    is: (scenario) =>
      breaks(scenario, "long-head") &&
      answers(scenario, (name, value) => name === "Location" && value === "{first}"),
  },
  {
    what: "a video whose head breaks off, for which Firefox asks again and again without an end",
    is: (scenario) =>
      asks(scenario).some(({ api }) => api === "video") && breaks(scenario, "half-head"),
  },
  {
    what: "a manifest, which Firefox on the desktop fetches from no page by itself",
    is: (scenario) => asks(scenario).some(({ api }) => api === "manifest"),
  },
];

/** What of a scenario Firefox cannot do; null where it can. */
export function leftOut(scenario: Scenario): string | null {
  return omitted(OMISSIONS, scenario);
}

const breaks = ({ hops }: Scenario, how: Broken) =>
  hops.some(({ response }) => typeof response !== "string" && response.broken === how);

const isWithoutCors = (ask: Scenario["ask"]) => trueReading(ask).mode === "no-cors";

const leadsTo = (scenario: Scenario, scheme: string) =>
  answers(scenario, (name, value) => name === "Location" && value.startsWith(scheme));
