import type { Judgement } from "../verdict/verdict.ts";
import { isBlockedByCors } from "./problem.ts";

/** The category of an exchange in lists: the outcome, with CORS blocks separated from other failures. */
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

/** The bucket of a verdict. A failure that CORS did not cause is never shown as a CORS block. */
export function bucketOf(verdict: Judgement): Bucket {
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
