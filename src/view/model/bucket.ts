import { isBlockedByCors } from "../../issues/problem.ts";
import type { Verdict } from "../../verdict/verdict.ts";
import { type MessageName, say } from "../../words/words.ts";

/** How the list sorts exchanges for the reader: an outcome, with "CORS or not?" already answered. */
export type Bucket = "blocked" | "not-cors" | "opaque" | "allowed" | "pending" | "unknown";

/** In the order of the filter chips. */
export const BUCKETS: readonly Bucket[] = [
  "blocked",
  "not-cors",
  "opaque",
  "allowed",
  "pending",
  "unknown",
];

const NAMES: Readonly<Record<Bucket, MessageName>> = {
  blocked: "bucket_blocked",
  "not-cors": "bucket_not_cors",
  opaque: "bucket_opaque",
  allowed: "bucket_allowed",
  pending: "bucket_pending",
  unknown: "bucket_unknown",
};

/** How a bucket is called. */
export function sayBucket(bucket: Bucket): string {
  return say(NAMES[bucket]);
}

/** The bucket of a verdict: a failure that CORS did not cause is never shown as a CORS block. */
export function bucketOf(verdict: Verdict): Bucket {
  switch (verdict.outcome) {
    case "blocked":
      return isBlockedByCors(verdict) ? "blocked" : "not-cors";
    case "failed":
    case "aborted":
      return "not-cors";
    case "allowed":
    case "opaque":
    case "pending":
    case "unknown":
      return verdict.outcome;
  }
}
