import type { Exchange, Hop } from "../exchange/exchange.ts";
import { firstHop, judgedHeaders, lastHop } from "../exchange/exchange.ts";
import { readableHeaderNames } from "../http/exposed-headers.ts";
import { isCorsSafelistedMethod, isForbiddenMethod } from "../http/methods.ts";
import {
  includesCredentials,
  isHttpScheme,
  isLocalAddress,
  isPotentiallyTrustworthy,
  originOf,
  parseUrl,
  sameOrigin,
  schemeOf,
} from "../http/origin.ts";
import { isBadPort } from "../http/ports.ts";
import { isRedirectStatus } from "../http/statuses.ts";
import { isNamingCertain } from "./chromium-naming-order.ts";
import { type CauseCode, familyOf, isCauseCode } from "./codes.ts";
import {
  type Candidates,
  credentialsCandidates,
  destination,
  isCrossOrigin,
  modeCandidates,
  reachedServer,
} from "./evidence.ts";
import {
  type EndingMeaning,
  mayBeTwoLines,
  meaningOfGeckoError,
  meaningOfGeckoRedirect,
} from "./gecko-endings.ts";
import { CHROMIUM, GECKO, type LaneRules, nameIn, SPEC } from "./lane-rules.ts";
import { type FetchTrace, LOCAL_SCHEMES, mainFetch, type Reading } from "./main-fetch.ts";
import {
  causeOfBlockedResponse,
  causeOfError,
  causeOfUnembeddable,
  refusesFraming,
} from "./net-errors.ts";
import { notes } from "./notes.ts";
import { remedyFor } from "./remedy.ts";
import { stepsOf } from "./steps.ts";
import type {
  Basis,
  Cause,
  Certainty,
  CredentialsMode,
  Evidence,
  Finding,
  Lane,
  Mode,
  Outcome,
  Verdict,
} from "./verdict.ts";

/**
 * Judges an exchange: what the browser decided, why, how sure that is, what each browser and the
 * standard would say, and what change of responses would let it pass. Pure and total.
 *
 * The events never tell the whole request (mode, credentials), so each reading that the evidence
 * leaves open is walked through the standard's main fetch, and those that contradict how the
 * browser ended it are struck out. What remains decides; where it disagrees, the verdict says so.
 */
export function judge(exchange: Exchange): Verdict {
  const rules = exchange.browser === "chromium" ? CHROMIUM : GECKO;
  const supposed = suppose(exchange, rules);
  const chosen = supposed.consistent[0] ?? (supposed.all[0] as Supposition);
  const decision = decide(exchange, chosen, supposed);
  const credentialsIncluded = chosen.reading.credentials === "include";
  const findings = [...decision.findings, ...notes(exchange, chosen.trace, decision, rules)];
  const blockedByServer = decision.cause?.family === "cors" && decision.outcome === "blocked";
  return {
    crossOrigin: isCrossOrigin(exchange),
    initiatorOrigin: exchange.initiatorOrigin ?? "null",
    destination: destination(exchange),
    mode: { value: chosen.reading.mode, basis: supposed.modeBasis },
    credentials: { value: chosen.reading.credentials, basis: supposed.credentialsBasis },
    outcome: decision.outcome,
    cause: decision.cause,
    certainty: decision.certainty,
    alternatives: decision.alternatives,
    lanes: {
      spec: lane(exchange, chosen, SPEC, decision),
      chromium: lane(exchange, chosen, CHROMIUM, decision),
      gecko: lane(exchange, chosen, GECKO, decision),
    },
    findings,
    preflight: preflightOf(exchange, chosen.trace),
    reachedServer: reachedServer(exchange),
    exposedHeaders: exposed(exchange, chosen.trace, decision.outcome, credentialsIncluded),
    remedy: blockedByServer
      ? remedyFor(
          exchange,
          (supposed.consistent.length > 0 ? supposed.consistent : [chosen]).map((s) => s.reading),
          rules,
        )
      : null,
    originPerHop: chosen.trace.hops.map((hop) => hop.origin),
    steps: stepsOf(exchange, chosen.trace, decision.cause),
  };
}

/** A reading and what follows from it. */
interface Supposition {
  readonly reading: Reading;
  readonly trace: FetchTrace;
}

