import type { Exchange } from "../../../src/exchange/exchange.ts";
import { CODE_NAMES } from "../../../src/verdict/code-names.ts";
import { UNNAMED } from "../../firefox/agreement.ts";
import { NO_DOCUMENT } from "../../lab/perform-element.ts";
import { headerOf } from "../../lab/request-head.ts";
import { isPreflight } from "../../lab/scripts.ts";
import { type CaseResult as AnyCaseResult, isOfWorker } from "../case-result.ts";
import { type Comparison, compareBy, type Names, type Oracle } from "../compare.ts";
import { contentFor } from "../content.ts";
import type { Deployed } from "../deploy.ts";
import type { Rule } from "../exclusions.ts";
import { TIMED_OUT } from "../in-page.ts";
import { CALL_EXCLUSIONS, FACT_EXCLUSIONS, GIVEN_UP, OUTCOME_EXCLUSIONS } from "../observable.ts";
import { isServedByService } from "../places.ts";
import type { ResponsePlan } from "../scenario.ts";
import { requestsOf } from "../scenario-exclusion.ts";
import {
  exclusionsOf,
  readTruth,
  type TrueOutcome,
  type Truth,
  type TruthRow,
  WITHHELD,
} from "../truth.ts";
import { trueReading } from "./reading.ts";
import type { GeckoTruth } from "./truth.ts";

type CaseResult = AnyCaseResult<GeckoTruth>;

const isScripts = ({ request }: CaseResult) => request.api === "fetch" || request.api === "xhr";
const isRejected = ({ seen }: CaseResult) => seen?.outcome === "rejected";
const isScriptRejected = (result: CaseResult) => isScripts(result) && isRejected(result);
const isGivenUp = ({ seen }: CaseResult) => GIVEN_UP.test(seen?.detail ?? "");
const isServed = ({ deployed }: CaseResult) => isServedByService(deployed.scenario.caller);
const isWithoutCors = ({ request }: CaseResult) => trueReading(request).mode === "no-cors";
const statusOf = ({ seen }: CaseResult) => seen?.timedStatus ?? null;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/**
 * Whether the page's timeline has a status that proves a readable response. The status of a redirect that was
 * not followed does not count.
 */
const showsPass = (result: CaseResult) => {
  const status = statusOf(result) ?? 0;
  return status > 0 && !(REDIRECTS.includes(status) && leadsOn(result));
};
const isNamed = ({ truth }: CaseResult) => truth !== null && named(truth) !== null;

/**
 * The result of a call, by the page and Firefox's console. The page's own timeline has a status only for
 * readable responses; docs/decisions.md says how that was measured.
 */
