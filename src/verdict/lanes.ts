import type { Exchange } from "../exchange/exchange.ts";
import { asRecorded, type Counterpart, counterparts } from "./counterpart.ts";
import { type Decision, judgementOfWalk } from "./decision.ts";
import { wasNeverSeen } from "./hypotheses/evidence.ts";
import type { Hypotheses, Hypothesis } from "./hypotheses/hypotheses.ts";
import { forEachLane } from "./lane-name.ts";
import type { PredictedRules } from "./lane-rules.ts";
import { LANE_RULES, ownRulesOf } from "./lanes/all.ts";
import { nameIn } from "./lanes/names.ts";
import type { OwnWay } from "./lanes/own-ways/way.ts";
import { ownWayOf } from "./lanes/own-ways.ts";
import { type Moment, momentOf, momentOfUnseen, NEVER } from "./moment.ts";
import { type HopWalk, isWalkedAlike, mainFetch } from "./standard/main-fetch.ts";
import type { Cause, Judgement, Lane, OpenReason, Outcome, Verdict } from "./verdict.ts";

/** What is the same for every lane of an exchange. */
interface Judged {
  readonly exchange: Exchange;
  readonly chosen: Hypothesis;
  readonly decision: Decision;
  /** The rules of the browser that recorded. */
  readonly ownRules: PredictedRules;
  /** The exchange as another lane's browser would have made it; null where all lanes say the same. */
  readonly counterpartBy: ((rules: PredictedRules) => Counterpart) | null;
}

/** What a lane comes to, or why nobody can tell. */
type Reading = OwnWay | (Judgement & { readonly at: Moment });

/**
 * What the standard and each browser would say of an exchange that was decided as `decision`.
 *
 * @param hypotheses how the request may have been made: where a lane hangs on that, it is left open.
 */
export function lanesOf(
  exchange: Exchange,
  chosen: Hypothesis,
  decision: Decision,
  { consistent }: Hypotheses,
): Verdict["lanes"] {
  const ownRules = ownRulesOf(exchange.browser);
  const isAlike = isCommon(exchange, decision);
  const asIf = (chosen: Hypothesis): Judged => {
    const counterpartBy = isAlike ? null : counterparts(exchange, chosen, ownRules);
    return { exchange, chosen, decision, ownRules, counterpartBy };
  };
  const judged = asIf(chosen);
  const isOpen = decision.certainty === "ambiguous" && !isAlike;
  const others = isOpen ? consistent.filter((one) => isAnother(one, judged)).map(asIf) : NOTHING;
  return forEachLane((name) => {
    const rules = LANE_RULES[name];
    const lane = laneOf(judged, rules);
    if (rules === ownRules) return lane;
    let isSameName = true;
    const isSameEitherWay = others.every((other) => {
      const there = laneOf(other, rules);
      isSameName &&= there.outcome !== "blocked" || there.name === lane.name;
      return there.outcome === lane.outcome || isAsOwn(lane, decision, there.outcome, other.chosen);
    });
    if (!isSameEitherWay) return leftOpen("call-unseen");
    const isNamed = isSameName && !isByOneReading(lane, decision);
    return lane.outcome === "blocked" && !isNamed ? blockedAnyway("call-unseen") : lane;
  });
}

/**
 * Whether a lane may come to something else than the browser that recorded, were it this hypothesis:
 * without preflights, whether it had credentials changes all lanes alike.
 */
function isAnother(one: Hypothesis, { exchange: { hops }, chosen }: Judged): boolean {
  if (one === chosen) return false;
  const isOfMode = one.modes.mode === chosen.modes.mode;
  return !isOfMode || hops.some(({ preflight }) => preflight !== null);
}

const NOTHING: readonly never[] = [];

/** Whether a lane has its cause from a decision that may have had another, which blocks it as well. */
function isByOneReading({ cause }: Lane, { cause: decided, alternatives }: Decision): boolean {
  return (
    decided?.code === "csp" &&
    cause?.code === decided.code &&
    alternatives.some(({ family }) => family === "cors")
  );
}

