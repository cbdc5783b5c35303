import type { CorsHar } from "../../src/report/har.ts";
import type { Seen } from "../lab/call.ts";
import { type Case, caseOf } from "../lab/cases/case.ts";
import type { Account } from "./agreement.ts";
import type { TrueRequest } from "./ground-truth.ts";

/** Pairs Chromium's records of a case's calls, in the order in which they were made, with our report. */
export function accountsOf(
  cases: readonly Case[],
  seen: ReadonlyMap<string, Seen>,
  truth: readonly TrueRequest[],
  har: CorsHar,
): Account[] {
  return cases.flatMap((one) => {
    const theirs = truth.filter((it) => !it.isPreflight && caseOf(it.urls[0] ?? "") === one.id);
    const ours = har.log._cors.exchanges.filter((it) => caseOf(it.url) === one.id);
    const calls = Math.max(theirs.length, ours.length, 1);
    return Array.from({ length: calls }, (_, call) => ({
      case: one,
      seen: call === calls - 1 ? (seen.get(one.id) ?? null) : null,
      truth: theirs[call] ?? null,
      ours: ours[call] ?? null,
    }));
  });
}