interface Suppositions {
  readonly all: readonly Supposition[];
  /** Those that allow what was seen to happen on the way. */
  readonly possible: readonly Supposition[];
  /** Those that explain how the browser ended it, likeliest first. */
  readonly consistent: readonly Supposition[];
  readonly modeBasis: Basis;
  readonly credentialsBasis: Basis;
}

function suppose(exchange: Exchange, rules: LaneRules): Suppositions {
  const modes = modeCandidates(exchange);
  const credentials = new Map<Mode, Candidates<CredentialsMode>>();
  const all: Supposition[] = [];
  for (const mode of modes.values) {
    const candidates = credentialsCandidates(exchange, mode);
    credentials.set(mode, candidates);
    for (const value of candidates.values) {
      const reading = { mode, credentials: value };
      all.push({ reading, trace: mainFetch(exchange, reading, rules) });
    }
  }
  const possible = all.filter(({ trace }) => !wentBeyond(exchange, trace.cause));
  const consistent = possible.filter(({ trace }) => explains(trace, exchange));
  const left = consistent.length > 0 ? consistent : all;
  return {
    all,
    possible,
    consistent,
    modeBasis: narrowed(
      modes,
      left.map((s) => s.reading.mode),
    ),
    credentialsBasis: narrowed(
      credentials.get((left[0] as Supposition).reading.mode) as Candidates<CredentialsMode>,
      left.map((s) => s.reading.credentials),
    ),
  };
}

/** An assumption becomes an inference when the outcome leaves one value of several. */
function narrowed<T extends Mode | CredentialsMode>(
  candidates: Candidates<T>,
  left: readonly T[],
): Basis {
  if (candidates.basis !== "assumed" || candidates.values.length === 1) return candidates.basis;
  return new Set(left).size === 1 ? "inferred" : "assumed";
}

/** Whether a trace accounts for how the browser ended it. */
function explains(trace: FetchTrace, exchange: Exchange): boolean {
  const { ending } = exchange;
  if (ending.kind === "pending") return true;
  if (ending.kind === "completed") {
    // Gecko completes what it then withholds: there, only the page can tell that it did not.
    const mayBeWithheld =
      exchange.browser === "gecko" && exchange.callResult?.result !== "resolved";
    return mayBeWithheld || trace.cause === null;
  }
  if (ending.kind === "not-sent") return true;
  if (causeOfError(ending.error) !== null) return true;
  return trace.cause !== null;
}

/** Whether the browser went on past the message that a problem is about: then it saw no problem. */
function wentBeyond(exchange: Exchange, problem: Finding | null): boolean {
  if (problem === null) return false;
  if (problem.hop < exchange.hops.length - 1 && problem.stage !== "request") {
    // A redirect's problem may concern the next URL, which is then there to see.
    return problem.code !== "disallowed-by-mode" && problem.code !== "cors-disabled-scheme";
  }
  // Chromium sends a request only after its preflight has passed; Gecko announces it before.
  const hop = exchange.hops[problem.hop];
  const sent = exchange.browser === "chromium" ? hop?.sentAt : hop?.response;
  return problem.stage === "preflight" && sent != null;
}

/** What is said of the exchange, before it is dressed for the report. */
export interface Decision {
  readonly outcome: Outcome;
  readonly cause: Cause | null;
  readonly certainty: Certainty;
  readonly alternatives: readonly Cause[];
  /** The problems found on the way, the cause among them. */
  readonly findings: readonly Finding[];
}

function decide(exchange: Exchange, chosen: Supposition, supposed: Suppositions): Decision {
  const { ending } = exchange;
  if (exchange.completeness === "orphan-preflight") {
    return {
      outcome: "unknown",
      cause: null,
      certainty: "ambiguous",
      alternatives: [],
      findings: [],
    };
  }
  const refusedFrame = decideFrame(exchange);
  if (refusedFrame !== null) return refusedFrame;
  const unfollowed =
    exchange.browser === "gecko"
      ? decideByMeaning(chosen, exchange, meaningOfGeckoRedirect(exchange, chosen.reading.mode))
      : unfollowedRedirect(exchange, chosen, supposed.modeBasis);
  // What is wrong with a redirecting response itself comes before where it leads.
  const { cause } = chosen.trace;
  const unanswered = exchange.browser === "gecko" && ending.kind === "pending";
  if (unfollowed !== null) {
    if (!unanswered || cause === null || cause.code === "cors-disabled-scheme") return unfollowed;
    return decideByTrace(exchange, chosen, supposed);
  }
  if (ending.kind === "pending") {
    return {
      outcome: "pending",
      cause: null,
      certainty: "certain",
      alternatives: [],
      findings: [],
    };
  }
  if (ending.kind === "not-sent") return decideUnsent(exchange, chosen.reading);
  if (ending.kind === "failed") {
    const failure = decideFailure(exchange, chosen, ending.error);
    if (failure !== null) return failure;
  }
  if (supposed.consistent.length === 0) return contradiction(exchange, chosen);
  const withheld = withheldAfterAll(exchange, chosen);
  if (withheld !== null) return withheld;
  return decideByTrace(exchange, chosen, supposed);
}

