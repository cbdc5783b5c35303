import { causeOfError } from "../browsers/error-names.ts";
import { meaningOfGeckoError } from "../browsers/gecko-endings.ts";
import { distinct, judgementOfWalk } from "../decision.ts";
import { decideByMeaning } from "./by-meaning.ts";
import type { Rule } from "./rule.ts";

/**
 * A Gecko error that names its reason.
 *
 * @before the next rule: an error that names its reason needs no hypothesis.
 */
export const geckoNamedError: Rule = {
  id: "gecko-named-error",
  appliesTo: "gecko",
  decide(given) {
    const { exchange, chosen, hypotheses, hop } = given;
    if (exchange.ending.kind !== "failed") return null;
    const { error } = exchange.ending;
    // Gecko checks the response's headers, yet reports only that the body broke off.
    const { preflight, response } = hop;
    const inPreflight = preflight?.ending.kind === "failed" ? preflight.ending.error : null;
    const head = inPreflight === null ? response : (preflight?.response ?? null);
    const brokeOff = causeOfError(inPreflight ?? error) === "connection-reset" && head !== null;
    if (brokeOff && chosen.walk.cause !== null) return null;
    const meaning = meaningOfGeckoError(exchange, chosen.modes.mode, error);
    if (meaning === null) return null;
    const failure = decideByMeaning(given, meaning);
    const stopped = brokeOff ? hypotheses.consistent.filter(({ walk }) => walk.cause !== null) : [];
    if (stopped.length === 0) return failure;
    const causes = distinct(stopped.map(({ walk }) => judgementOfWalk(walk).cause));
    const alternatives = [...failure.alternatives, ...causes.filter((it) => it !== null)];
    return { ...failure, certainty: "ambiguous", alternatives };
  },
};
