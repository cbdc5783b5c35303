import { factsOf } from "../browsers/facts-of.ts";
import { DECIDES_DETAILS } from "../browsers/scope.ts";
import { type Exchange, lastHop } from "../exchange/exchange.ts";
import { endingsOf } from "./browsers/endings-of.ts";
import type { RuledDecision } from "./decision.ts";
import { type Hypotheses, type Hypothesis, hypothesesFor } from "./hypotheses/hypotheses.ts";
import type { LaneRules } from "./lane-rules.ts";
import { rulesOf } from "./lanes/observed.ts";
import { decide } from "./rules/rules.ts";

/** The decision about an exchange, and its basis. */
export interface Decided {
  /** The exchange as the page sees it; see `Endings.asShown`. */
  readonly exchange: Exchange;
  readonly rules: LaneRules;
  readonly hypotheses: Hypotheses;
  /** The hypothesis on which the decision is based. */
  readonly chosen: Hypothesis;
  readonly decision: RuledDecision;
}

/**
 * Decides an exchange as its browser did: the part of a verdict that a count of blocked exchanges needs. Pure
 * and total.
 *
 * The events never show the whole request (mode, credentials). So each hypothesis that the evidence allows is
 * walked through the standard's main fetch, and those that contradict the ending are struck out. The
 * remaining hypotheses decide; where they disagree, the decision is ambiguous.
 */
export function decideExchange(recorded: Exchange): Decided {
  const decided = decideAsReported(recorded);
  if (!DECIDES_DETAILS || recorded.fromLatePage === undefined) return decided;
  return { ...decided, decision: asSureWithoutPage(decided) };
}

/**
 * The decision, no more certain than without the page's reports of its calls and timeline. A page older than
 * the probe may have forged them.
 */
function asSureWithoutPage({ exchange, decision }: Decided): RuledDecision {
  if (decision.certainty !== "certain") return decision;
  const { outcome, cause } = decision;
  if (exchange.kind === "requested") {
    const nothing = { call: null, callResult: null, timedStatus: null } as const;
    const without = decideAsReported({ ...exchange, ...nothing }).decision;
    const { certainty } = without;
    const isSame = without.outcome === outcome && without.cause?.code === cause?.code;
    if (isSame && certainty === "certain") return decision;
  } else if (exchange.violation !== null && cause?.code === "csp") {
    // The browser itself reported the violation.
    return decision;
  }
  return outcome === "pending" ? decision : { ...decision, certainty: "likely" };
}

function decideAsReported(recorded: Exchange): Decided {
  const { browser } = recorded;
  const exchange = endingsOf(browser).asShown(recorded);
  const rules = rulesOf(browser);
  const hypotheses = hypothesesFor(exchange, rules);
  const chosen = hypotheses.consistent[0] ?? (hypotheses.all[0] as Hypothesis);
  const at = exchange.hops.length - 1;
  const hop = lastHop(exchange);
  const facts = factsOf(browser);
  const decision = decide({ exchange, facts, hypotheses, chosen, hop, at });
  return { exchange, rules, hypotheses, chosen, decision };
}