/**
 * A call that the browser stopped before the network, as the probe saw it. The order is the one in
 * which Blink refuses.
 */
function decideUnsent(exchange: Exchange, reading: Reading): Decision {
  const { call, violation } = exchange;
  const refused = (code: CauseCode, parameter: string | null = null): Decision => {
    const cause = causeFrom(code, "request", 0, parameter);
    const stopped = cause.family === "network" ? "failed" : "blocked";
    return {
      outcome: code === "aborted" ? "aborted" : stopped,
      cause,
      certainty: "certain",
      alternatives: [],
      findings: code === "aborted" ? [] : [{ ...cause, severity: "blocker", evidence: [] }],
    };
  };
  const { url, method, origin } = firstHop(exchange);
  const scheme = schemeOf(url);
  const isSameOrigin = sameOrigin(exchange.initiatorOrigin ?? "null", origin);
  if (isForbiddenMethod(method)) return refused("forbidden-method", method);
  if (reading.mode === "no-cors" && !isCorsSafelistedMethod(method)) {
    return refused("no-cors-method-not-safelisted", method);
  }
  if (exchange.callResult?.errorName === "AbortError") return refused("aborted");
  if (violation !== null) return refused("csp", violation.effectiveDirective);
  if (reading.mode === "same-origin" && !isSameOrigin) return refused("disallowed-by-mode");
  if (reading.mode === "no-cors" && call?.redirect != null && call.redirect !== "follow") {
    return refused("no-cors-redirect-mode-not-follow");
  }
  if (!isHttpScheme(scheme) && !LOCAL_SCHEMES.has(scheme)) {
    return refused("cors-disabled-scheme", scheme);
  }
  if (isMixedContent(exchange.initiatorOrigin, url)) return refused("mixed-content");
  const port = parseUrl(url)?.port ?? "";
  if (isBadPort(port)) return refused("unsafe-port", port);
  return {
    outcome: "unknown",
    cause: null,
    certainty: "ambiguous",
    alternatives: [
      causeFrom("blocked-by-client", "request", 0, null),
      causeFrom("csp", "request", 0, null),
    ],
    findings: [],
  };
}

/** An error that names its reason, or the ERR_FAILED of something that is not CORS. */
function decideFailure(exchange: Exchange, chosen: Supposition, error: string): Decision | null {
  if (exchange.browser === "gecko") {
    const { mode } = chosen.reading;
    return decideByMeaning(chosen, exchange, meaningOfGeckoError(exchange, mode, error));
  }
  const at = exchange.hops.length - 1;
  const hop = lastHop(exchange);
  const code =
    hop.response !== null && error.startsWith("net::ERR_BLOCKED_BY_RESPONSE")
      ? causeOfBlockedResponse(judgedHeaders(hop.response), exchange.resourceType === "sub_frame")
      : causeOfError(error);
  if (code === null) return null;
  const inPreflight = hop.preflight?.ending.kind === "failed";
  const stage = inPreflight ? "preflight" : hop.response !== null ? "response" : "request";
  if (code === "aborted") {
    return {
      outcome: "aborted",
      cause: causeFrom("aborted", stage, at, error),
      // After a redirect the renderer may have refused the next URL; that ends in the same way.
      certainty: hop.redirect === null ? "certain" : "likely",
      alternatives: [],
      findings: [],
    };
  }
  const cause =
    code === "local-network-access-denied"
      ? localNetworkCause(exchange, stage, at)
      : causeFrom(code, stage, at, error);
  const finding: Finding = { ...cause, severity: "blocker", evidence: [] };
  return {
    outcome: cause.family === "network" ? "failed" : "blocked",
    cause,
    certainty: "certain",
    alternatives: [],
    findings: [finding, ...chosen.trace.problems],
  };
}