/** Whether a lane ends it as the browser that recorded, both as that decided and if it was otherwise. */
function isAsOwn(lane: Lane, decision: Decision, outcome: Outcome, { walk }: Hypothesis): boolean {
  return lane.outcome === decision.outcome && outcome === judgementOfWalk(walk).outcome;
}

/** What one lane says: the observed browser's own is what was decided. */
function laneOf(judged: Judged, rules: PredictedRules): Lane {
  const { exchange, decision, ownRules, counterpartBy } = judged;
  const say = ({ outcome, cause }: Judgement) =>
    ({ outcome, cause, name: nameIn(rules.lane, cause), open: null }) as Lane;
  if (rules === ownRules) return say(decision);
  const there = counterpartBy?.(rules) ?? asRecorded(exchange);
  const kindly = readingOf(judged, there.kindly, rules);
  if ("open" in kindly) {
    const reason = there.unseen[0]?.reason ?? kindly.open;
    return kindly.isBlocked ? blockedAnyway(reason) : leftOpen(reason);
  }
  // What it would meet before that, and nobody saw.
  const before = there.unseen.filter((one) => momentOfUnseen(one) < kindly.at);
  const [first] = before;
  if (first === undefined) return say(kindly);
  if (before.some(({ maybe }) => maybe === "anything")) return leftOpen(first.reason);
  const strictly = readingOf(judged, there.strictly, rules);
  if ("open" in strictly) return leftOpen(first.reason);
  const isEitherWay = before.every(({ maybe }) => maybe === "either");
  if (isEitherWay && isAlike(kindly, strictly)) return say(kindly);
  // Whatever the servers say, something stops it.
  const isStopped = [kindly, strictly].every(
    (one) => one.outcome === "blocked" || isBlockedByFailure(one, judged, rules),
  );
  return isStopped ? blockedAnyway(first.reason) : leftOpen(first.reason);
}

const leftOpen = (open: OpenReason): Lane => ({
  outcome: "unknown",
  cause: null,
  name: null,
  open,
});

const blockedAnyway = (open: OpenReason): Lane => ({
  outcome: "blocked",
  cause: null,
  name: null,
  open,
});

/**
 * Whether a lane's browser says of what failed in the network that CORS blocked it: so it does of what
 * was requested with CORS.
 */
function isBlockedByFailure(
  { outcome }: Judgement,
  { chosen }: Judged,
  { reportsFailuresAsBlocked }: PredictedRules,
): boolean {
  return reportsFailuresAsBlocked && outcome === "failed" && chosen.modes.mode === "cors";
}

const isAlike = (one: Judgement, other: Judgement) =>
  one.outcome === other.outcome && one.cause?.code === other.cause?.code;

