import type { Exchange } from "../exchange/exchange.ts";
import { causeOfWalk, type Decision, outcomeOfWalk } from "./decision.ts";
import { wasNeverSeen } from "./evidence.ts";
import type { Hypothesis } from "./hypotheses.ts";
import { forEachLane } from "./lane-name.ts";
import type { LaneRules } from "./lane-rules.ts";
import { LANE_RULES } from "./lanes/all.ts";
import { nameIn } from "./lanes/names.ts";
import { rulesOf } from "./lanes/observed.ts";
import { type FetchWalk, mainFetch } from "./main-fetch.ts";
import type { Lane, Verdict } from "./verdict.ts";

/** What the standard and each browser would say of an exchange that was decided as `decision`. */
export function lanesOf(
  exchange: Exchange,
  chosen: Hypothesis,
  decision: Decision,
): Verdict["lanes"] {
  return forEachLane((name) => lane(exchange, chosen, LANE_RULES[name], decision));
}

/** The rules of the lanes differ on preflights, and on why something fails; never on a plain pass. */
function lanesMayDiffer(exchange: Exchange, observed: FetchWalk): boolean {
  return observed.problems.length > 0 || exchange.hops.some((hop) => hop.preflight !== null);
}

/** What one lane says: the observed browser's own is what was decided. */
function lane(
  exchange: Exchange,
  { modes, walk: observed }: Hypothesis,
  rules: LaneRules,
  decision: Decision,
): Lane {
  const own = rules === rulesOf(exchange.browser);
  // What never got a CORS verdict is the same everywhere; and so is what the standard forbids before
  // anything is sent, or where a redirect leads.
  const isCommon =
    wasNeverSeen(exchange) ||
    exchange.ending.kind === "not-sent" ||
    decision.cause?.code === "opaque-redirect" ||
    (decision.cause?.code === "disallowed-by-mode" && decision.certainty !== "ambiguous") ||
    decision.outcome === "pending" ||
    decision.outcome === "aborted" ||
    decision.outcome === "failed" ||
    decision.outcome === "unknown" ||
    (decision.outcome === "blocked" && decision.cause?.family !== "cors");
  if (own || isCommon) {
    return {
      outcome: decision.outcome,
      cause: decision.cause,
      name: nameIn(rules.lane, decision.cause),
    };
  }
  const walk = lanesMayDiffer(exchange, observed) ? mainFetch(exchange, modes, rules) : observed;
  const cause = causeOfWalk(walk);
  return { outcome: outcomeOfWalk(walk), cause, name: nameIn(rules.lane, cause) };
}