/**
 * A frame's document that arrived and was not shown. Chromium tells it as completed; or, where the
 * embedder's COEP refused it, as aborted if the body had not come yet. null for every other exchange.
 */
function decideFrame(exchange: Exchange): Decision | null {
  const { response } = lastHop(exchange);
  if (exchange.resourceType !== "sub_frame" || response === null) return null;
  const { ending } = exchange;
  const headers = judgedHeaders(response);
  const aborted = ending.kind === "failed" && causeOfError(ending.error) === "aborted";
  if (ending.kind !== "completed" && !aborted) return null;
  const isForeign = isCrossOrigin(exchange);
  const refused = ending.kind === "completed" && refusesFraming(headers, isForeign);
  const unembeddable =
    exchange.embedderPolicy === null ? null : causeOfUnembeddable(headers, isForeign);
  const code = refused ? "frame-not-allowed" : unembeddable;
  if (code === null) return null;
  const cause = causeFrom(code, "response", exchange.hops.length - 1, null);
  return {
    outcome: "blocked",
    cause,
    certainty: "likely",
    alternatives: [],
    findings: [{ ...cause, severity: "blocker", evidence: [] }],
  };
}

/**
 * Local network access is refused to a page that is no secure context whatever the user says.
 * https://wicg.github.io/local-network-access/
 */
function localNetworkCause(exchange: Exchange, stage: Cause["stage"], at: number): Cause {
  const isSecure = isPotentiallyTrustworthy(exchange.initiatorOrigin ?? "");
  return causeFrom(
    isSecure ? "local-network-access-denied" : "insecure-local-network",
    stage,
    at,
    null,
  );
}

/**
 * ERR_FAILED before any response. A preflight that is reset or refused tells so; what ends like
 * this is Chromium's check of the address space. null for every other exchange.
 */
function failedUnanswered(exchange: Exchange): Decision | null {
  const at = exchange.hops.length - 1;
  const hop = lastHop(exchange);
  if (hop.response !== null || exchange.browser !== "chromium") return null;
  const likely = (cause: Cause, alternatives: readonly Cause[] = []): Decision => ({
    outcome: "blocked",
    cause,
    certainty: alternatives.length > 0 ? "ambiguous" : "likely",
    alternatives,
    findings: [{ ...cause, severity: "blocker", evidence: [] }],
  });
  if (hop.preflight?.ending.kind === "failed" && hop.preflight.response === null) {
    const local = localNetworkCause(exchange, "preflight", at);
    return isLocalAddress(hop.url)
      ? likely(local)
      : likely(local, [causeFrom("invalid-response", "preflight", at, null)]);
  }
  if (exchange.call?.targetAddressSpace != null) {
    return likely(causeFrom("invalid-local-network-access", "request", at, null));
  }
  return null;
}

/** What is decided where the way that Gecko ended it has a meaning of its own. */
function decideByMeaning(
  { trace }: Supposition,
  { hops }: Exchange,
  meaning: EndingMeaning | null,
): Decision | null {
  if (meaning === null) return null;
  const { code, stage, certainty, others, parameter } = meaning;
  const at = hops.length - 1;
  const cause = causeFrom(code, stage, at, parameter);
  const aborted = code === "aborted";
  const stopped = cause.family === "network" ? "failed" : "blocked";
  return {
    outcome: aborted ? "aborted" : stopped,
    cause,
    certainty,
    alternatives: others.map((other) => causeFrom(other, stage, at, null)),
    findings: aborted ? [] : [{ ...cause, severity: "blocker", evidence: [] }, ...trace.problems],
  };
}

/**
 * A redirect that passed every check of the network side and led nowhere: the renderer had the last
 * word, and its reasons leave no event. Chromium then tells ERR_ABORTED, or nothing at all where
 * the target's scheme is not one that webRequest reports. null for every other exchange.
 */
