import { expect, it } from "vitest";
import { aBlock, aFinding, aJudgement } from "../verdict/verdict.test-builder.ts";
import { BUCKETS, bucketOf } from "./bucket.ts";

it.each([
  ["allowed", "allowed"],
  ["opaque", "opaque"],
  ["pending", "pending"],
  ["unknown", "unknown"],
  ["failed", "not-cors"],
  ["aborted", "not-cors"],
  ["blocked", "blocked"],
] as const)("%s is shown as %s", (outcome, bucket) => {
  expect(bucketOf(aJudgement(outcome))).toBe(bucket);
  expect(BUCKETS).toContain(bucket);
});

// "Blocked" means CORS only: a CSP block is not a CORS block.
it("does not count a block by a policy as a CORS block", () => {
  expect(bucketOf(aBlock(aFinding("missing-allow-origin")))).toBe("blocked");
  expect(bucketOf(aBlock(aFinding("csp")))).toBe("not-cors");
});