const TRUTH_ROWS: readonly TruthRow<CaseResult>[] = [
  {
    name: "timed-out",
    reason: "The page got no result in time.",
    seenIn: "any",
    atMost: 0.2,
    when: ({ seen }) => seen?.detail === TIMED_OUT,
    is: () => [],
  },
  {
    name: "frame-shown",
    reason: "The frame's document reported that it loaded.",
    seenIn: "any",
    when: ({ request, seen }) => request.api === "frame" && seen?.outcome === "allowed",
    is: () => ["allowed"],
  },
  {
    name: "frame-without-event",
    reason:
      "Firefox fires no event for a frame blocked by its embedder policy; a slow frame is aborted with its page.",
    seenIn: "Firefox 153",
    atMost: 0.5,
    when: (result) =>
      result.request.api === "frame" && result.seen?.detail === NO_DOCUMENT && !mayFail(result),
    is: ({ exchange }) =>
      exchange !== null && isAborted(exchange) ? ["blocked", "aborted"] : ["blocked"],
  },
  {
    name: "frame-not-shown",
    reason: "No document reported that it loaded, and the network could not fail.",
    seenIn: "any",
    when: (result) => result.request.api === "frame" && isRejected(result) && !mayFail(result),
    is: () => ["blocked"],
  },
  {
    name: "service-broke-off",
    reason:
      "A response that breaks off after the service worker responded: only the worker's own request shows the failure.",
    seenIn: "any",
    atMost: 0.5,
    when: (result) => isScriptRejected(result) && isServed(result) && result.seen?.atBody === true,
    is: (result) => ["allowed", "failed", ...(isGivenUp(result) ? (["aborted"] as const) : [])],
  },
  {
    name: "given-up-when-over",
    reason: "The request had ended when the page aborted; only the probe shows which came first.",
    seenIn: "any",
    atMost: 2,
    when: (result) => isScriptRejected(result) && isGivenUp(result) && wasOver(result),
    is: () => ["aborted", "allowed", "opaque", "blocked", "failed"],
  },
  {
    name: "given-up",
    reason: "The page aborted the request.",
    seenIn: "any",
    when: (result) => isScriptRejected(result) && isGivenUp(result),
    is: () => ["aborted"],
  },
  {
    name: "console-names-lines-of-nothing",
    reason: "Firefox reports several header lines for a response without headers.",
    seenIn: "Firefox 153",
    atMost: 1.5,
    when: (result) =>
      result.truth?.name === "CORSMultipleAllowOriginNotAllowed" &&
      mayFail(result) &&
      (result.seen === null || isRejected(result) || !isReported(result)),
    is: () => ["blocked", "failed"],
  },
  {
    name: "console-names-cors",
    reason: "The console names a CORS error for the request.",
    seenIn: "any",
    when: (result) =>
      isNamed(result) && (result.seen === null || isRejected(result) || !isReported(result)),
    is: () => ["blocked"],
  },
  {
    name: "hash-or-status-refused",
    reason:
      "The hash was wrong, but the element also refuses the status, or the response broke off.",
    seenIn: "Firefox 153",
    atMost: 0.5,
    when: (result) =>
      (isRejected(result) || !isReported(result)) &&
      says(result, /^Sub-resource Integrity$/) &&
      (hasBadStatus(result) || mayFail(result)),
    is: (result) => [
      "blocked",
      ...(hasBadStatus(result) ? (["allowed", "opaque"] as const) : []),
      ...(mayFail(result) ? (["failed"] as const) : []),
    ],
  },
  {
    name: "console-names-policy",
    reason: "The console names a policy that blocks the request.",
    seenIn: "any",
    when: (result) => (isRejected(result) || !isReported(result)) && saysPolicy(result),
    is: () => ["blocked"],
  },
  {
    name: "script-refused",
    reason: "The call was rejected, and the network could not fail.",
    seenIn: "any",
    when: (result) => isScriptRejected(result) && !mayFail(result),
    is: () => ["blocked"],
  },
  {
    name: "script-rejected",
    reason: "The call was rejected and its servers break off; Firefox does not name the reason.",
    seenIn: "Firefox 153",
    atMost: 8,
    when: isScriptRejected,
    is: () => ["blocked", "failed"],
  },
  {
    name: "stream-of-events-broke-off",
    reason: "An event stream that breaks off was readable until then.",
    seenIn: "any",
    atMost: 0.5,
    when: ({ request, seen, exchange }) =>
      request.api === "event-source" &&
      seen?.outcome !== "rejected" &&
      exchange?.ending.kind === "failed",
    is: () => ["allowed", "failed"],
  },
  {
    name: "type-refused",
    reason: "Scripts and stylesheets with another MIME type are refused unread.",
    seenIn: "Firefox 153",
    when: (result) => isRejected(result) && isRefusedForType(result) && !mayFail(result),
    is: () => ["blocked"],
  },
  {
    name: "hash-refused-unsaid",
    reason: "A wrong hash is refused, although a sandboxed page's console does not report it.",
    seenIn: "Firefox 153",
    atMost: 0.5,
    when: (result) =>
      isRejected(result) &&
      showsPass(result) &&
      !mayFail(result) &&
      "integrity" in result.request &&
      result.request.integrity === "wrong",
    is: (result) => (hasBadStatus(result) ? ["blocked", "allowed"] : ["blocked"]),
  },
  {
    name: "type-of-preload",
    reason: "The console reports a script's wrong type, but its preload gets no event for that.",
    seenIn: "Firefox 153",
    atMost: 0.5,
    when: (result) => !isReported(result) && says(result, /^MIMEMISMATCH$/),
    is: (result) => ["blocked", isWithoutCors(result) ? "opaque" : "allowed"],
  },
  {
    name: "timeline-shows-status-of-part",
    reason: "The page's timeline shows a status, but the response's body may have broken off.",
    seenIn: "Firefox 153",
    atMost: 1,
    when: (result) =>
      (isRejected(result) || !isReported(result)) &&
      showsPass(result) &&
      !isWithoutCors(result) &&
      mayFail(result),
    // Its head may have ended before the type.
    is: (result) => [
      ...(["allowed", "failed"] as const),
      ...(says(result, /^MIMEMISMATCH$/) ? (["blocked"] as const) : []),
    ],
  },
  {
    name: "timeline-shows-status",
    reason:
      "The page's timeline shows a status; the element may have failed because of the content.",
    seenIn: "Firefox 153",
    when: (result) =>
      (isRejected(result) || !isReported(result)) && showsPass(result) && !isWithoutCors(result),
    is: () => ["allowed"],
  },
  {
    name: "timeline-shows-none",
    reason: "The page's timeline shows no status, so the page may not read the response.",
    seenIn: "Firefox 153",
    atMost: 4,
    when: (result) =>
      (isRejected(result) || !isReported(result)) &&
      statusOf(result) === 0 &&
      !isUpgradedOnTheWay(result) &&
      !isWithoutCors(result),
    is: (result) => (mayFail(result) ? WITHHELD : ["blocked"]),
  },
  {
    name: "console-says-no-success",
    reason: "Firefox reports CORSDidNotSucceed for every other error, including network errors.",
    seenIn: "Firefox 153",
    atMost: 3,
    when: (result) =>
      !isScripts(result) &&
      (isRejected(result) || !isReported(result)) &&
      result.truth?.name === UNNAMED,
    is: () => ["blocked", "failed"],
  },
  {
    name: "service-made-up",
    reason:
      "The element cannot use the response that its service worker constructed, or gets no event.",
    seenIn: "any",
    atMost: 1.5,
    when: (result) =>
      result.deployed.scenario.caller.service === "makes-up" &&
      !isScripts(result) &&
      (isRejected(result) || !isReported(result)) &&
      result.requests.length === 0,
    is: () => ["allowed", "opaque", "blocked"],
  },
  {
    name: "element-never-arrived",
    reason: "The element failed, and no server received a request.",
    seenIn: "any",
    atMost: 4,
    when: (result) => isRejected(result) && !isScripts(result) && result.requests.length === 0,
    is: () => ["blocked", "failed"],
  },
  {
    name: "content-refused",
    reason:
      "The console names no CORS error; elements also refuse statuses and types, and some get no event.",
    seenIn: "Firefox 153",
    atMost: 2,
    when: (result) =>
      !isScripts(result) &&
      (isRejected(result) || !isReported(result)) &&
      trueReading(result.request).mode === "cors" &&
      result.truth !== null &&
      reachedWhole(result, result.request.api === "event-source" ? 0 : undefined),
    // A redirect to no server is an error, of CORS or of the network, and never a response.
    is: (result) => {
      if (leadsNowhere(result)) return ["blocked", "failed"];
      // The one request may be the other call's, and this call may have been refused before it was sent.
      const isOneOfMany = result.call > 0 || requestsOf(result.deployed.scenario).length > 1;
      const isOther = isOneOfMany && result.requests.length < 2;
      // A policy may have blocked a redirected EventSource: nothing reports that.
      const isCutShort = !hasResponded(result, lastOf(result.deployed));
      return [
        "allowed",
        ...(mayFail(result) ? (["failed"] as const) : []),
        ...(isOther || isCutShort ? (["blocked"] as const) : []),
      ];
    },
  },
  {
    name: "element-without-cors-rejected",
    reason: "An element without CORS may fail because of the content, a policy or the network.",
    seenIn: "Firefox 153",
    atMost: 4,
    when: (result) => isRejected(result) && isWithoutCors(result),
    // Firefox accepts some faulty heads like valid ones.
    is: (result) => [
      ...(hasResponded(result) ? gotWithoutCors(result) : []),
      ...(reachedWhole(result) && !mayFail(result) ? [] : (["failed", "aborted"] as const)),
      "blocked",
    ],
  },
  {
    name: "reported-nothing-without-cors",
    reason: "Only the server shows what a beacon, a style or a preload gets without CORS.",
    seenIn: "Firefox 153",
    atMost: 2,
    when: (result) => !isReported(result) && isWithoutCors(result) && reachedWhole(result),
    is: (result) => [
      ...gotWithoutCors(result),
      "blocked",
      // A beacon is aborted with its document, and nothing reports it.
      ...(result.request.api === "beacon" ? (["aborted"] as const) : []),
    ],
  },
  {
    name: "reported-nothing-on-the-way",
    reason:
      "Nothing shows what a beacon, a style or a preload gets without CORS; its last server did not respond.",
    seenIn: "Firefox 153",
    atMost: 2,
    when: (result) => !isReported(result) && isWithoutCors(result) && !isServed(result),
    // Firefox accepts some faulty heads like valid ones, or a body without a head.
    is: (result) => [
      ...(hasResponded(result) || endedBroken(result) ? [passedWithoutCors(result)] : []),
      ...WITHHELD,
    ],
  },
  {
    name: "element-rejected",
    reason: "The element got no response, or one that it cannot use.",
    seenIn: "Firefox 153",
    atMost: 3,
    when: (result) => isRejected(result) && isReported(result),
    is: () => [],
  },
  {
    name: "nothing-tells",
    reason:
      "Neither page nor console reports the result of a beacon, a style's image or a preload.",
    seenIn: "Firefox 153",
    atMost: 3,
    when: (result) => result.seen === null || !isReported(result),
    is: () => [],
  },
  {
    name: "element-of-own-origin",
    reason: "An element without `crossorigin` does not show whether its response is readable.",
    seenIn: "any",
    when: (result) =>
      result.seen?.outcome === "opaque" && result.request.api !== "fetch" && !isForeign(result),
    is: () => ["allowed"],
  },
  {
    name: "page-has-response",
    reason: "The page has the response.",
    seenIn: "any",
    when: () => true,
    is: ({ seen }) => [seen?.outcome === "opaque" ? "opaque" : "allowed"],
  },
];

