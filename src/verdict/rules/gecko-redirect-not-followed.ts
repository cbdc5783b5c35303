import {
  mayBeTwoLines,
  meaningOfGeckoRedirect,
  wasRefusedARedirect,
} from "../browsers/gecko-endings.ts";
import { causeFrom, distinct, judgementOfWalk, opaque } from "../decision.ts";
import type { Hypothesis } from "../hypotheses/hypotheses.ts";
import { byHypotheses } from "./by-hypotheses.ts";
import { decideByMeaning } from "./by-meaning.ts";
import type { Rule } from "./rule.ts";

/**
 * A redirect that Gecko did not follow. Gecko checks policies first, then the redirect response itself,
 * and last the redirect's target.
 *
 * @before the next rule: such a request may stay pending, and its error has other meanings elsewhere.
 */
export const geckoRedirectNotFollowed: Rule = {
  id: "gecko-redirect-not-followed",
  appliesTo: "gecko",
  decide(given) {
    const { exchange, chosen, hypotheses } = given;
    const meaning = meaningOfGeckoRedirect(exchange, chosen.modes.mode);
    if (meaning === null) return null;
    // The page got an opaque response: a keepalive request redirected to "about:blank" (measured in 153).
    if (exchange.callResult?.responseType === "opaque") {
      return opaque(causeFrom("opaque-no-cors", "redirect", given.at));
    }
    const unfollowed = decideByMeaning(given, meaning);
    const isPolicy = meaning.code === "csp" || meaning.code === "mixed-content";
    // Only fetch() lets the page keep the browser from following, and then the target is not checked.
    const mayNotFollow = exchange.call === null && exchange.resourceType === FETCH_OR_XHR;
    const isMixed = meaning.code === "mixed-content" && !mayNotFollow;
    const isReported = isMixed || exchange.violation !== null;
    if ((isPolicy && isReported) || wasRefusedARedirect(exchange)) return unfollowed;
    const stopped = hypotheses.consistent.filter((one) => !passes(one));
    if (stopped.length === 0) return unfollowed;
    if (!isPolicy && !hypotheses.possible.some(passes)) return byHypotheses.decide(given);
    const others = distinct(stopped.map(({ walk }) => judgementOfWalk(walk).cause));
    return {
      ...unfollowed,
      certainty: "ambiguous",
      alternatives: others.flatMap((other) => {
        if (other === null) return [];
        if (!mayBeTwoLines(exchange, other)) return [other];
        return [{ ...other, code: "multiple-allow-origin-values" } as const, other];
      }),
    };
  },
};

const FETCH_OR_XHR = "xmlhttprequest";

const passes = ({ walk: { cause } }: Hypothesis) =>
  cause === null || cause.code === "cors-disabled-scheme";
