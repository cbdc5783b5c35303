import { isPreflight } from "../lab/scripts.ts";
import type { CaseResult } from "./case-result.ts";
import { callCount, type Deployed } from "./deploy.ts";
import type { Rule } from "./exclusions.ts";
import { NO_WORKER, TIMED_OUT } from "./in-page.ts";
import { fetchesForItsPage } from "./places.ts";
import type { RequestPlan } from "./scenario.ts";

/** The page's error for a call that it aborted. */
export const GIVEN_UP = /AbortError|XMLHttpRequest (?:abort|timeout) event/;

/** Calls that are missing in our report and left no event: there was no request, and nothing reported it. */
export const CALL_EXCLUSIONS: readonly Rule<CaseResult>[] = [
  {
    name: "no-worker",
    of: "call",
    reason: "The frame could not start the worker, so the call was never made.",
    seenIn: "any",
    // Only on a busy machine: the page stops waiting for a worker.
    atMost: 0.2,
    when: ({ seen }) => seen?.detail === NO_WORKER,
  },
  {
    name: "unobservable-in-worker",
    of: "call",
    reason: "The call made no request, and workers cannot have a probe.",
    seenIn: "any",
    atMost: 6,
    when: (result) => result.deployed.scenario.caller.worker !== null && leftNoRequest(result),
  },
  {
    name: "unobservable-without-probe",
    of: "call",
    reason: "The call made no request, and the panel was closed.",
    seenIn: "any",
    // 0 in runs with the probe. The bound applies to those alone.
    atMost: 0,
    when: (result) => !result.probe && leftNoRequest(result),
  },
  {
    name: "unobservable-without-element",
    of: "call",
    reason: "The call made no request, and no element reports what a style or a manifest requests.",
    seenIn: "any",
    atMost: 0.5,
    when: (result) =>
      leftNoRequest(result) && !tellsOfItself(result.request) && !hasElement(result.request),
  },
  {
    name: "never-made",
    of: "call",
    reason: "The previous call did not end: the browser waits for the user to sign in.",
    seenIn: "any",
    atMost: 0.2,
    when: ({ call, seen, before, ours }) =>
      call > 0 && ours === null && seen?.detail === TIMED_OUT && before?.outcome === "pending",
  },
  {
    name: "had-already",
    of: "call",
    reason: "The page's memory cache or service worker provided the resource without a request.",
    seenIn: "any",
    atMost: 2,
    when: (result) =>
      leftNoRequest(result) &&
      !tellsOfItself(result.request) &&
      hasElement(result.request) &&
      (result.seen?.outcome !== "rejected" || result.seen.detail === TIMED_OUT),
  },
  {
    name: "failed-already",
    of: "call",
    reason: "The page remembers that the same resource failed earlier, and makes no request.",
    seenIn: "any",
    atMost: 0.7,
    when: (result) =>
      result.call === 1 &&
      leftNoRequest(result) &&
      hasElement(result.request) &&
      result.seen?.outcome === "rejected" &&
      result.seen.earlier?.[0]?.outcome === "rejected",
  },
];

/** Facts beside a verdict that are not compared with the servers. */
export const FACT_EXCLUSIONS: readonly Rule<CaseResult>[] = [
  {
    name: "requested-by-service",
    of: "fact",
    reason:
      "The service worker, not its page, may have made the requests that the servers received.",
    seenIn: "any",
    atMost: 8,
    when: ({ deployed }) => fetchesForItsPage(deployed.scenario.caller),
  },
];

/** Verdicts of ours that are not compared with the browser's. */
export const OUTCOME_EXCLUSIONS: readonly Rule<CaseResult>[] = [
  {
    name: "hash-refused-unseen",
    of: "outcome",
    reason: "The page's process refused a complete response for its hash.",
    seenIn: "any",
    atMost: 1,
    when: isRefusedUnseen,
  },
  {
    name: "said-unknown",
    of: "outcome",
    reason: 'Our verdict is "unknown".',
    seenIn: "any",
    atMost: 1.5,
    when: ({ ours }) => ours?.outcome === "unknown",
  },
  {
    name: "said-pending",
    of: "outcome",
    reason: 'Our verdict is "pending", and neither the page nor its server saw an end.',
    seenIn: "any",
    atMost: 0.2,
    when: ({ ours, seen }) => ours?.outcome === "pending" && seen?.outcome === "rejected",
  },
];

/**
 * Whether an element got its resource from the page's memory, so that the missing row is right: the page's
 * timeline has only the first call, and no server received a second request.
 */
export function wasNeverRequested(result: CaseResult): boolean {
  const { request, call, seen } = result;
  return (
    call === 1 &&
    hasElement(request) &&
    seen !== null &&
    seen.outcome !== "rejected" &&
    seen.timedStatus === undefined &&
    seen.earlier?.[0]?.timedStatus !== undefined &&
    leftNoRequest(result)
  );
}

/** Whether a call sent nothing, as far as the servers and our report show. */
function leftNoRequest(result: CaseResult): boolean {
  const { deployed, requests, reported } = result;
  if (fetchesForItsPage(deployed.scenario.caller)) return true;
  const actual = requests.filter(
    (request) => !isPreflight(request) && /&hop=0\b/.test(request.target),
  );
  // One request may belong to either of two calls, but the report must have one for each. If a connection
  // breaks, browsers repeat the request once, and Firefox ten times.
  const plan = deployed.scenario.hops[0]?.response;
  const isBroken = typeof plan === "string" || plan?.broken !== undefined;
  const most = isBroken || leadsBack(deployed) ? Math.min(actual.length, 1) : actual.length;
  return reported >= Math.min(most, callCount(deployed.scenario));
}

/** Whether a redirect leads back to its own or the first URL, which one call then requests several times. */
const leadsBack = ({ scenario: { hops } }: Deployed): boolean =>
  hops.some(
    ({ response }) =>
      typeof response === "object" &&
      response.headers.some(
        ([name, value]) => name === "Location" && /\{(?:first|self)\}/.test(value),
      ),
  );

/**
 * Whether the page's process refused a complete response for its hash: the events are those of a delivered
 * response, and only the probe can distinguish the two.
 */
function isRefusedUnseen({ deployed, request, seen, ours, probe }: CaseResult): boolean {
  if (!("integrity" in request) || request.integrity === undefined) return false;
  const isSeen = probe && deployed.scenario.caller.worker === null;
  const isPassed = ours?.outcome === "allowed" || ours?.outcome === "opaque";
  return !isSeen && isPassed && seen?.outcome === "rejected" && !GIVEN_UP.test(seen.detail);
}

function tellsOfItself({ api }: RequestPlan): boolean {
  return api === "fetch" || api === "xhr" || api === "event-source" || api === "beacon";
}

function hasElement({ api }: RequestPlan): boolean {
  return api !== "font" && api !== "manifest" && !/-/.test(api);
}
