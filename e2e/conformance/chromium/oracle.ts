import type { CauseCode } from "../../../src/verdict/codes.ts";
import { nameIn } from "../../../src/verdict/lanes/names.ts";
import { NO_DOCUMENT } from "../../lab/perform-element.ts";
import { isPreflight } from "../../lab/scripts.ts";
import {
  type Comparison,
  compareBy,
  type Names,
  type Oracle,
  type Parameters,
} from "../compare.ts";
import type { Rule } from "../exclusions.ts";
import { TIMED_OUT } from "../in-page.ts";
import { CALL_EXCLUSIONS, FACT_EXCLUSIONS, GIVEN_UP, OUTCOME_EXCLUSIONS } from "../observable.ts";
import { isServedByService } from "../places.ts";
import { trueReading } from "../reading.ts";
import type { RequestPlan, Scenario } from "../scenario.ts";
import {
  exclusionsOf,
  readTruth,
  type TrueOutcome,
  type Truth,
  type TruthRow,
  WITHHELD,
} from "../truth.ts";
import type { CaseResult } from "./run-batch.ts";

/** The result of a call, by the DevTools protocol. */
const PROTOCOL_ROWS: readonly TruthRow<CaseResult>[] = [
  {
    name: "protocol-without-end",
    reason: "The protocol reports no such request, or not how it ended.",
    seenIn: "Chromium 156",
    when: ({ truth }) => (truth?.end ?? null) === null,
    is: () => [],
  },
  {
    name: "local-network-let-in",
    reason: "Once it granted local network access, Chromium 156 blames a denial for any failure.",
    seenIn: "Chromium 156",
    when: wasLetInAllTheSame,
    is: () => [],
  },
  {
    name: "redirect-hidden",
    reason: "The protocol reports a redirect that is not followed like any other response.",
    seenIn: "Chromium 156",
    when: ({ request }) => hidesRedirects(request),
    is: () => [],
  },
  {
    name: "finished-without-cors",
    reason: "The cross-origin request finished, and was made without CORS.",
    seenIn: "any",
    when: (result) => result.truth?.end?.kind === "finished" && passed(result) === "opaque",
    is: () => ["opaque"],
  },
  {
    name: "finished",
    reason: "The request finished.",
    seenIn: "any",
    when: ({ truth }) => truth?.end?.kind === "finished",
    is: () => ["allowed"],
  },
  {
    name: "refused",
    reason: "The protocol names a CORS error or a reason for blocking.",
    seenIn: "any",
    when: ({ truth }) =>
      truth?.end?.kind === "failed" && Boolean(truth.end.corsError || truth.end.blockedReason),
    is: () => ["blocked"],
  },
  {
    name: "ended-without-reason",
    reason: "net::ERR_FAILED, ERR_ABORTED and ERR_BLOCKED_… without a reason have many causes.",
    seenIn: "Chromium 156",
    when: ({ truth }) =>
      truth?.end?.kind === "failed" &&
      (truth.end.canceled || /ERR_(?:ABORTED|FAILED|BLOCKED)|^$/.test(truth.end.errorText)),
    is: () => WITHHELD,
  },
  {
    name: "unsafe-and-refused",
    reason:
      'Redirect mode "error" refuses every redirect, also one that Chromium finds unsafe first. Nobody reports a worker\'s mode.',
    seenIn: "Chromium 156",
    when: wasUnsafeAndRefused,
    is: ({ deployed }) =>
      deployed.scenario.caller.worker === null ? ["blocked"] : ["blocked", "failed"],
  },
  {
    name: "network-error",
    reason: "The network failed.",
    seenIn: "any",
    when: () => true,
    is: () => ["failed"],
  },
];

function wasUnsafeAndRefused({ request, truth }: CaseResult): boolean {
  if (!("redirect" in request) || request.redirect !== "error") return false;
  return truth?.end?.kind === "failed" && truth.end.errorText === "net::ERR_UNSAFE_REDIRECT";
}

/** A result, with the outcomes by the protocol. */
interface Look {
  readonly result: CaseResult;
  readonly protocol: readonly TrueOutcome[];
}

const isOf = ({ result }: Look, ...apis: readonly RequestPlan["api"][]) =>
  apis.includes(result.request.api);
