import type { BrowserFacts } from "../../browsers/browser-facts.ts";
import type { ObservedBrowser } from "../../browsers/observed-browser.ts";
import type { Exchange, Hop } from "../../exchange/exchange.ts";
import type { Decision } from "../decision.ts";
import type { Hypotheses, Hypothesis } from "../hypotheses/hypotheses.ts";
import type { RuleId } from "./rule-id.ts";

/** All that a rule may look at. */
export interface Case {
  readonly exchange: Exchange;
  /** What was measured of the browser that recorded it. */
  readonly facts: BrowserFacts;
  readonly hypotheses: Hypotheses;
  /** The likeliest of the hypotheses that explain the ending; the likeliest at all if none does. */
  readonly chosen: Hypothesis;
  /** The last hop, and its index. */
  readonly hop: Hop;
  readonly at: number;
}

/** One rule of the decision. The first of the list that decides has the word. */
export interface Rule {
  readonly id: RuleId;
  readonly appliesTo: ObservedBrowser | "any";
  /** null where it has nothing to say of the case. Pure and total. */
  decide(given: Case): Decision | null;
}

/** Of a list, what is for each browser: divided once, as every exchange needs it. */
export function byBrowser<T extends { readonly appliesTo: Rule["appliesTo"] }>(
  all: readonly T[],
): Readonly<Record<ObservedBrowser, readonly T[]>> {
  const of = (browser: ObservedBrowser) =>
    all.filter(({ appliesTo }) => appliesTo === "any" || appliesTo === browser);
  return { chromium: of("chromium"), gecko: of("gecko") };
}
