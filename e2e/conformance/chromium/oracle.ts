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
    reason: "The protocol tells of no such request, or not how it ended.",
    seenIn: "Chromium 156",
    when: ({ truth }) => (truth?.end ?? null) === null,
    is: () => [],
  },
  {
    name: "local-network-let-in",
    reason:
      "Having let a request into the local network, 156 blames that for whatever it ends with.",
    seenIn: "Chromium 156",
    when: wasLetInAllTheSame,
    is: () => [],
  },
  {
    name: "redirect-hidden",
    reason: "To the protocol a redirect that is not followed is a response like another.",
    seenIn: "Chromium 156",
    when: ({ request }) => hidesRedirects(request),
    is: () => [],
  },
  {
    name: "finished-without-cors",
    reason: "It finished, elsewhere, and nobody requested it with CORS.",
    seenIn: "any",
    when: (result) => result.truth?.end?.kind === "finished" && passed(result) === "opaque",
    is: () => ["opaque"],
  },
  {
    name: "finished",
    reason: "It finished.",
    seenIn: "any",
    when: ({ truth }) => truth?.end?.kind === "finished",
    is: () => ["allowed"],
  },
  {
    name: "refused",
    reason: "The protocol names an error of CORS, or a reason to block.",
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
    name: "network-error",
    reason: "The network's own error.",
    seenIn: "any",
    when: () => true,
    is: () => ["failed"],
  },
];

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
    reason: "The page did not hear of it in time.",
    seenIn: "any",
    atMost: 0.2,
    when: ({ result: { seen } }) => seen?.detail === TIMED_OUT,
    is: () => [],
  },
  {
    name: "frame-shown",
    reason: "The document in the frame says that it is there.",
    seenIn: "any",
    when: (look) => isOf(look, "frame") && look.result.seen?.outcome === "allowed",
    is: () => ["allowed"],
  },
  {
    name: "frame-unheard",
    reason: "Nothing was heard of a frame, which always gets an event: it is slow.",
    seenIn: "Chromium 156",
    atMost: 0.2,
    when: (look) =>
      isOf(look, "frame") && look.result.seen?.detail === NO_DOCUMENT && look.protocol.length === 0,
    is: () => [],
  },
  {
    name: "frame-not-shown",
    reason: "The browser shows an error of its own, of which the protocol tells the reason.",
    seenIn: "any",
    when: (look) => isOf(look, "frame") && isRejected(look) && onlySays(look, "blocked", "failed"),
    is: ({ protocol }) => protocol,
  },
  {
    name: "frame-not-shown-unreported",
    reason: "The browser shows an error of its own, and the protocol does not tell why.",
    seenIn: "Chromium 156",
    atMost: 0.2,
    when: (look) => isOf(look, "frame") && isRejected(look),
    is: () => WITHHELD,
  },
  {
    name: "opaque-broken-off",
    reason: "Of an opaque response that breaks off after its head the page has no more to see.",
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
      "What breaks on the way from a service worker that had responded, only the worker's own request tells.",
    seenIn: "any",
    atMost: 0.5,
    when: (look) => isScriptRejected(look) && isServed(look) && look.result.seen?.atBody === true,
    is: (look) => ["allowed", "failed", ...(isGivenUp(look) ? (["aborted"] as const) : [])],
  },
  {
    name: "given-up-when-complete",
    reason: "The response was complete when the page gave it up, and had no body to give up.",
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
    reason: "Without the probe what became of the request is seen, not that the page gave it up.",
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
    reason: "The page gave it up.",
    seenIn: "any",
    when: (look) => isScriptRejected(look) && isGivenUp(look),
    is: () => ["aborted"],
  },
  {
    name: "call-threw",
    reason: "The browser could make no request of it, or not one that scripts may make.",
    seenIn: "Chromium 156",
    when: (look) => isScriptRejected(look) && hasThrown(look.result),
    is: () => ["blocked"],
  },
  {
    name: "script-refused",
    reason: "The protocol says why the script got nothing.",
    seenIn: "any",
    when: (look) => isScriptRejected(look) && onlySays(look, "blocked", "failed"),
    is: ({ protocol }) => protocol,
  },
  {
    name: "script-rejected",
    reason: "The script got nothing, and the protocol does not say why.",
    seenIn: "Chromium 156",
    atMost: 4,
    when: isScriptRejected,
    is: () => WITHHELD,
  },
  {
    name: "beacon-let-go",
    reason: "What a beacon goes through after its page let it go, the page's process does not see.",
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
    reason: "What a service worker made up is open to all, whatever was requested.",
    seenIn: "any",
    atMost: 2,
    // A script with a wrong hash is refused even so.
    when: (look) => isServed(look) && onlySays(look, "opaque") && !isHashRefused(look),
    is: () => ["opaque", "allowed"],
  },
  {
    name: "hash-or-type-refused",
    reason:
      "An element may have refused its response for its status or type, and not for its hash.",
    seenIn: "any",
    atMost: 0.5,
    when: (look) => isHashRefused(look) && mayBeUnusable(look.result),
    is: ({ protocol }) => [...protocol, "blocked"],
  },
  {
    name: "hash-refused",
    reason: "What has not the hash that an element demands came whole, to the protocol.",
    seenIn: "any",
    when: isHashRefused,
    is: () => ["blocked"],
  },
  {
    name: "element-refused",
    reason: "An element that has no use for a response may cancel it when it is there, or before.",
    seenIn: "any",
    atMost: 2,
    when: (look) => arrived(look) && isRejected(look) && !wasOver(look.result.exchange),
    is: ({ protocol }) => [...protocol, "aborted"],
  },
  {
    name: "element-cancelled-unanswered",
    reason: "Cancelled before a response: by its element, or by the browser at a redirect.",
    seenIn: "Chromium 156",
    atMost: 2,
    when: (look) => isCancelled(look) && look.result.truth?.status === null,
    is: () => WITHHELD,
  },
  {
    name: "element-cancelled",
    reason: "An element cancels what it has no use for, before or after its response is there.",
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
    reason: "Neither the element nor the protocol tells what became of it.",
    seenIn: "Chromium 156",
    atMost: 1,
    when: ({ protocol }) => protocol.length === 0,
    is: () => [],
  },
  {
    name: "protocol-without-reason",
    reason: "The protocol tells that it failed, and not why.",
    seenIn: "Chromium 156",
    atMost: 2,
    when: ({ protocol }) => protocol === WITHHELD,
    is: () => WITHHELD,
  },
  {
    name: "protocol",
    reason: "The protocol tells.",
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
    reason: "The page got nothing, and the protocol tells of no failure.",
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
    reason:
      "Having let a request into the local network, 156 blames that for whatever it ends with.",
    seenIn: "Chromium 156",
    atMost: 0.5,
    when: wasLetInAllTheSame,
  },
  {
    name: "name-beside-abort",
    of: "name",
    reason: "The page gave it up, and the browser found fault with it at the same time.",
    seenIn: "any",
    atMost: 1,
    when: (result) => hasGivenUp(result) && !isAbortAlone(result),
  },
  {
    name: "name-of-no-reason",
    of: "name",
    reason:
      "net::ERR_FAILED and ERR_ABORTED say nothing, nor does what the page's process cancelled.",
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
    ({ response }) => typeof response === "object" && response.broken !== undefined,
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
