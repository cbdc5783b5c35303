import type { Exchange } from "../exchange/exchange.ts";
import type { Certainty, Verdict } from "../verdict/verdict.ts";
import { isExplainedByChange } from "./changed-by-browser.ts";
import type { Diagnosis, DiagnosisCode, DiagnosisFinding } from "./diagnosis.ts";
import { theVerdict } from "./rules/the-verdict.ts";
import { RULES } from "./rules.ts";
import { situationOf } from "./situation.ts";
import { NO_SURROUNDINGS, type Surroundings } from "./surroundings.ts";

/**
 * The causes behind a verdict, deepest first, each with the side that has to act. A finding hides those that
 * it explains; the symptom comes last. Pure; never more certain than the verdict.
 *
 * @param around what was recorded around the exchange.
 */
export function diagnose(
  exchange: Exchange,
  verdict: Verdict,
  around: Surroundings = NO_SURROUNDINGS,
): Diagnosis {
  if (!DIAGNOSED.has(verdict.outcome)) return [];
  const situation = situationOf(exchange, verdict, around);
  const hidden = new Set<DiagnosisCode>();
  const findings: DiagnosisFinding[] = [];
  const isChanged = isExplainedByChange(exchange, verdict);
  for (const rule of isChanged ? [theVerdict] : RULES) {
    if (rule.allowsOrigin && situation.origin === "null") continue;
    const found = rule.find(situation);
    const code = found?.code ?? (rule.id as DiagnosisCode);
    if (found === null || hidden.has(code)) continue;
    hidden.add(code);
    for (const other of rule.hides ?? []) if (other !== code) hidden.add(other);
    findings.push({
      code,
      side: isChanged ? "browser" : found.side,
      certainty: lesser(found.certainty, verdict.certainty),
      stage: found.stage ?? situation.stage,
      hop: found.hop ?? situation.hopIndex,
      parameter: found.parameter ?? null,
      evidence: found.evidence,
      exchanges: found.exchanges ?? [],
    });
  }
  return findings;
}

const DIAGNOSED: ReadonlySet<Verdict["outcome"]> = new Set([
  "allowed",
  "opaque",
  "blocked",
  "failed",
]);

const ORDER: readonly Certainty[] = ["ambiguous", "likely", "certain"];

function lesser(one: Certainty, other: Certainty): Certainty {
  return ORDER.indexOf(one) < ORDER.indexOf(other) ? one : other;
}
