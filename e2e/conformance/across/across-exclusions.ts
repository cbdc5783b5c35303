import type { ObservedBrowser } from "../../../src/browsers/observed-browser.ts";
import type { CaseResult } from "../case-result.ts";
import type { Rule } from "../exclusions.ts";
import { PLACES } from "../places.ts";
import type { Scenario } from "../scenario.ts";
import { asks } from "../scenario-exclusion.ts";

/** The same call in two browsers. */
export interface Pair {
  readonly from: ObservedBrowser;
  readonly to: ObservedBrowser;
  readonly recorded: CaseResult;
  readonly there: CaseResult;
}

const scenarioOf = ({ recorded }: Pair): Scenario => recorded.deployed.scenario;

/** Pairs that are no prediction of what CORS decides: the two browsers did not do the same. */
export const ACROSS_EXCLUSIONS: readonly Rule<Pair>[] = [
  {
    name: "given-up",
    of: "call",
    reason: "Which comes first, the abort or the response, is each run's own.",
    seenIn: "any",
    atMost: 10,
    when: (pair) =>
      pair.recorded.ours?.outcome === "aborted" ||
      asks(scenarioOf(pair)).some((ask) => "abort" in ask && ask.abort !== undefined),
  },
  {
    name: "outside",
    of: "call",
    reason: "Nothing tells Firefox which of the lab's servers are elsewhere in the network.",
    seenIn: "any",
    atMost: 25,
    when: (pair) => PLACES[scenarioOf(pair).caller.page].isOutside === true,
  },
  {
    name: "no-http",
    of: "call",
    reason: "Each browser reads in its own way what is no final HTTP response.",
    seenIn: "any",
    atMost: 6,
    when: (pair) =>
      scenarioOf(pair)
        .hops.flatMap(({ preflight, response }) => [preflight, response])
        .some(
          (plan) => typeof plan !== "string" && (plan.broken !== undefined || plan.status < 200),
        ),
  },
  {
    name: "track-preload",
    of: "call",
    reason: "Firefox preloads no tracks.",
    seenIn: "Firefox 153",
    atMost: 1,
    when: ({ recorded: { ask } }) => ask.api === "preload" && ask.as === "track",
  },
];
