import { expect, test } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

/** The number of successful attempts at one moment. */
function taken(bucket: TokenBucket, attempts: number, now: number): number {
  return Array.from({ length: attempts }, () => bucket.take(now)).filter(Boolean).length;
}

test("allows the burst, then the rate, and never accumulates more than the burst", () => {
  const bucket = new TokenBucket(10, 5, 0);
  expect(taken(bucket, 20, 0)).toBe(10);
  expect(taken(bucket, 20, 1_000)).toBe(5);
  expect(taken(bucket, 20, 1_100)).toBe(0);
  expect(taken(bucket, 20, 1_200)).toBe(1);
  expect(taken(bucket, 99, 1_000_000)).toBe(10);
});

test("survives a clock that goes back, without new tokens", () => {
  const bucket = new TokenBucket(2, 1, 5_000);
  expect(taken(bucket, 3, 5_000)).toBe(2);
  expect(taken(bucket, 3, 0)).toBe(0);
  expect(taken(bucket, 3, 1_000)).toBe(1);
});
