import { factsOf } from "../browsers/facts-of.ts";
import { type Exchange, lastHop } from "../exchange/exchange.ts";
import { endingsOf } from "./browsers/endings-of.ts";
import type { RuledDecision } from "./decision.ts";
import { type Hypotheses, type Hypothesis, hypothesesFor } from "./hypotheses/hypotheses.ts";
import type { LaneRules } from "./lane-rules.ts";
import { rulesOf } from "./lanes/observed.ts";
import { decide } from "./rules/rules.ts";

/** What was decided of an exchange, and by what. */
export interface Decided {
  /** As what its browser shows of it is to be read. */
  readonly exchange: Exchange;
  readonly rules: LaneRules;
  readonly hypotheses: Hypotheses;
  /** The hypothesis that the decision goes by. */
  readonly chosen: Hypothesis;
  readonly decision: RuledDecision;
}

/**
 * Decides an exchange as its browser did: the part of a verdict that a count of the blocked ones
 * needs. Pure and total.
 *
 * The events never show the whole request (mode, credentials), so each hypothesis that the evidence
 * leaves open is walked through the standard's main fetch, and those that contradict how the
 * browser ended it are struck out. What remains decides; where it disagrees, the decision says so.
 */
export function decideExchange(recorded: Exchange): Decided {
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