const GECKO_CALL_EXCLUSIONS: readonly Rule<CaseResult>[] = [
  {
    name: "of-no-tab",
    of: "call",
    reason:
      "Firefox reports neither tab nor origin for a request of a worker with an opaque origin.",
    seenIn: "Firefox 153",
    atMost: 1,
    when: ({ deployed, origin }) => origin === "null" && isTabless(deployed),
  },
];

const GECKO_EXCLUSIONS: readonly Rule<CaseResult>[] = [
  {
    name: "undecodable-unreported",
    of: "outcome",
    reason: "webRequest reports a body that cannot be decoded as complete.",
    seenIn: "Firefox 153",
    atMost: 0.5,
    when: ({ deployed, seen, exchange }) =>
      seen?.outcome === "rejected" &&
      exchange?.callResult?.result !== "rejected" &&
      plansOf(deployed).some(
        (plan) => typeof plan !== "string" && plan.broken === "not-compressed",
      ),
  },
  {
    name: "empty-line-unreported",
    of: "outcome",
    reason: "Gecko counts an empty line of Access-Control-Allow-Origin, but webRequest omits it.",
    seenIn: "Firefox 153",
    atMost: 0.7,
    when: ({ deployed }) =>
      plansOf(deployed).some((plan) => {
        if (typeof plan === "string") return false;
        const lines = plan.headers.filter(([name]) => /^access-control-allow-origin$/i.test(name));
        return lines.length > 1 && lines.some(([, value]) => value.trim() === "");
      }),
  },
  {
    name: "console-not-distinguished",
    of: "name",
    reason:
      "The console names URLs, and two calls, or a page and its service worker, requested the same one.",
    seenIn: "Firefox 153",
    atMost: 7,
    when: ({ truth }) => truth === null,
  },
  {
    name: "policy-not-reported",
    of: "name",
    reason:
      "Firefox checks policies before a redirect's CORS headers, and only the probe reports a violation.",
    seenIn: "Firefox 153",
    atMost: 1,
    when: ({ probe, deployed, ours }) =>
      !probe &&
      deployed.scenario.caller.page === "forbidding" &&
      ours?.certainty === "likely" &&
      ours.cause?.stage === "redirect",
  },
  {
    name: "name-beside-abort",
    of: "name",
    reason: "The page aborted the request while the browser was refusing it.",
    seenIn: "any",
    atMost: 5,
    when: isGivenUp,
  },
];

