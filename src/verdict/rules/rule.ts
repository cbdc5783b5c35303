import type { BrowserFacts } from "../../browsers/browser-facts.ts";
import type { ObservedBrowser } from "../../browsers/observed-browser.ts";
import type { Exchange, Hop } from "../../exchange/exchange.ts";
import type { Decision } from "../decision.ts";
import type { Hypotheses, Hypothesis } from "../hypotheses/hypotheses.ts";
import type { RuleId } from "./rule-id.ts";

/** The input of every rule. */
export interface Case {
  readonly exchange: Exchange;
  /** The measured facts of the browser that recorded the exchange. */
  readonly facts: BrowserFacts;
  readonly hypotheses: Hypotheses;
  /** The likeliest hypothesis that explains the ending, or the likeliest of all if none does. */
  readonly chosen: Hypothesis;
  /** The last hop, and its index. */
  readonly hop: Hop;
  readonly at: number;
}

/** One rule of the decision. The first rule in the list that returns a decision wins. */
export interface Rule {
  readonly id: RuleId;
  readonly appliesTo: ObservedBrowser | "any";
  /** The decision, or null where the rule does not apply. Pure and total. */
  decide(given: Case): Decision | null;
}

/** A list split by browser. Split once, as every exchange needs it. */
export function byBrowser<T extends { readonly appliesTo: Rule["appliesTo"] }>(
  all: readonly T[],
): Readonly<Record<ObservedBrowser, readonly T[]>> {
  const of = (browser: ObservedBrowser) =>
    all.filter(({ appliesTo }) => appliesTo === "any" || appliesTo === browser);
  return { chromium: of("chromium"), gecko: of("gecko") };
}