function unfollowedRedirect(
  exchange: Exchange,
  chosen: Supposition,
  modeBasis: Basis,
): Decision | null {
  const { ending } = exchange;
  const hop = lastHop(exchange);
  if (hop.redirect === null) return null;
  const at = exchange.hops.length - 1;
  const { mode } = chosen.reading;
  const decided = (
    code: CauseCode,
    certainty: Certainty,
    alternatives: readonly CauseCode[] = [],
    parameter: string | null = null,
  ): Decision => {
    const cause = causeFrom(code, "redirect", at, parameter);
    const opaque = code === "opaque-redirect";
    const finding: Finding = { ...cause, severity: "blocker", evidence: [locationOf(hop)] };
    return {
      outcome: opaque ? "opaque" : cause.family === "network" ? "failed" : "blocked",
      cause,
      certainty,
      alternatives: alternatives.map((other) => causeFrom(other, "redirect", at, null)),
      findings: opaque ? [] : [finding],
    };
  };
  if (ending.kind === "pending") {
    if (WEB_REQUEST_SCHEMES.has(schemeOf(hop.redirect.url))) return null;
    const certainty = modeBasis === "assumed" ? "ambiguous" : "certain";
    const other = (code: CauseCode) => (modeBasis === "assumed" ? [code] : []);
    return mode === "cors"
      ? decided("cors-disabled-scheme", certainty, other("network-error"))
      : decided(
          "network-error",
          certainty,
          other("cors-disabled-scheme"),
          "net::ERR_UNKNOWN_URL_SCHEME",
        );
  }
  if (ending.kind !== "failed" || causeOfError(ending.error) !== "aborted") return null;
  if (
    mode === "same-origin" &&
    !sameOrigin(exchange.initiatorOrigin ?? "null", originOf(hop.redirect.url))
  ) {
    return decided("disallowed-by-mode", "certain");
  }
  if (isMixedContent(exchange.initiatorOrigin, hop.redirect.url)) {
    return decided("mixed-content", "likely", []);
  }
  const redirectMode = exchange.call?.redirect ?? null;
  if (redirectMode === "manual") return decided("opaque-redirect", "certain");
  const api = exchange.call?.api ?? null;
  if (includesCredentials(hop.redirect.url) && api !== "xhr") {
    // XHR alone may follow; without the probe, a fetch with mode "cors" may have asked not to.
    const certain = mode === "no-cors" || api !== null;
    return certain
      ? decided("credentialed-subresource", "certain")
      : decided("credentialed-subresource", "ambiguous", ["opaque-redirect"]);
  }
  if (redirectMode === "error") return decided("redirect-mode-error", "certain");
  if (mode !== "cors" || redirectMode === "follow") return null;
  // Only fetch() has a redirect mode of its own to choose.
  if (exchange.resourceType !== "xmlhttprequest") return null;
  return decided("opaque-redirect", "ambiguous", ["redirect-mode-error", "csp", "aborted"]);
}

/** The schemes of which webRequest tells what becomes of a redirect. */
const WEB_REQUEST_SCHEMES = new Set([
  "http",
  "https",
  "ws",
  "wss",
  "ftp",
  "file",
  "data",
  "blob",
  "about",
  "chrome-extension",
]);

function locationOf(hop: Hop): Evidence {
  return { header: "Location", got: hop.redirect?.url ?? null, wanted: null };
}

/** https://w3c.github.io/webappsec-mixed-content/#should-block-fetch */
function isMixedContent(initiatorOrigin: string | null, url: string): boolean {
  return (
    schemeOf(initiatorOrigin ?? "") === "https" &&
    schemeOf(url) === "http" &&
    !isPotentiallyTrustworthy(url)
  );
}

/**
 * A response that arrived whole and passed every check, and that the page did not get all the same,
 * as the probe saw: its hash was wrong, or a redirect's URL held a password. null otherwise.
 */
function withheldAfterAll(exchange: Exchange, chosen: Supposition): Decision | null {
  const { callResult, elementFailure, hops } = exchange;
  if (exchange.ending.kind !== "completed" || chosen.trace.cause !== null) return null;
  const rejected = callResult?.result === "rejected" && callResult.errorName === "TypeError";
  if (!rejected && !elementFailure?.hasIntegrity) return null;
  const withPassword = hops.findIndex((hop, i) => i > 0 && includesCredentials(hop.url));
  const cause =
    withPassword > 0
      ? causeFrom("credentialed-subresource", "redirect", withPassword - 1, null)
      : causeFrom("integrity", "response", hops.length - 1, null);
  return {
    outcome: "blocked",
    cause,
    certainty: "likely",
    alternatives: [],
    findings: [{ ...cause, severity: "blocker", evidence: [] }],
  };
}