const isScripts = (look: Look) => isOf(look, "fetch", "xhr") && look.result.seen !== null;
const isServed = ({ result }: Look) => isServedByService(result.deployed.scenario.caller);
const isRejected = ({ result }: Look) => result.seen?.outcome === "rejected";
const isGivenUp = ({ result }: Look) => GIVEN_UP.test(result.seen?.detail ?? "");
const onlySays = ({ protocol }: Look, ...outcomes: readonly TrueOutcome[]) =>
  protocol.length === 1 && outcomes.includes(protocol[0] as TrueOutcome);
const arrived = (look: Look) => onlySays(look, "allowed", "opaque");
const isScriptRejected = (look: Look) => isScripts(look) && isRejected(look);

/** The result of a call, by the page and the protocol. */
const TRUTH_ROWS: readonly TruthRow<Look>[] = [
  {
    name: "timed-out",
    reason: "The page got no result in time.",
    seenIn: "any",
    atMost: 0.2,
    when: ({ result: { seen } }) => seen?.detail === TIMED_OUT,
    is: () => [],
  },
  {
    name: "frame-shown",
    reason: "The frame's document reported that it loaded.",
    seenIn: "any",
    when: (look) => isOf(look, "frame") && look.result.seen?.outcome === "allowed",
    is: () => ["allowed"],
  },
  {
    name: "frame-unheard",
    reason: "A frame always gets an event, so a frame without one is slow.",
    seenIn: "Chromium 156",
    atMost: 0.2,
    when: (look) =>
      isOf(look, "frame") && look.result.seen?.detail === NO_DOCUMENT && look.protocol.length === 0,
    is: () => [],
  },
  {
    name: "frame-not-shown",
    reason: "The browser shows its own error page, and the protocol names the reason.",
    seenIn: "any",
    when: (look) => isOf(look, "frame") && isRejected(look) && onlySays(look, "blocked", "failed"),
    is: ({ protocol }) => protocol,
  },
  {
    name: "frame-not-shown-unreported",
    reason: "The browser shows its own error page, and the protocol names no reason.",
    seenIn: "Chromium 156",
    atMost: 0.2,
    when: (look) => isOf(look, "frame") && isRejected(look),
    is: () => WITHHELD,
  },
  {
    name: "opaque-broken-off",
    reason: "The page cannot see that an opaque response breaks off after its headers.",
    seenIn: "any",
    when: (look) =>
      isScripts(look) &&
      look.result.seen?.outcome === "opaque" &&
      onlySays(look, "failed") &&
      !isServed(look),
    is: () => ["failed"],
  },
  {
    name: "script-has-response",
    reason: "The script has the response.",
    seenIn: "any",
    when: (look) => isScripts(look) && !isRejected(look),
    is: ({ result: { seen } }) => [seen?.outcome === "opaque" ? "opaque" : "allowed"],
  },
  {
    name: "service-broke-off",
    reason:
      "A response that breaks off after the service worker responded: only the worker's own request shows the failure.",
    seenIn: "any",
    atMost: 0.5,
    when: (look) => isScriptRejected(look) && isServed(look) && look.result.seen?.atBody === true,
    is: (look) => ["allowed", "failed", ...(isGivenUp(look) ? (["aborted"] as const) : [])],
  },
  {
    name: "given-up-when-complete",
    reason: "The response was complete when the page aborted, and had no body to abort.",
    seenIn: "any",
    atMost: 1.5,
    when: (look) =>
      isScriptRejected(look) &&
      isGivenUp(look) &&
      isAtBody(look) &&
      look.result.exchange?.ending.kind === "completed",
    is: () => ["aborted", "allowed", "opaque"],
  },
  {
    name: "given-up-unseen",
    reason: "Without the probe, the request's end is reported, but not the page's abort.",
    seenIn: "any",
    atMost: 1,
    when: (look) =>
      isScriptRejected(look) &&
      isGivenUp(look) &&
      !hasProbe(look) &&
      (onlySays(look, "blocked", "failed") || wasOver(look.result.exchange)),
    is: ({ result: { exchange } }) => ["aborted", ...outcomesOfEnding(exchange)],
  },
  {
    name: "given-up",
    reason: "The page aborted the request.",
    seenIn: "any",
    when: (look) => isScriptRejected(look) && isGivenUp(look),
    is: () => ["aborted"],
  },
  {
    name: "call-threw",
    reason: "The call has no valid request, or one that scripts may not make.",
    seenIn: "Chromium 156",
    when: (look) => isScriptRejected(look) && hasThrown(look.result),
    is: () => ["blocked"],
  },
  {
    name: "script-refused",
    reason: "The protocol names the reason why the call was rejected.",
    seenIn: "any",
    when: (look) => isScriptRejected(look) && onlySays(look, "blocked", "failed"),
    is: ({ protocol }) => protocol,
  },
  {
    name: "script-rejected",
    reason: "The call was rejected, and the protocol names no reason.",
    seenIn: "Chromium 156",
    atMost: 4,
    when: isScriptRejected,
    is: () => WITHHELD,
  },
  {
    name: "beacon-let-go",
    reason: "The renderer does not report what happens to a beacon after sendBeacon() returned.",
    seenIn: "Chromium 156",
    atMost: 0.3,
    when: (look) =>
      isOf(look, "beacon") &&
      look.result.truth?.end?.kind === "failed" &&
      look.result.truth.end.blockedReason === "origin",
    is: () => [],
  },
  {
    name: "made-up-open-to-all",
    reason: "Every page may read a response that its service worker constructed.",
    seenIn: "any",
    atMost: 2,
    // A script with a wrong hash is refused even so.
    when: (look) => isServed(look) && onlySays(look, "opaque") && !isHashRefused(look),
    is: () => ["opaque", "allowed"],
  },
  {
    name: "hash-or-type-refused",
    reason: "The element may have refused the response's status or type, not its hash.",
    seenIn: "any",
    atMost: 0.5,
    when: (look) => isHashRefused(look) && mayBeUnusable(look.result),
    is: ({ protocol }) => [...protocol, "blocked"],
  },
  {
    name: "hash-refused",
    reason: "The protocol reports a response with a wrong hash as complete.",
    seenIn: "any",
    when: isHashRefused,
    is: () => ["blocked"],
  },
  {
    name: "element-refused",
    reason: "An element may cancel a response that it cannot use, before or after it arrives.",
    seenIn: "any",
    atMost: 2,
    when: (look) => arrived(look) && isRejected(look) && !wasOver(look.result.exchange),
    is: ({ protocol }) => [...protocol, "aborted"],
  },
  {
    name: "element-cancelled-unanswered",
    reason: "The element, or the browser at a redirect, cancelled the request before a response.",
    seenIn: "Chromium 156",
    atMost: 2,
    when: (look) => isCancelled(look) && look.result.truth?.status === null,
    is: () => WITHHELD,
  },
  {
    name: "element-cancelled",
    reason: "An element cancels a request that it cannot use, before or after its response.",
    seenIn: "Chromium 156",
    atMost: 2.5,
    when: isCancelled,
    // A response may break off before the element's cancellation reaches the network process.
    is: (look) => [
      // A service worker may have fetched a no-CORS request with CORS.
      ...(isServed(look) ? (["allowed", "opaque"] as const) : [passed(look.result)]),
      "aborted",
      ...(breaksOff(look.result) ? (["failed"] as const) : []),
    ],
  },
  {
    name: "protocol-says-nothing",
    reason: "Neither the element nor the protocol reports the request's result.",
    seenIn: "Chromium 156",
    atMost: 1,
    when: ({ protocol }) => protocol.length === 0,
    is: () => [],
  },
  {
    name: "protocol-without-reason",
    reason: "The protocol reports a failure without a reason.",
    seenIn: "Chromium 156",
    atMost: 2,
    when: ({ protocol }) => protocol === WITHHELD,
    is: () => WITHHELD,
  },
  {
    name: "protocol",
    reason: "The protocol reports the result.",
    seenIn: "any",
    when: () => true,
    is: ({ protocol }) => protocol,
  },
];