/** What the lane's browser comes to where its servers responded so. */
function readingOf(judged: Judged, there: Exchange, rules: PredictedRules): Reading {
  const { exchange, chosen, decision, ownRules, counterpartBy } = judged;
  const { modes, walk: own } = chosen;
  const way = ownWayOf({ exchange: there, decision, mode: modes.mode, walk: own, ownRules }, rules);
  const { outcome: ended, cause: stopped } = decision;
  const isStopped = ended === "blocked" || ended === "failed";
  const at = isStopped ? momentOf(decision.cause) : NEVER;
  const asDecided = { outcome: ended, cause: stopped, at } as Reading;
  if (counterpartBy === null) {
    if (way !== null && way.at <= at) return way;
    // The standard streams what Chromium streams; Gecko makes text of it and sends that.
    const isStream = decision.cause?.code === "no-cors-stream-body";
    return isStream && !rules.streamsBodies ? { open: "response-unseen", at } : asDecided;
  }
  const isSame = there === exchange && isWalkedAlike(own, ownRules, rules);
  const walk = isSame ? own : mainFetch(there, modes, rules);
  const { outcome, cause } = judgementOfWalk(walk);
  if (outcome === "blocked" && isMet(cause, judged) && !isLaterThanPolicy(cause, decision, rules)) {
    const at = momentOf(cause);
    if (way === null || at < way.at) return { outcome, cause, at };
  }
  // What failed once its response had come may have failed for what the way is of.
  const isEarlier =
    isOfPolicy(decision) && stopped?.family !== "network" && at < (way?.at ?? NEVER);
  if (way !== null && !isEarlier) return way;
  const matter = ownMatter(stopped);
  if (matter !== null) {
    // A preflight with a status 407 passes nowhere.
    const isBlocked = stopped?.stage === "preflight" && there.hops[stopped.hop]?.preflight != null;
    return { open: matter, at, isBlocked };
  }
  if (decision.outcome === "failed" || isOfPolicy(decision)) {
    const isMade = stopped?.stage !== "preflight" || there.hops[stopped.hop]?.preflight != null;
    // What failed in a preflight fails nobody who sends none.
    return isMade ? asDecided : { open: "response-unseen", at };
  }
  // It would have gone on where the observed browser stopped.
  const { location } = walk.hops[walk.hops.length - 1] as HopWalk;
  const wouldFollow = decision.outcome === "blocked" && location !== null;
  if (walk.outcome === "undetermined" || wouldFollow) return { open: "response-unseen", at };
  return { outcome, cause, at: NEVER } as Reading;
}

/**
 * Whether all lanes say the same: of what never got a CORS verdict, and of what the standard forbids
 * before anything is sent, or where a redirect leads.
 */
function isCommon(exchange: Exchange, { cause, certainty, outcome }: Decision): boolean {
  return (
    wasNeverSeen(exchange) ||
    exchange.ending.kind === "not-sent" ||
    cause?.code === "opaque-redirect" ||
    (cause?.code === "disallowed-by-mode" && certainty !== "ambiguous") ||
    outcome === "pending" ||
    outcome === "aborted" ||
    outcome === "unknown"
  );
}

/** Whether a policy of the page, by which it was decided, comes before the scheme that a redirect leads to. */
function isLaterThanPolicy(
  cause: Cause,
  { cause: decided, certainty }: Decision,
  { policiesBeforeScheme }: PredictedRules,
): boolean {
  if (!policiesBeforeScheme || cause.code !== "cors-disabled-scheme") return false;
  if (decided?.code !== "csp" || certainty !== "certain") return false;
  return momentOf(decided) === momentOf(cause);
}

const isOfPolicy = ({ outcome, cause }: Decision) =>
  outcome === "blocked" && cause?.family !== "cors";

/** What a decision leaves unknown that only the observed browser would have made; else null. */
function ownMatter(cause: Cause | null): OpenReason | null {
  if (cause === null) return null;
  if (OWN_POLICIES.test(cause.code)) return "own-policy";
  return OWN_ERRORS.test(cause.parameter ?? "") ? "response-unseen" : null;
}

/** Its policies, its user's decisions and extensions. */
const OWN_POLICIES = /local-network|^(?:blocked-by-client|credentialed-subresource|orb)$/;
/**
 * What Chromium alone refuses (measured in 156): to stream a body over HTTP/1.1, and a status 407
 * that came from no proxy.
 */
const OWN_ERRORS = /ERR_ALPN_NEGOTIATION_FAILED|ERR_H2_OR_QUIC_REQUIRED|ERR_UNEXPECTED_PROXY_AUTH/;

/**
 * Whether a problem is met though the exchange failed in the network: what fails there fails before
 * its response is judged, but for a redirect of which the response was seen.
 */
function isMet({ hop, stage }: Cause, { exchange, decision, ownRules }: Judged): boolean {
  if (decision.outcome !== "failed" || hop < exchange.hops.length - 1) return true;
  const { code, parameter } = decision.cause;
  const isOfRedirect =
    code === "unsafe-redirect" ||
    (parameter !== null && parameter === ownRules.invalidRedirect?.error);
  return isOfRedirect || (stage !== "response" && stage !== "redirect");
}