/** The browser did what no reading explains: say what it did, and that we do not know why. */
function contradiction(exchange: Exchange, chosen: Supposition): Decision {
  if (exchange.ending.kind === "completed") {
    const against: Finding = {
      code: "passed-against-the-rules",
      stage: "response",
      hop: exchange.hops.length - 1,
      parameter: null,
      severity: "warning",
      evidence: chosen.trace.cause?.evidence ?? [],
    };
    return {
      outcome: "allowed",
      cause: null,
      certainty: "likely",
      alternatives: [],
      findings: [against],
    };
  }
  const unanswered = failedUnanswered(exchange);
  if (unanswered !== null) return unanswered;
  const at = exchange.hops.length - 1;
  const hop = lastHop(exchange);
  const error = exchange.ending.kind === "failed" ? exchange.ending.error : "";
  return {
    outcome: "unknown",
    cause: null,
    certainty: "ambiguous",
    alternatives: [
      causeFrom("local-network-access-denied", "request", at, null),
      causeFrom("network-error", hop.response === null ? "request" : "response", at, error),
    ],
    findings: [],
  };
}

function decideByTrace(exchange: Exchange, chosen: Supposition, supposed: Suppositions): Decision {
  const { trace } = chosen;
  const verdicts = supposed.consistent.map((s) => causeOfTrace(s.trace));
  const cause = verdicts[0] ?? null;
  const others = distinct(verdicts.slice(1).filter((other) => !sameCause(other, cause)));
  if (mayBeOpaqueRedirect(exchange)) {
    others.push(causeFrom("opaque-redirect", "redirect", exchange.hops.length - 1, null));
  }
  const outcome = outcomeOfTrace(trace);
  const agreed = supposed.consistent.every((s) => outcomeOfTrace(s.trace) === outcome);
  // Ruled out by its ending alone: then ERR_FAILED is taken to mean CORS, and could mean another.
  const struckOut = supposed.consistent.length < supposed.possible.length;
  const missing = trace.problems.filter((p) => p.code === "header-disallowed").length;
  const doubtful =
    (struckOut && cause !== null) ||
    wasNeverSeen(exchange) ||
    (cause?.code === "header-disallowed" &&
      exchange.browser === "chromium" &&
      !isNamingCertain(exchange, missing));
  const certainty = others.length > 0 || !agreed ? "ambiguous" : doubtful ? "likely" : "certain";
  const decision: Decision = {
    outcome,
    cause,
    certainty,
    alternatives: others.filter((other): other is Cause => other !== null),
    findings: trace.problems,
  };
  return exchange.browser === "gecko" ? withGeckoDoubts(exchange, decision) : decision;
}

/** Whether only the probe told of it: the call came to a good end, and no request was seen. */
function wasNeverSeen(exchange: Exchange): boolean {
  const { requestHeaders, response } = lastHop(exchange);
  return exchange.call !== null && requestHeaders === null && response === null;
}

/** What Gecko's events cannot tell apart. */
function withGeckoDoubts(exchange: Exchange, decision: Decision): Decision {
  const { cause, findings } = decision;
  if (cause?.code === "opaque-redirect" && exchange.call === null) {
    const other = causeFrom("redirect-mode-error", "redirect", cause.hop, null);
    const alternatives = [other, ...decision.alternatives];
    return { ...decision, certainty: "ambiguous", alternatives };
  }
  if (cause === null || !mayBeTwoLines(exchange, cause)) return decision;
  const code = "multiple-allow-origin-values";
  return {
    ...decision,
    cause: { ...cause, code },
    certainty: "ambiguous",
    alternatives: [cause, ...decision.alternatives],
    findings: findings.map((finding) =>
      finding.code === cause.code && finding.hop === cause.hop && finding.stage === cause.stage
        ? { ...finding, code }
        : finding,
    ),
  };
}

/**
 * Whether the last response has a redirect status and leads nowhere: with redirect mode "manual",
 * which only the probe tells, the page has an opaque redirect, Location or not.
 * https://fetch.spec.whatwg.org/#http-fetch
 */
