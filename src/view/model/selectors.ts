import { lastHop } from "../../exchange/exchange.ts";
import { parseUrl } from "../../http/origin.ts";
import { BUCKETS, type Bucket } from "./bucket.ts";
import { explanationOf, type Row } from "./row.ts";

/** One thing to change, and how many requests it stops. */
export interface Problem {
  readonly title: string;
  readonly bucket: Bucket;
  readonly count: number;
}

/** What stopped requests, grouped by what to do about it, most requests first. */
export function rankProblems(rows: Iterable<Row>): Problem[] {
  const byTitle = new Map<string, { title: string; bucket: Bucket; count: number }>();
  for (const row of rows) {
    if (!isStopped(row)) continue;
    const { title } = explanationOf(row);
    const known = byTitle.get(title);
    if (known === undefined) byTitle.set(title, { title, bucket: row.bucket, count: 1 });
    else known.count++;
  }
  // CORS first: the others are listed so that nobody hunts for a CORS error in them.
  const rank = (problem: Problem) => BUCKETS.indexOf(problem.bucket);
  return [...byTitle.values()].sort((a, b) => rank(a) - rank(b) || b.count - a.count);
}

/** Whether something other than the page itself stopped the request. */
function isStopped(row: Row): boolean {
  return row.relevant && (row.verdict.outcome === "blocked" || row.verdict.outcome === "failed");
}

/** The host of the page: of its newest navigation, else of the origin that asked last. */
export function pageHost(rows: Iterable<Row>): string | null {
  let navigated: string | null = null;
  let asked: string | null = null;
  for (const { exchange, verdict } of rows) {
    if (exchange.resourceType === "main_frame") navigated = lastHop(exchange).url;
    else if (exchange.frameId === 0) asked = verdict.initiatorOrigin;
  }
  return parseUrl(navigated ?? asked ?? "")?.host || null;
}
