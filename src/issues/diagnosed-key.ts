import { diagnose } from "../diagnosis/diagnose.ts";
import type { Judged } from "../verdict/judged.ts";
import { issueKeyOf } from "./issue.ts";

/**
 * What makes two problems the same, the cause behind the verdict included: a 415 and a 500 that lack
 * the same header are two problems. It goes by the exchange alone and by nothing recorded around it,
 * so that the key of a problem stays while the recording grows. Pure; null for what is no problem.
 */
export function diagnosedKeyOf(judged: Judged): string | null {
  const key = issueKeyOf(judged);
  if (key === null) return null;
  const [deepest] = diagnose(judged.exchange, judged.verdict);
  if (deepest === undefined || deepest.code === judged.verdict.cause?.code) return key;
  return [key, deepest.code, deepest.side].join("\n");
}