function mayBeOpaqueRedirect(exchange: Exchange): boolean {
  const { response } = lastHop(exchange);
  if (response === null || !isRedirectStatus(response.status)) return false;
  if (exchange.ending.kind !== "completed") return false;
  return exchange.call === null && exchange.resourceType === "xmlhttprequest";
}

function outcomeOfTrace(trace: FetchTrace): Outcome {
  switch (trace.outcome) {
    case "opaque-redirect":
      return "opaque";
    case "undetermined":
      return "unknown";
    default:
      return trace.outcome;
  }
}

function causeOfTrace(trace: FetchTrace): Cause | null {
  const last = trace.hops.length - 1;
  switch (trace.outcome) {
    case "opaque":
      return causeFrom("opaque-no-cors", "response", last, null);
    case "opaque-redirect":
      return causeFrom("opaque-redirect", "redirect", last, null);
    case "blocked":
      return trace.cause === null ? null : asCause(trace.cause);
    default:
      return null;
  }
}

function asCause(finding: Finding): Cause | null {
  if (!isCauseCode(finding.code)) return null;
  return causeFrom(finding.code, finding.stage, finding.hop, finding.parameter);
}

function causeFrom(
  code: CauseCode,
  stage: Cause["stage"],
  hop: number,
  parameter: string | null,
): Cause {
  return { code, family: familyOf(code), stage, hop, parameter };
}

function sameCause(a: Cause | null, b: Cause | null): boolean {
  if (a === null || b === null) return a === b;
  return a.code === b.code && a.stage === b.stage && a.hop === b.hop && a.parameter === b.parameter;
}

function distinct(causes: readonly (Cause | null)[]): (Cause | null)[] {
  return causes.filter((cause, i) => causes.findIndex((other) => sameCause(cause, other)) === i);
}

/** The rules of the lanes differ on preflights, and on why something fails; never on a plain pass. */
function lanesMayDiffer(exchange: Exchange, observed: FetchTrace): boolean {
  return observed.problems.length > 0 || exchange.hops.some((hop) => hop.preflight !== null);
}

/** What one lane says: the observed browser's own is what was decided. */
function lane(
  exchange: Exchange,
  { reading, trace: observed }: Supposition,
  rules: LaneRules,
  decision: Decision,
): Lane {
  const own = rules.lane === exchange.browser;
  // What never got a CORS verdict is the same everywhere.
  const notCors =
    decision.outcome === "pending" ||
    decision.outcome === "aborted" ||
    decision.outcome === "failed" ||
    decision.outcome === "unknown" ||
    (decision.outcome === "blocked" && decision.cause?.family !== "cors");
  if (own || notCors) {
    return {
      outcome: decision.outcome,
      cause: decision.cause,
      name: nameIn(rules, decision.cause),
    };
  }
  const trace = lanesMayDiffer(exchange, observed) ? mainFetch(exchange, reading, rules) : observed;
  const cause = causeOfTrace(trace);
  return { outcome: outcomeOfTrace(trace), cause, name: nameIn(rules, cause) };
}

function preflightOf(exchange: Exchange, trace: FetchTrace): Verdict["preflight"] {
  const concerned = trace.hops.filter((hop) => hop.need !== null);
  if (concerned.length === 0) return { needed: false, because: [], seen: "none" };
  const needing = concerned.filter((hop) => hop.need?.needed === true);
  const because = [...new Set(needing.flatMap((hop) => hop.need?.because ?? []))];
  const sent = exchange.hops.some((hop) => hop.preflight !== null);
  if (sent) return { needed: true, because, seen: "sent" };
  if (needing.length > 0) {
    // It went out without one: an earlier preflight's answer was still good. Unless it never went.
    const went = needing.every((hop) => (exchange.hops[hop.hop] as Hop).sentAt !== null);
    const seenWhole = exchange.completeness === "complete";
    return { needed: true, because, seen: went && seenWhole ? "cached" : "unknown" };
  }
  const known = concerned.every((hop) => hop.need?.needed === false);
  return { needed: known ? false : null, because: [], seen: known ? "none" : "unknown" };
}

function exposed(
  exchange: Exchange,
  trace: FetchTrace,
  outcome: Outcome,
  credentialsIncluded: boolean,
): readonly string[] {
  const { response } = lastHop(exchange);
  if (outcome !== "allowed" || response === null) return [];
  return readableHeaderNames(judgedHeaders(response), trace.tainting, credentialsIncluded);
}
