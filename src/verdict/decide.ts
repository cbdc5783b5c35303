import { type Exchange, lastHop } from "../exchange/exchange.ts";
import { isRedirectStatus } from "../http/statuses.ts";
import { isNamingCertain } from "./chromium-naming-order.ts";
import { decideFailure, failedUnanswered } from "./decide-failure.ts";
import { decideFrame } from "./decide-frame.ts";
import { unfollowedRedirect } from "./decide-redirect.ts";
import { decideUnsent } from "./decide-unsent.ts";
import { decideWithheld } from "./decide-withheld.ts";
import {
  causeFrom,
  causeOfWalk,
  type Decision,
  decideByMeaning,
  distinct,
  outcomeOfWalk,
  sameCause,
} from "./decision.ts";
import { wasHandedOn, wasNeverSeen } from "./evidence.ts";
import { mayBeTwoLines, meaningOfGeckoRedirect, wasRefusedARedirect } from "./gecko-endings.ts";
import { couldBe, type Hypotheses, type Hypothesis } from "./hypotheses.ts";
import { GECKO } from "./lanes/gecko.ts";
import { mainFetch } from "./main-fetch.ts";
import type { Cause, Finding, Outcome } from "./verdict.ts";

/**
 * What is said of an exchange: from how it ended where that tells by itself, else from the hypotheses
 * that are left.
 *
 * @param chosen the likeliest of the hypotheses that explain the ending.
 */
export function decide(exchange: Exchange, chosen: Hypothesis, hypotheses: Hypotheses): Decision {
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
  const told = decideByPage(exchange, chosen);
  if (told !== null) return told;
  const unfollowed =
    exchange.browser === "gecko"
      ? decideGeckoRedirect(exchange, chosen, hypotheses)
      : unfollowedRedirect(exchange, chosen, hypotheses.modeBasis);
  if (unfollowed !== null) return unfollowed;
  if (ending.kind === "pending") {
    // Where the worker died meanwhile, it may have ended unheard.
    const isInterrupted = exchange.completeness === "interrupted";
    return {
      outcome: isInterrupted ? "unknown" : "pending",
      cause: null,
      certainty: isInterrupted ? "ambiguous" : "certain",
      alternatives: [],
      findings: [],
    };
  }
  if (ending.kind === "not-sent") return decideUnsent(exchange, chosen.modes);
  if (ending.kind === "failed") {
    const failure = decideFailure(exchange, chosen, hypotheses, ending.error);
    if (failure !== null) return failure;
  }
  if (wasNeverSeen(exchange)) return decideUnseen(exchange);
  if (hypotheses.consistent.length === 0) return contradiction(exchange, chosen);
  const withheld = decideWithheld(exchange, chosen);
  if (withheld !== null) return withheld;
  return decideByWalk(exchange, chosen, hypotheses);
}

/**
 * A redirect that Gecko did not follow. Policies come first; then what is wrong with the redirecting
 * response itself; and only then where it leads.
 */
function decideGeckoRedirect(
  exchange: Exchange,
  chosen: Hypothesis,
  hypotheses: Hypotheses,
): Decision | null {
  const meaning = meaningOfGeckoRedirect(exchange, chosen.modes.mode);
  const unfollowed = decideByMeaning(chosen, exchange, meaning);
  const isPolicy = meaning?.code === "csp" || meaning?.code === "mixed-content";
  const isTold = meaning?.code === "mixed-content" || exchange.violation !== null;
  if (unfollowed === null || (isPolicy && isTold)) return unfollowed;
  if (wasRefusedARedirect(exchange)) return unfollowed;
  const passes = ({ walk: { cause } }: Hypothesis) =>
    cause === null || cause.code === "cors-disabled-scheme";
  const stopped = hypotheses.consistent.filter((one) => !passes(one));
  if (stopped.length === 0) return unfollowed;
  if (!isPolicy && !hypotheses.possible.some(passes)) {
    return decideByWalk(exchange, chosen, hypotheses);
  }
  const others = distinct(stopped.map(({ walk }) => causeOfWalk(walk)));
  return {
    ...unfollowed,
    certainty: "ambiguous",
    alternatives: others.flatMap((other) => {
      if (other === null) return [];
      if (!mayBeTwoLines(exchange, other)) return [other];
      return [{ ...other, code: "multiple-allow-origin-values" } as const, other];
    }),
  };
}

/**
 * What the page saw that leaves nothing open: it gave the call up, or has an opaque redirect. What
 * the browser did with the request meanwhile is not what became of the call.
 */
function decideByPage({ callResult, hops, ending }: Exchange, chosen: Hypothesis): Decision | null {
  const { result, errorName, responseType } = callResult ?? {};
  const at = hops.length - 1;
  if (result === "rejected" && (errorName === "AbortError" || errorName === "TimeoutError")) {
    const stage = hops[at]?.response ? "response" : "request";
    const parameter = ending.kind === "failed" ? ending.error : null;
    return {
      outcome: "aborted",
      cause: causeFrom("aborted", stage, at, parameter),
      certainty: "certain",
      alternatives: [],
      findings: chosen.walk.problems,
    };
  }
  if (responseType !== "opaqueredirect") return null;
  // Chromium follows a keepalive request's redirect all the same, and finds nobody waiting.
  const redirecting = hops.findIndex(
    ({ response }) => response !== null && isRedirectStatus(response.status),
  );
  return {
    outcome: "opaque",
    cause: causeFrom("opaque-redirect", "redirect", Math.max(0, redirecting), null),
    certainty: "certain",
    alternatives: [],
    findings: [],
  };
}

