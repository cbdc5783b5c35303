import type { Hop } from "../../exchange/exchange.ts";
import type { EndingMeaning } from "../browsers/gecko-endings.ts";
import { aborted, causeFrom, type Decision, stopped } from "../decision.ts";
import { evidenceOfRedirect } from "./evidence-of-redirect.ts";
import type { Case } from "./rule.ts";

/** The decision where the way in which Gecko ended a request has a meaning of its own. */
export function decideByMeaning({ chosen, exchange, at }: Case, meaning: EndingMeaning): Decision {
  const { code, stage, certainty, others, parameter } = meaning;
  const cause = causeFrom(code, stage, at, parameter);
  const alternatives = others.map((other) => causeFrom(other, stage, at));
  if (code === "aborted") return aborted(cause, { certainty, alternatives });
  const evidence = stage === "redirect" ? evidenceOfRedirect(exchange.hops[at] as Hop) : [];
  return stopped(cause, { certainty, alternatives, findings: chosen.walk.problems }, evidence);
}
