import type { Exchange } from "../exchange/exchange.ts";
import { refusesStreamBody } from "./browsers/stream-body-errors.ts";
import { asRecorded, type Counterpart, counterparts } from "./counterpart/counterpart.ts";
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

/** The data that all lanes of an exchange share. */
interface LaneInput {
  readonly exchange: Exchange;
  readonly chosen: Hypothesis;
  readonly decision: Decision;
  /** The recording browser's rules. */
  readonly ownRules: PredictedRules;
  /** The exchange as another lane's browser would have made it; null where all lanes agree. */
  readonly counterpartBy: ((rules: PredictedRules) => Counterpart) | null;
}

/** A lane's result, or the reason why the lane is open. */
type Reading = OwnWay | (Judgement & { readonly at: Moment });

/**
 * The results of the standard and each browser for an exchange that was decided as `decision`.
 *
 * @param hypotheses the modes that the request may have had; a lane that depends on them is open.
 */
export function lanesOf(
  exchange: Exchange,
  chosen: Hypothesis,
  decision: Decision,
  { consistent }: Hypotheses,
): Verdict["lanes"] {
  const ownRules = ownRulesOf(exchange.browser);
  const isAlike = isCommon(exchange, decision);
  const asIf = (chosen: Hypothesis): LaneInput => {
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
 * Whether the lanes' results may differ under this hypothesis. Without preflights, the credentials mode
 * affects all lanes in the same way.
 */
function isAnother(one: Hypothesis, { exchange: { hops }, chosen }: LaneInput): boolean {
  if (one === chosen) return false;
  const isOfMode = one.modes.mode === chosen.modes.mode;
  return !isOfMode || hops.some(({ preflight }) => preflight !== null);
}

const NOTHING: readonly never[] = [];

/** Whether the lane's cause is the CSP that decided, although CORS may have blocked the request instead. */
function isByOneReading({ cause }: Lane, { cause: decided, alternatives }: Decision): boolean {
  return (
    decided?.code === "csp" &&
    cause?.code === decided.code &&
    alternatives.some(({ family }) => family === "cors")
  );
}

/** Whether lane and recording browser have the same outcome, as decided and under the other hypothesis. */
function isAsOwn(lane: Lane, decision: Decision, outcome: Outcome, { walk }: Hypothesis): boolean {
  return lane.outcome === decision.outcome && outcome === judgementOfWalk(walk).outcome;
}

/** The result of one lane. The recording browser's own lane is the decision itself. */
function laneOf(judged: LaneInput, rules: PredictedRules): Lane {
  const { exchange, decision, ownRules, counterpartBy } = judged;
  const say = ({ outcome, cause }: Judgement) =>
    ({ outcome, cause, name: nameIn(rules.lane, cause), open: null }) as Lane;
  if (rules === ownRules) return say(decision);
  const there = counterpartBy?.(rules) ?? asRecorded(exchange);
  const lenient = readingOf(judged, there.lenient, rules);
  if ("open" in lenient) {
    const reason = there.unseen[0]?.reason ?? lenient.open;
    return lenient.isBlocked ? blockedAnyway(reason) : leftOpen(reason);
  }
  // Messages before that moment that were not recorded.
  const before = there.unseen.filter((one) => momentOfUnseen(one) < lenient.at);
  const [first] = before;
  if (first === undefined) return say(lenient);
  if (before.some(({ maybe }) => maybe === "anything")) return leftOpen(first.reason);
  const strict = readingOf(judged, there.strict, rules);
  if ("open" in strict) return leftOpen(first.reason);
  const isEitherWay = before.every(({ maybe }) => maybe === "either");
  if (isEitherWay && isAlike(lenient, strict)) return say(lenient);
  // The request is stopped whatever the servers respond.
  const isStopped = [lenient, strict].every(
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
 * Whether the lane's browser reports a network failure as blocked by CORS, as it does for CORS requests.
 */
function isBlockedByFailure(
  { outcome }: Judgement,
  { chosen }: LaneInput,
  { reportsFailuresAsBlocked }: PredictedRules,
): boolean {
  return reportsFailuresAsBlocked && outcome === "failed" && chosen.modes.mode === "cors";
}

const isAlike = (one: Judgement, other: Judgement) =>
  one.outcome === other.outcome && one.cause?.code === other.cause?.code;

/** The lane's result where the servers respond as in `there`. */
function readingOf(judged: LaneInput, there: Exchange, rules: PredictedRules): Reading {
  const { exchange, chosen, decision, ownRules, counterpartBy } = judged;
  const { modes, walk: own } = chosen;
  const way = ownWayOf({ exchange: there, decision, mode: modes.mode, walk: own, ownRules }, rules);
  const { outcome: ended, cause: stopped } = decision;
  const isStopped = ended === "blocked" || ended === "failed";
  const at = isStopped ? momentOf(decision.cause) : NEVER;
  const asDecided = { outcome: ended, cause: stopped, at } as Reading;
  if (counterpartBy === null) {
    if (way !== null && way.at <= at) return way;
    // The standard and Chromium stream the body; Gecko sends it as text.
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
  // A network failure after the response may be the failure that the way describes.
  const isEarlier =
    isOfPolicy(decision) && stopped?.family !== "network" && at < (way?.at ?? NEVER);
  if (way !== null && !isEarlier) return way;
  const matter = ownMatter(stopped);
  if (matter !== null) {
    // A preflight with status 407 fails in every browser.
    const isBlocked = stopped?.stage === "preflight" && there.hops[stopped.hop]?.preflight != null;
    return { open: matter, at, isBlocked };
  }
  if (decision.outcome === "failed" || isOfPolicy(decision)) {
    const isMade = stopped?.stage !== "preflight" || there.hops[stopped.hop]?.preflight != null;
    // A failed preflight does not stop a browser that sends none.
    return isMade ? asDecided : { open: "response-unseen", at };
  }
  // The lane's browser would have continued where the recording browser stopped.
  const { location } = walk.hops[walk.hops.length - 1] as HopWalk;
  const wouldFollow = decision.outcome === "blocked" && location !== null;
  if (walk.outcome === "undetermined" || wouldFollow) return { open: "response-unseen", at };
  return { outcome, cause, at: NEVER } as Reading;
}

/**
 * Whether all lanes agree: the exchange got no CORS verdict, or the standard forbids it before sending or
 * at a redirect's target.
 */
function isCommon(exchange: Exchange, { cause, certainty, outcome }: Decision): boolean {
  return (
    wasNeverSeen(exchange) ||
    exchange.ending.kind === "not-sent" ||
    // A browser that sends no stream sends text, to which the server may respond differently.
    (cause?.code === "opaque-redirect" && exchange.call?.body !== "stream") ||
    (cause?.code === "disallowed-by-mode" && certainty !== "ambiguous") ||
    outcome === "pending" ||
    outcome === "aborted" ||
    outcome === "unknown"
  );
}

/** Whether the page's CSP, which decided, is checked before the scheme of the redirect's target. */
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

/** Why other lanes are open after a decision that only the recording browser makes; else null. */
function ownMatter(cause: Cause | null): OpenReason | null {
  if (cause === null) return null;
  if (OWN_POLICIES.test(cause.code)) return "own-policy";
  return isOwnError(cause.parameter ?? "") ? "response-unseen" : null;
}

/** Codes of a browser's own policies, its user's decisions and its extensions. */
const OWN_POLICIES = /local-network|^(?:blocked-by-client|credentialed-subresource|orb)$/;
/**
 * Whether an error is one of Chromium alone (measured in 156): for a stream body over HTTP/1.1, and for a status
 * 407 that no proxy sent.
 */
const isOwnError = (error: string) =>
  refusesStreamBody(error) || error.includes("ERR_UNEXPECTED_PROXY_AUTH");

/**
 * Whether a problem occurs although the exchange failed in the network. A network failure comes before the
 * check of the response, except for a redirect whose response was recorded.
 */
function isMet({ hop, stage }: Cause, { exchange, decision, ownRules }: LaneInput): boolean {
  if (decision.outcome !== "failed" || hop < exchange.hops.length - 1) return true;
  const { code, parameter } = decision.cause;
  const isOfRedirect =
    code === "unsafe-redirect" ||
    (parameter !== null && parameter === ownRules.invalidRedirect?.error);
  return isOfRedirect || (stage !== "response" && stage !== "redirect");
}
