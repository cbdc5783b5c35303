import type { Exchange } from "../exchange/exchange.ts";
import { type Counterpart, counterparts, type Unseen } from "./counterpart.ts";
import { type Decision, judgementOfWalk } from "./decision.ts";
import { wasNeverSeen } from "./hypotheses/evidence.ts";
import type { Hypothesis } from "./hypotheses/hypotheses.ts";
import { forEachLane } from "./lane-name.ts";
import type { LaneRules } from "./lane-rules.ts";
import { LANE_RULES } from "./lanes/all.ts";
import { nameIn } from "./lanes/names.ts";
import { rulesOf } from "./lanes/observed.ts";
import { ownWayOf } from "./lanes/own-ways.ts";
import { type HopWalk, isWalkedAlike, mainFetch } from "./standard/main-fetch.ts";
import type { Cause, CauseOfOutcome, Lane, OpenReason, Outcome, Verdict } from "./verdict.ts";

/** What is the same for every lane of an exchange. */
interface Judged {
  readonly exchange: Exchange;
  readonly chosen: Hypothesis;
  readonly decision: Decision;
  /** The rules of the browser that recorded. */
  readonly ownRules: LaneRules;
  /** The exchange as another lane's browser would have made it; null where all lanes say the same. */
  readonly counterpartBy: ((rules: LaneRules) => Counterpart) | null;
}

/** What the standard and each browser would say of an exchange that was decided as `decision`. */
export function lanesOf(
  exchange: Exchange,
  chosen: Hypothesis,
  decision: Decision,
): Verdict["lanes"] {
  const ownRules = rulesOf(exchange.browser);
  const counterpartBy = isCommon(exchange, decision)
    ? null
    : counterparts(exchange, chosen.walk, ownRules);
  const judged = { exchange, chosen, decision, ownRules, counterpartBy };
  return forEachLane((name) => lane(judged, LANE_RULES[name]));
}

/** What one lane says: the observed browser's own is what was decided. */
function lane(
  { exchange, chosen: { modes, walk: observed }, decision, ownRules, counterpartBy }: Judged,
  rules: LaneRules,
): Lane {
  const said = <O extends Outcome>(outcome: O, cause: CauseOfOutcome[O]) =>
    ({ outcome, cause, name: nameIn(rules.lane, cause), open: null }) as Lane;
  const asDecided = said(decision.outcome, decision.cause);
  if (rules === ownRules) return asDecided;
  const { mode } = modes;
  const ownWay = ownWayOf({ exchange, decision, mode, walk: observed }, rules);
  if (ownWay !== null) {
    if ("open" in ownWay) return leftOpen(ownWay.open);
    const { cause: stopped } = ownWay;
    return said(ownWay.outcome, stopped);
  }
  if (counterpartBy === null) {
    // The standard streams what Chromium streams; Gecko makes text of it and sends that.
    const isStream = decision.cause?.code === "no-cors-stream-body";
    return isStream && !rules.streamsBodies ? leftOpen("response-unseen") : asDecided;
  }
  const there = counterpartBy(rules);
  const isSame = there.exchange === exchange && isWalkedAlike(observed, ownRules, rules);
  const walk = isSame ? observed : mainFetch(there.exchange, modes, rules);
  const { outcome, cause } = judgementOfWalk(walk);
  const { unseen } = there;
  if (outcome === "blocked" && isMet(cause, unseen, exchange, decision)) {
    return said("blocked", cause);
  }
  if (unseen !== null) return leftOpen(unseen.reason);
  const own = ownMatter(decision.cause);
  if (own !== null) return leftOpen(own);
  if (decision.outcome === "failed" || isOfPolicy(decision)) return asDecided;
  // It would have gone on where the observed browser stopped.
  const { location } = walk.hops[walk.hops.length - 1] as HopWalk;
  const wouldFollow = decision.outcome === "blocked" && location !== null;
  if (walk.outcome === "undetermined" || wouldFollow) return leftOpen("response-unseen");
  return said(outcome, cause);
}

const leftOpen = (open: OpenReason): Lane => ({
  outcome: "unknown",
  cause: null,
  name: null,
  open,
});

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

/** Whether a problem stops a request before a message that nobody saw, and before it failed. */
function isMet(
  cause: Cause,
  unseen: Unseen | null,
  { hops }: Exchange,
  { outcome, cause: decided }: Decision,
): boolean {
  const { hop, stage, code } = cause;
  if (outcome === "failed" && decided?.code !== "unsafe-redirect" && hop === hops.length - 1) {
    // What fails in the network fails before its response is judged.
    if (stage === "response" || stage === "redirect") return false;
  }
  if (unseen === null) return true;
  if (hop !== unseen.hop) return hop < unseen.hop;
  if (stage === "request") return true;
  if (stage !== "preflight") return false;
  // The names are looked at last.
  const isOfNames = code === "header-disallowed" || code === "invalid-allow-headers";
  return unseen.stage === "response" || (unseen.reason === "headers-unseen" && !isOfNames);
}
