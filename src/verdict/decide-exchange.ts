import type { Exchange } from "../exchange/exchange.ts";
import { decide } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { asShown } from "./gecko-endings.ts";
import { CHROMIUM, GECKO, type LaneRules } from "./lane-rules.ts";
import { type Supposition, type Suppositions, suppose } from "./suppositions.ts";

/** What was decided of an exchange, and by what. */
export interface Decided {
  /** As what its browser shows of it is to be read. */
  readonly exchange: Exchange;
  readonly rules: LaneRules;
  readonly supposed: Suppositions;
  /** The reading that the decision goes by. */
  readonly chosen: Supposition;
  readonly decision: Decision;
}

/**
 * Decides an exchange as its browser did: the part of a verdict that a count of the blocked ones
 * needs. Pure and total.
 *
 * The events never tell the whole request (mode, credentials), so each reading that the evidence
 * leaves open is walked through the standard's main fetch, and those that contradict how the
 * browser ended it are struck out. What remains decides; where it disagrees, the decision says so.
 */
export function decideExchange(recorded: Exchange): Decided {
  const exchange = asShown(recorded);
  const rules = exchange.browser === "chromium" ? CHROMIUM : GECKO;
  const supposed = suppose(exchange, rules);
  const chosen = supposed.consistent[0] ?? (supposed.all[0] as Supposition);
  const decision = decide(exchange, chosen, supposed);
  return { exchange, rules, supposed, chosen, decision };
}
