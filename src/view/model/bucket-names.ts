import type { Bucket } from "../../issues/bucket.ts";
import { type MessageName, say } from "../../words/words.ts";

const NAMES: Readonly<Record<Bucket, MessageName>> = {
  blocked: "bucket_blocked",
  "not-cors": "bucket_not_cors",
  opaque: "bucket_opaque",
  allowed: "bucket_allowed",
  pending: "bucket_pending",
  unknown: "bucket_unknown",
};

/** A bucket's displayed name. */
export function sayBucket(bucket: Bucket): string {
  return say(NAMES[bucket]);
}