/** The browser did what no hypothesis explains: say what it did, and that we do not know why. */
function contradiction(exchange: Exchange, chosen: Hypothesis): Decision {
  if (exchange.ending.kind === "completed") {
    const against: Finding = {
      code: "passed-against-the-rules",
      stage: "response",
      hop: exchange.hops.length - 1,
      parameter: null,
      severity: "warning",
      evidence: chosen.walk.cause?.evidence ?? [],
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
  if (wasHandedOn(exchange)) {
    // A page that wants no more of a response ends it with ERR_FAILED, a worker with ERR_ABORTED.
    return {
      outcome: "aborted",
      cause: causeFrom("aborted", "response", at, null),
      certainty: "certain",
      alternatives: [],
      findings: [],
    };
  }
  const hop = lastHop(exchange);
  const error = exchange.ending.kind === "failed" ? exchange.ending.error : "";
  return {
    outcome: "unknown",
    cause: null,
    certainty: "ambiguous",
    alternatives: [
      // It may have said where in the network the server is, and where the probe is not, none knows.
      ...(exchange.call === null && exchange.browser === "chromium"
        ? [causeFrom("invalid-local-network-access", "request", at, null)]
        : []),
      causeFrom("network-error", hop.response === null ? "request" : "response", at, error),
    ],
    findings: [],
  };
}

function decideByWalk(exchange: Exchange, chosen: Hypothesis, hypotheses: Hypotheses): Decision {
  const { walk } = chosen;
  const verdicts = hypotheses.consistent.map((s) => causeOfWalk(s.walk));
  const cause = verdicts[0] ?? null;
  const others = distinct(verdicts.slice(1).filter((other) => !sameCause(other, cause)));
  if (mayBeOpaqueRedirect(exchange)) {
    others.push(causeFrom("opaque-redirect", "redirect", exchange.hops.length - 1, null));
  }
  const outcome = outcomeOfWalk(walk);
  const agreed = hypotheses.consistent.every((s) => outcomeOfWalk(s.walk) === outcome);
  // Ruled out by its ending alone: then ERR_FAILED is taken to mean CORS, and could mean another.
  const struckOut = hypotheses.consistent.length < hypotheses.possible.length;
  const missing = walk.problems.filter((p) => p.code === "header-disallowed").length;
  const doubtful =
    (struckOut && cause !== null) ||
    hangsOnCookieSettings(exchange, chosen, hypotheses) ||
    (cause?.code === "header-disallowed" &&
      exchange.browser === "chromium" &&
      !isNamingCertain(exchange, missing));
  const certainty = others.length > 0 || !agreed ? "ambiguous" : doubtful ? "likely" : "certain";
  const decision: Decision = {
    outcome,
    cause,
    certainty,
    alternatives: others.filter((other): other is Cause => other !== null),
    findings: walk.problems,
  };
  return exchange.browser === "gecko" ? withGeckoDoubts(exchange, decision) : decision;
}

/**
 * A call that was answered though no request was seen of it: by a service worker, or out of the
 * browser itself. What the page has is what it says.
 */
function decideUnseen({ callResult, call }: Exchange): Decision {
  const found = (outcome: Outcome, cause: Cause | null): Decision => ({
    outcome,
    cause,
    // Only fetch() can have an answer that it cannot read.
    certainty:
      callResult !== null && (callResult.responseType !== null || call?.api !== "fetch")
        ? "certain"
        : "likely",
    alternatives: [],
    findings: [],
  });
  switch (callResult?.responseType) {
    case "opaque":
      return found("opaque", causeFrom("opaque-no-cors", "response", 0, null));
    case "opaqueredirect":
      return found("opaque", causeFrom("opaque-redirect", "redirect", 0, null));
    default:
      return found("allowed", null);
  }
}

/**
 * Whether it would be judged otherwise if it had credentials, and only a header's absence says that
 * it has none: Gecko leaves Sec-Fetch-Storage-Access out of all requests where its user has turned
 * off the partitioning of cookies (seen in 153 with network.cookie.cookieBehavior 0, 1 and 2).
 */
function hangsOnCookieSettings(
  exchange: Exchange,
  { modes, walk }: Hypothesis,
  { all, credentialsBasis }: Hypotheses,
): boolean {
  if (exchange.browser !== "gecko" || exchange.call !== null) return false;
  if (modes.mode !== "cors" || exchange.resourceType === "font") return false;
  if (credentialsBasis !== "inferred" || all.length > 1) return false;
  const included = { ...modes, credentials: "include" } as const;
  const other = { modes: included, walk: mainFetch(exchange, included, GECKO) };
  return other.walk.cause?.code !== walk.cause?.code && couldBe(exchange, other);
}

/** What Gecko's events cannot tell apart. */
function withGeckoDoubts(exchange: Exchange, decision: Decision): Decision {
  const { cause, findings } = decision;
  if (cause?.code === "opaque-redirect" && exchange.call === null) {
    const other = causeFrom("redirect-mode-error", "redirect", cause.hop, null);
    const alternatives = [other, ...decision.alternatives];
    return { ...decision, certainty: "ambiguous", alternatives };
  }
  if (cause === null) return decision;
  if (!mayBeTwoLines(exchange, cause)) {
    const isDoubtful = decision.certainty === "certain" && mayHaveMetPolicy(exchange, cause);
    return isDoubtful ? { ...decision, certainty: "likely" } : decision;
  }
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
 * Whether a redirect that CORS forbids may have been refused for where it leads, before that: Gecko
 * ends both alike, and of a document's policy the probe alone tells, where it is (seen in 153).
 */
function mayHaveMetPolicy({ call, element, violation }: Exchange, { stage }: Cause): boolean {
  return stage === "redirect" && call === null && element === null && violation === null;
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
