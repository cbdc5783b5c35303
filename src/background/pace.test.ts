import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Pace } from "./pace.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a pace", () => {
  it("runs the first task after a pause at once, and later ones one after the other", () => {
    const pace = new Pace(3, 10);
    const waits = (ms: number) => {
      vi.advanceTimersByTime(ms);
      return pace.next();
    };
    expect([waits(0), waits(0), waits(0)]).toEqual([0, 0, 0]);
    expect([waits(0), waits(0)]).toEqual([10, 20]);
    expect([waits(20), waits(10), waits(15)]).toEqual([10, 10, 5]);
    expect([waits(1_000), waits(0), waits(0), waits(0)]).toEqual([0, 0, 0, 10]);
  });

  it("waits longer after more work, up to its maximum", () => {
    const pace = new Pace(3, 10, 50);
    expect([pace.next(2), pace.next(3), pace.next(100), pace.next(1)]).toEqual([0, 20, 50, 50]);
    vi.advanceTimersByTime(60);
    expect([pace.next(), pace.next()]).toEqual([0, 10]);
  });
});