/** Firefox, by the page and the console. */
export const FIREFOX_ORACLE: Oracle<CaseResult> = {
  truthOf: (result) => readTruth(TRUTH_ROWS, result),
  tell: ({ truth, seen }) =>
    `Firefox ${truth?.messages.map(({ category }) => category).join(", ") || "nothing"}, status ${seen?.timedStatus ?? "none"}`,
  readingOf: trueReading,
  exclusions: [
    ...GECKO_CALL_EXCLUSIONS,
    ...CALL_EXCLUSIONS,
    ...FACT_EXCLUSIONS,
    ...OUTCOME_EXCLUSIONS,
    ...GECKO_EXCLUSIONS,
  ],
  namesOf,
  parametersOf: () => null,
};

/** Everything that is not compared in Firefox, for the summary. */
export const FIREFOX_EXCLUSIONS = [...FIREFOX_ORACLE.exclusions, ...exclusionsOf(TRUTH_ROWS)];

/** Compares our report on a call with the page and Firefox's console. */
export const compareInFirefox = (result: CaseResult): Comparison =>
  compareBy(FIREFOX_ORACLE, result);

/** The result of a call, by the page and Firefox's console. */
export const truthInFirefox = (result: CaseResult): Truth => FIREFOX_ORACLE.truthOf(result);

