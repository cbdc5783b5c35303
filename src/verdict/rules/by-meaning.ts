import type { Hop } from "../../exchange/exchange.ts";
import type { EndingMeaning } from "../browsers/gecko-endings.ts";
import { aborted, causeFrom, type EndedDecision, stopped } from "../decision.ts";
import { evidenceOfRedirect } from "./evidence-of-redirect.ts";
import type { Case } from "./rule.ts";

/** The decision where Gecko's error alone names the cause. */
export function decideByMeaning(
  { chosen, exchange, at }: Case,
  meaning: EndingMeaning,
): EndedDecision {
  const { code, stage, certainty, others, parameter } = meaning;
  const alternatives = others.map((other) => causeFrom(other, stage, at));
  if (code === "aborted") {
    return aborted(causeFrom(code, stage, at, parameter), { certainty, alternatives });
  }
  const cause = causeFrom(code, stage, at, parameter);
  const evidence = stage === "redirect" ? evidenceOfRedirect(exchange.hops[at] as Hop) : [];
  // The walk may have found the same problem.
  const findings = chosen.walk.problems.filter(
    (one) => one.code !== code || one.stage !== stage || one.hop !== at,
  );
  return stopped(cause, { certainty, alternatives, findings }, evidence);
}
