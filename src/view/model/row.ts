import { signal } from "@preact/signals";
import { type Exchange, lastHop } from "../../exchange/exchange.ts";
import { explain } from "../../explanation/explain.ts";
import type { Explanation } from "../../explanation/explanation.ts";
import { parseUrl } from "../../http/origin.ts";
import { type Bucket, bucketOf } from "../../issues/bucket.ts";
import { issueKeyOf } from "../../issues/issue.ts";
import { isRelevant } from "../../issues/problem.ts";
import type { Judged } from "../../verdict/judged.ts";
import type { RemedyChange, Verdict } from "../../verdict/verdict.ts";
import { voice } from "../../words/words.ts";
import { interned } from "./interned.ts";

/** One exchange as the list shows it. A new object each time the exchange grows. */
export interface Row {
  readonly id: string;
  readonly exchange: Exchange;
  readonly verdict: Verdict;
  readonly bucket: Bucket;
  /** False where CORS plays no part and no embedded document was refused. */
  readonly relevant: boolean;
  /** Of the issue that it meets; null when nothing stopped it. */
  readonly issueKey: string | null;
}

/** @param keyOf what makes two problems the same. */
export function rowOf(
  exchange: Exchange,
  verdict: Verdict,
  keyOf: (judged: Judged) => string | null = issueKeyOf,
): Row {
  const row = {
    id: exchange.id,
    exchange,
    verdict,
    bucket: bucketOf(verdict),
    relevant: isRelevant(verdict),
  };
  return { ...row, issueKey: interned(keyOf(row)) };
}

/** The response's status, or null when no response to the request itself was seen. */
export function statusOf(exchange: Exchange): number | null {
  return lastHop(exchange).response?.status ?? null;
}

/** A URL cut in two for reading: the server, and the resource. */
export interface UrlParts {
  readonly host: string;
  readonly path: string;
}

export function urlParts(url: string): UrlParts {
  const parsed = parseUrl(url);
  if (parsed === null || parsed.host === "") return { host: "", path: url };
  return { host: parsed.host, path: parsed.pathname + parsed.search };
}

let explanations = new WeakMap<Row, Explanation>();
let explainedBy: object | null = null;

/** Rows with one problem, and the one that speaks for them. */
export interface RowGroup {
  readonly rows: readonly Row[];
  readonly speaker: Row;
}

/** Explains from the cause behind the verdicts on. */
export interface Explainer {
  readonly row: (row: Row) => Explanation;
  readonly issue: (issue: RowGroup) => Explanation;
}

/** What explains from the cause behind the verdicts on; null until that part is loaded. */
export const deeper = signal<Explainer | null>(null);

/** The row's verdict in words; made when first read, and anew in another language. */
export function explanationOf(row: Row): Explanation {
  return deeper.value?.row(row) ?? plainExplanationOf(row);
}

/** The change of response headers to propose; null where none helps. */
export function remedyOf(row: Row): readonly RemedyChange[] | null {
  const { remedyHelps, remedy = null } = explanationOf(row);
  return remedyHelps === false ? remedy : row.verdict.remedy;
}

/** A problem in words: what holds for all that met it. */
export function explanationOfIssue(issue: RowGroup): Explanation {
  return deeper.value?.issue(issue) ?? plainExplanationOf(issue.speaker);
}

function plainExplanationOf(row: Row): Explanation {
  if (explainedBy !== voice()) {
    explainedBy = voice();
    explanations = new WeakMap();
  }
  let explanation = explanations.get(row);
  if (explanation === undefined) {
    explanation = explain(row.exchange, row.verdict);
    explanations.set(row, explanation);
  }
  return explanation;
}