/** Firefox reports the tab of a dedicated worker's fetches, but not of its EventSources. */
export function isTabless(deployed: Deployed): boolean {
  const { caller, request } = deployed.scenario;
  return isOfWorker(deployed) || (caller.worker !== null && request.api === "event-source");
}

/** The name, unless it is Firefox's generic one. */
const named = ({ name }: Pick<GeckoTruth, "name">) => (name === UNNAMED ? null : name);

function namesOf({ truth, ours }: CaseResult): Names {
  const own = (name: string | null | undefined) =>
    named({ name: name?.startsWith("CORS") ? name : null });
  const causes = [ours?.cause ?? null, ...(ours?.alternatives ?? [])];
  return {
    theirs: truth === null ? null : named(truth),
    ours: own(ours?.lanes.gecko.name),
    readings: [
      own(ours?.lanes.gecko.name),
      ...causes.map((cause) => own(cause === null ? null : CODE_NAMES[cause.code].gecko)),
    ],
  };
}

const plansOf = ({ scenario }: Deployed) =>
  scenario.hops.flatMap(({ preflight, response }) => [preflight, response]);

/** Firefox's message categories for requests that a policy blocked. */
const POLICY = /^(?:CSP_|Mixed Content Blocker$|COEP$|ORB$|Sub-resource Integrity$)/;

const says = ({ truth }: CaseResult, words: RegExp) =>
  truth?.messages.some(({ category }) => words.test(category)) ?? false;

/** A redirect to http was upgraded to https: the timeline shows no status, although the page can read it. */
const isUpgradedOnTheWay = (result: CaseResult) =>
  says(result, /^Mixed Content Message$/) && result.requests.length > 1;

/** The server at which a chain ends: the first without a redirect. */
function lastOf({ scenario: { hops } }: Deployed): number {
  const end = hops.findIndex(
    ({ response }) =>
      typeof response === "string" || response.headers.every(([name]) => name !== "Location"),
  );
  return end === -1 ? hops.length - 1 : end;
}

/** Whether the last server's status is a failure for elements. */
function hasBadStatus({ deployed }: CaseResult): boolean {
  const plan = deployed.scenario.hops[lastOf(deployed)]?.response;
  return typeof plan === "object" && (plan.status < 200 || plan.status > 299);
}

/**
 * Whether an element's response has a type that is blocked for it. The planned content fits the last of the
 * scenario's calls.
 * https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?
 */
function isRefusedForType({ deployed, request }: CaseResult): boolean {
  const plan = deployed.scenario.hops[lastOf(deployed)]?.response;
  const headers = typeof plan === "object" ? plan.headers : [];
  const planned = headers.find(([name]) => name === "Content-Type")?.[1];
  const type = planned ?? contentFor(deployed.scenario.request).type;
  const isNosniff = headers.some(
    ([name, value]) => name === "X-Content-Type-Options" && value === "nosniff",
  );
  if (request.api === "style") return isNosniff && type !== "text/css";
  if (type === "text/javascript") return false;
  const isOfNoScript = isNosniff || /^(?:image|audio|video)\//.test(type);
  return request.api === "module" || (request.api === "script" && isOfNoScript);
}

const saysPolicy = ({ truth }: CaseResult) =>
  truth?.messages.some(
    ({ category, text }) => POLICY.test(category) && !/Warning|upgrad/i.test(text),
  ) ?? false;

