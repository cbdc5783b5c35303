import type { Broken, Scenario } from "../scenario.ts";
import {
  challenges,
  excludedBy,
  hasResponseHeader,
  requestsOf,
  type ScenarioExclusion,
} from "../scenario-exclusion.ts";
import { trueReading } from "./reading.ts";

/** Scenarios that stock Firefox 153 or this machine cannot run, so that nothing can be compared. */
export const SCENARIO_EXCLUSIONS: readonly ScenarioExclusion[] = [
  {
    name: "mailto-without-cors",
    of: "scenario",
    reason:
      "A redirect to mailto: without CORS crashes the page's process, with or without the extension.",
    seenIn: "Firefox 153",
    atMost: 0.6,
    when: (scenario) => leadsTo(scenario, "mailto:") && requestsOf(scenario).some(isWithoutCors),
  },
  {
    name: "challenge",
    of: "scenario",
    reason: "A page whose XMLHttpRequest or EventSource gets a challenge waits for a password.",
    seenIn: "Firefox 153",
    atMost: 1.2,
    when: (scenario) =>
      challenges(scenario) &&
      requestsOf(scenario).some(({ api }) => api === "xhr" || api === "event-source"),
  },
  {
    name: "long-heads-round",
    of: "scenario",
    reason: "The recording cannot keep a redirect loop whose responses have 300 kB of headers.",
    seenIn: "Firefox 153",
    atMost: 0.1,
    when: (scenario) =>
      breaks(scenario, "long-head") &&
      hasResponseHeader(scenario, (name, value) => name === "Location" && value === "{first}"),
  },
  {
    name: "video-half-head",
    of: "scenario",
    reason: "Firefox requests a video again and again if its response headers break off.",
    seenIn: "Firefox 153",
    atMost: 0.2,
    when: (scenario) =>
      requestsOf(scenario).some(({ api }) => api === "video") && breaks(scenario, "half-head"),
  },
  {
    name: "media-no-content",
    of: "scenario",
    reason:
      "Firefox requests audio and video with CORS again and again if a 204 has their type, with or without the extension.",
    seenIn: "Firefox 153",
    atMost: 0.2,
    when: (scenario) =>
      requestsOf(scenario).some(isMediaWithCors) &&
      scenario.hops.some(({ response }) => typeof response !== "string" && response.status === 204),
  },
  {
    name: "manifest",
    of: "scenario",
    reason: "Firefox on the desktop does not fetch a page's manifest by itself.",
    seenIn: "Firefox 153",
    atMost: 0.9,
    when: (scenario) => requestsOf(scenario).some(({ api }) => api === "manifest"),
  },
];

/** Why Firefox cannot run a scenario; null if it can. */
export function leftOut(scenario: Scenario): string | null {
  return excludedBy(SCENARIO_EXCLUSIONS, scenario);
}

const breaks = ({ hops }: Scenario, how: Broken) =>
  hops.some(({ response }) => typeof response !== "string" && response.broken === how);

const isMediaWithCors = (request: Scenario["request"]) =>
  (request.api === "audio" || request.api === "video") && trueReading(request).mode === "cors";

const isWithoutCors = (request: Scenario["request"]) => trueReading(request).mode === "no-cors";

const leadsTo = (scenario: Scenario, scheme: string) =>
  hasResponseHeader(scenario, (name, value) => name === "Location" && value.startsWith(scheme));