/** Ends without a name, or with a name that we could not know. */
const NAME_EXCLUSIONS: readonly Rule<CaseResult>[] = [
  {
    name: "name-without-failure",
    of: "name",
    reason: "The call was rejected, and the protocol reports no failure.",
    seenIn: "Chromium 156",
    atMost: 5,
    when: (result) => {
      const { request, truth, seen } = result;
      if ((truth?.end ?? null) === null) {
        const isShown = request.api === "frame" && seen?.outcome === "allowed";
        return !isShown && codeOfThrown(result) === null;
      }
      return truth?.end?.kind === "finished" && seen?.outcome === "rejected";
    },
  },
  {
    name: "name-of-local-network",
    of: "name",
    reason: "Once it granted local network access, Chromium 156 blames a denial for any failure.",
    seenIn: "Chromium 156",
    atMost: 0.5,
    when: wasLetInAllTheSame,
  },
  {
    name: "name-beside-abort",
    of: "name",
    reason: "The page aborted the request while the browser was refusing it.",
    seenIn: "any",
    atMost: 1,
    when: (result) => hasGivenUp(result) && !isAbortAlone(result),
  },
  {
    name: "name-of-unsafe-redirect",
    of: "name",
    reason: 'Chromium names the unsafe redirect, and redirect mode "error" would refuse any.',
    seenIn: "Chromium 156",
    atMost: 0.5,
    when: wasUnsafeAndRefused,
  },
  {
    name: "name-of-no-reason",
    of: "name",
    reason: "net::ERR_FAILED, net::ERR_ABORTED and the renderer's cancellations name no reason.",
    seenIn: "Chromium 156",
    atMost: 8,
    when: (result) => {
      const { truth } = result;
      if (truth?.end?.kind !== "failed") return false;
      if (isAbortAlone(result)) return false;
      const { corsError, blockedReason, errorText, canceled } = truth.end;
      if (corsError || (blockedReason && blockedReason !== "origin")) return false;
      return canceled || /ERR_(?:ABORTED|FAILED)$|^$/.test(errorText);
    },
  },
];