/** A redirect target that is not a server of the lab, or that loops. */
const LEADS_NOWHERE = /^(?!\{next)/;

/** Whether a scenario is set up so that one of its requests fails in the network. */
function mayFail({ deployed, request, requests }: CaseResult): boolean {
  const { hops } = deployed.scenario;
  // The browser's cache has no entry for a same-origin page that requests from the cache alone.
  if ("cache" in request && request.cache === "only-if-cached" && request.mode === "same-origin")
    return true;
  return requests.some((sent) => {
    const hop = hops[Number(/&hop=(\d+)/.exec(sent.target)?.[1])];
    const plan = isPreflight(sent) ? hop?.preflight : hop?.response;
    return plan !== undefined && breaksOff(plan);
  });
}

/** Whether a requested response redirects to a URL without a server of the lab. */
const leadsNowhere = ({ deployed, requests }: CaseResult): boolean =>
  requests.some((request) => {
    const plan = deployed.scenario.hops[Number(/&hop=(\d+)/.exec(request.target)?.[1])]?.response;
    return typeof plan === "object" && plan.headers.some(isLocationNowhere);
  });

const isLocationNowhere = ([name, value]: readonly [string, string]): boolean =>
  name === "Location" && LEADS_NOWHERE.test(value);

/** Whether a response is missing or incomplete, or redirects to a URL without a server of the lab. */
const breaksOff = (plan: ResponsePlan): boolean =>
  typeof plan === "string" ||
  plan.broken !== undefined ||
  plan.headers.some((line) => line[0] === "Content-Length" || isLocationNowhere(line));

/** Whether one of the servers redirects to another. */
const leadsOn = ({ deployed }: CaseResult) =>
  plansOf(deployed).some(
    (plan) => typeof plan !== "string" && plan.headers.some(([name]) => name === "Location"),
  );

/** Whether a server received a request and responded in some way; by default the last one. */
function hasResponded({ deployed, requests }: CaseResult, last = lastOf(deployed)): boolean {
  const isRequested = requests.some(
    (request) => !isPreflight(request) && request.target.includes(`&hop=${last}`),
  );
  return isRequested && typeof deployed.scenario.hops[last]?.response === "object";
}

/** The same, with a response that is valid HTTP. */
function reachedWhole(result: CaseResult, last = lastOf(result.deployed)): boolean {
  const plan = result.deployed.scenario.hops[last]?.response;
  return hasResponded(result, last) && typeof plan === "object" && plan.broken === undefined;
}

/** Whether the last server that responded sent a faulty response. */
function endedBroken(result: CaseResult): boolean {
  const { hops } = result.deployed.scenario;
  const last = hops.findLastIndex((_, hop) => hasResponded(result, hop));
  const plan = hops[last]?.response;
  return typeof plan === "object" && plan.broken !== undefined;
}

/** The outcome of an element's response without CORS. A service worker may also have fetched it with CORS. */
const gotWithoutCors = (result: CaseResult): readonly TrueOutcome[] =>
  isServed(result) ? ["allowed", "opaque"] : [passedWithoutCors(result)];

const passedWithoutCors = (result: CaseResult): TrueOutcome =>
  isForeign(result) ? "opaque" : "allowed";

const isAborted = ({ ending }: Exchange) =>
  ending.kind === "failed" && ending.error === "NS_BINDING_ABORTED";

/** Whether the request had ended when the page aborted it. Only the probe reports when the page did. */
function wasOver({ request, deployed, probe, exchange, seen }: CaseResult): boolean {
  const mayBeOver =
    ("abort" in request && request.abort === "at-the-body") ||
    // A call to be aborted when sent already had its response.
    seen?.atBody === true ||
    deployed.scenario.caller.worker !== null ||
    !probe;
  return mayBeOver && exchange !== null && !isAborted(exchange);
}

/**
 * Whether the page's result shows what became of the call. Beacons, styles' images and manifests report
 * nothing to the page; a preload "loads" whatever its CORS result.
 */
function isReported({ request: { api }, seen }: CaseResult): boolean {
  if (api === "preload" || api === "modulepreload") return seen?.outcome === "rejected";
  return api !== "beacon" && api !== "manifest" && !/-image$|^shape-/.test(api);
}

/** Whether a request went to another origin than its caller's. */
function isForeign({ origin, requests }: CaseResult): boolean {
  return requests.some((request) => !origin.endsWith(`//${headerOf(request, "host")}`));
}
