import { signal } from "@preact/signals";
import type { Surroundings } from "../../diagnosis/surroundings.ts";
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

/** One exchange in the list. A new object each time the exchange changes. */
export interface Row {
  readonly id: string;
  readonly exchange: Exchange;
  readonly verdict: Verdict;
  readonly bucket: Bucket;
  /** False if CORS does not apply and no embedded document was refused. */
  readonly relevant: boolean;
  /** The key of its issue; null if nothing blocked it. */
  readonly issueKey: string | null;
}

/** @param keyOf identifies problems: equal keys mean the same problem. */
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

/** The response's status; null if no response to the request itself was seen. */
export function statusOf(exchange: Exchange): number | null {
  return lastHop(exchange).response?.status ?? null;
}

/** A URL split for display: the server, and the resource. */
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

/** Rows with one problem, and the one that represents them. */
export interface RowGroup {
  readonly rows: readonly Row[];
  readonly speaker: Row;
}

/** Explains rows and issues from the cause behind their verdicts. */
export interface Explainer {
  readonly row: (row: Row) => Explanation;
  readonly issue: (issue: RowGroup) => Explanation;
  readonly lanes: (row: Row) => Verdict["lanes"];
  readonly around: (row: Row) => Surroundings;
  /** Explains as many of the newest rows as the last drawing needed, before they are drawn. */
  readonly explainNewest?: (newest: Iterable<Row>) => void;
}

/** The explainer that knows the diagnosis; null until that part is loaded. */
export const deeper = signal<Explainer | null>(null);

/** The row's verdict in words; made when first read, and again in another language. */
export function explanationOf(row: Row): Explanation {
  return deeper.value?.row(row) ?? plainExplanationOf(row);
}

/** The results of the standard and of each browser, by the exchanges around the row. */
export const lanesOf = (row: Row): Verdict["lanes"] =>
  deeper.value?.lanes(row) ?? row.verdict.lanes;

/** The exchanges around the row that matter for its diagnosis. */
export const aroundOf = (row: Row): Surroundings | undefined => deeper.value?.around(row);

/** The proposed change of response headers; null if none helps. */
export function remedyOf(row: Row): readonly RemedyChange[] | null {
  const { remedyHelps, remedy = null } = explanationOf(row);
  return remedyHelps === false ? remedy : row.verdict.remedy;
}

/** A problem in words: what holds for all its requests. */
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
