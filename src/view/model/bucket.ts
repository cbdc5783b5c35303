import type { Verdict } from "../../verdict/verdict.ts";

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

export const BUCKET_LABELS: Readonly<Record<Bucket, string>> = {
  blocked: "Blocked",
  "not-cors": "Not CORS",
  opaque: "Opaque",
  allowed: "Allowed",
  pending: "Pending",
  unknown: "Unknown",
};

/** The bucket of a verdict: a failure that CORS did not cause is never shown as a CORS block. */
export function bucketOf(verdict: Verdict): Bucket {
  switch (verdict.outcome) {
    case "blocked":
      return verdict.cause === null || verdict.cause.family === "cors" ? "blocked" : "not-cors";
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