/** Chromium, by the page and the DevTools protocol. */
export const CHROMIUM_ORACLE: Oracle<CaseResult> = {
  truthOf: (result) => {
    const protocol = readTruth(PROTOCOL_ROWS, result).outcomes;
    return readTruth(TRUTH_ROWS, { result, protocol });
  },
  tell: (result) =>
    `Chromium ${JSON.stringify(result.truth?.end ?? null)} ${trueName(result) ?? ""}`,
  readingOf: trueReading,
  exclusions: [...CALL_EXCLUSIONS, ...FACT_EXCLUSIONS, ...OUTCOME_EXCLUSIONS, ...NAME_EXCLUSIONS],
  namesOf,
  parametersOf,
};

/** Everything that is not compared in Chromium, for the summary. */
export const CHROMIUM_EXCLUSIONS = [...CHROMIUM_ORACLE.exclusions, ...exclusionsOf(TRUTH_ROWS)];

/** Compares our report on a call with the page and the DevTools protocol. */
export const compareInChromium = (result: CaseResult): Comparison =>
  compareBy(CHROMIUM_ORACLE, result);

/** The result of a call, by the page and Chromium. */
export const truthInChromium = (result: CaseResult): Truth => CHROMIUM_ORACLE.truthOf(result);

/** Chromium's own name for the error; null if it has none. */
function trueName({ truth }: CaseResult): string | null {
  if (truth?.end?.kind !== "failed") return null;
  const { corsError, blockedReason, errorText } = truth.end;
  if (corsError) return corsError;
  // "other" means a reason without a name: the error text is more precise.
  if (blockedReason && blockedReason !== "origin" && blockedReason !== "other")
    return blockedReason;
  return errorText || null;
}

/** Whether one of its servers sends an incomplete response. */
const breaksOff = ({ deployed }: CaseResult) =>
  deployed.scenario.hops.some(
    ({ response }) =>
      typeof response === "object" &&
      (response.broken !== undefined ||
        response.headers.some(([name]) => name === "Content-Length")),
  );

const hasGivenUp = ({ seen }: CaseResult) => GIVEN_UP.test(seen?.detail ?? "");

/** Whether a page aborted a call that had not ended otherwise. */
const isAbortAlone = (result: CaseResult) =>
  hasGivenUp(result) && trueName(result) === "net::ERR_ABORTED" && !wasOver(result.exchange);

const causesOf = ({ ours }: CaseResult) => [ours?.cause ?? null, ...(ours?.alternatives ?? [])];

/** The error of a call that throws before there is a request. */
const THROWN = /^(?:TypeError|SecurityError): Failed to execute/;

const hasThrown = ({ truth, seen }: CaseResult) =>
  (truth?.end ?? null) === null && THROWN.test(seen?.detail ?? "");

