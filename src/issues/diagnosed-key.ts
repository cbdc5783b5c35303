import { diagnose } from "../diagnosis/diagnose.ts";
import { variantOf } from "../diagnosis/variants.ts";
import type { Judged } from "../verdict/judged.ts";
import { issueKeyOf } from "./issue.ts";

/**
 * The key that equal problems share, including the cause behind the verdict: a 415 and a 500 that lack the
 * same header are two problems, and so are a 406 and a 431. The key depends on the exchange only, not on its surroundings, so that it
 * stays the same while the recording grows. Pure; null for an exchange that is not a problem.
 */
export function diagnosedKeyOf(judged: Judged): string | null {
  const key = issueKeyOf(judged);
  if (key === null) return null;
  const { exchange, verdict } = judged;
  const [deepest] = diagnose(exchange, verdict);
  if (deepest === undefined || deepest.code === verdict.cause?.code) return key;
  return [key, deepest.code, deepest.side, variantOf(exchange, verdict, deepest)].join("\n");
}
