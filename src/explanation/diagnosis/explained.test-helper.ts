import { type ReportedRequest, reported } from "../../diagnosis/case.test-builder.ts";
import { diagnose } from "../../diagnosis/diagnose.ts";
import { surroundingsAmong } from "../../diagnosis/surroundings.ts";
import { judge } from "../../verdict/judge.ts";
import type { Judged } from "../../verdict/judged.ts";
import { explainDiagnosed } from "./explain-diagnosed.ts";

/**
 * What a situation is, the requests of which the last one is explained, how sure which side and cause
 * come first, what the words have to hold, and what they must not hold.
 */
export type AdviceRow = readonly [
  name: string,
  requests: readonly ReportedRequest[],
  first: string,
  says: RegExp,
  saysNot?: RegExp,
];

/** How the last of several requests is explained, the others being what was recorded around it. */
export function explained(requests: readonly ReportedRequest[]): { first: string; words: string } {
  const judged = requests.map((one, index): Judged => {
    const exchange = reported(one, index);
    return { exchange, verdict: judge(exchange) };
  });
  const { exchange, verdict } = judged.at(-1) as Judged;
  const diagnosis = diagnose(exchange, verdict, surroundingsAmong(judged).around(exchange));
  const [deepest] = diagnosis;
  const said = explainDiagnosed(exchange, verdict, diagnosis);
  return {
    first: deepest === undefined ? "" : `${deepest.certainty} ${deepest.side} ${deepest.code}`,
    words: [said.title, said.short, ...said.because, ...said.fix].join("\n"),
  };
}