/** The causes of calls that threw, by Chromium's error text. Invalid values have no name. */
const THROWN_CODES: readonly (readonly [RegExp, CauseCode])[] = [
  [/' HTTP method is unsupported\.$/, "forbidden-method"],
  [/' is unsupported in no-cors mode\.$/, "no-cors-method-not-safelisted"],
  [/' is not a valid HTTP method\.$|: Invalid name$|URL that includes credentials/, "invalid-call"],
  [/'only-if-cached'/, "only-if-cached-not-same-origin"],
];

function codeOfThrown(result: CaseResult): CauseCode | null {
  if (!hasThrown(result)) return null;
  const detail = result.seen?.detail ?? "";
  return THROWN_CODES.find(([words]) => words.test(detail))?.[1] ?? null;
}

function namesOf(result: CaseResult): Names {
  const thrown = codeOfThrown(result);
  if (thrown !== null) {
    const causes = causesOf(result).map((cause) => cause?.code ?? null);
    return { theirs: thrown, ours: causes[0] ?? null, readings: causes };
  }
  return {
    theirs: trueName(result),
    ours: result.ours?.lanes.chromium.name ?? null,
    readings: causesOf(result).map((cause) => nameIn("chromium", cause)),
  };
}

function parametersOf(result: CaseResult): Parameters | null {
  const { truth, ours } = result;
  if (truth?.end?.kind !== "failed" || !truth.end.corsError) return null;
  const { corsError, failedParameter } = truth.end;
  return {
    theirs: failedParameter ?? "",
    ours: ours?.lanes.chromium.cause?.parameter ?? "",
    readings: causesOf(result)
      .filter((cause) => nameIn("chromium", cause) === corsError)
      .map((cause) => cause?.parameter ?? ""),
  };
}

const hasProbe = ({ result: { probe, deployed } }: Look) =>
  probe && deployed.scenario.caller.worker === null;

const isAtBody = ({ result: { request, seen } }: Look) =>
  seen?.atBody === true || ("abort" in request && request.abort === "at-the-body");

function isCancelled({ protocol, result: { truth } }: Look): boolean {
  return protocol === WITHHELD && truth?.end?.kind === "failed" && truth.end.canceled;
}

function isHashRefused(look: Look): boolean {
  const { request } = look.result;
  return (
    arrived(look) && "integrity" in request && request.integrity !== undefined && isRejected(look)
  );
}

/** Whether a request had ended before its page aborted it. */
function wasOver(exchange: CaseResult["exchange"]): boolean {
  const { ending } = exchange ?? { ending: null };
  return ending?.kind === "completed" || (ending?.kind === "failed" && !/ABORT/.test(ending.error));
}

function outcomesOfEnding(exchange: CaseResult["exchange"]): readonly TrueOutcome[] {
  return exchange?.ending.kind === "completed" ? ["allowed", "opaque"] : ["blocked", "failed"];
}

/** Whether an element may have refused a response for its status or type. */
function mayBeUnusable({ deployed, truth }: CaseResult): boolean {
  const { caller, hops }: Scenario = deployed.scenario;
  const status = truth?.status ?? 0;
  const isTyped = hops.some(
    ({ response }) =>
      typeof response !== "string" &&
      response.headers.some(([name]) => /^content-type$/i.test(name)),
  );
  return status < 200 || status > 299 || isTyped || caller.service === "makes-up";
}

function hidesRedirects(request: RequestPlan): boolean {
  return request.api === "fetch" && request.redirect === "manual";
}

/**
 * Whether Chromium reports denied local network access for a request that reached its server. After access
 * was granted, 156 reports it for any failure, such as a reset or an invalid HTTP response.
 */
function wasLetInAllTheSame({ truth, requests }: CaseResult): boolean {
  const { end = null, urls = [] } = truth ?? {};
  if (end?.kind !== "failed" || end.corsError !== "LocalNetworkAccessPermissionDenied")
    return false;
  const last = new URL(urls.at(-1) ?? "about:blank").pathname;
  return requests.some((request) => !isPreflight(request) && request.target.startsWith(`${last}?`));
}

/** The outcome of a call that nothing blocked. */
function passed(result: CaseResult): TrueOutcome {
  return trueReading(result.request).mode === "no-cors" && isForeign(result) ? "opaque" : "allowed";
}

/** Whether a request went to another origin than its caller's. */
function isForeign({ origin, truth }: CaseResult): boolean {
  return truth?.urls.some((url) => !url.startsWith(`${origin}/`)) ?? true;
}
