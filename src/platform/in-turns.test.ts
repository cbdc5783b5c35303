import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inTurns } from "./in-turns.ts";

/** A listener that takes a while per event, and its thread. */
function aThread() {
  let now = 0;
  const tasks: (() => void)[] = [];
  const heard: number[] = [];
  const hear = inTurns(
    (number: number, takes: number) => {
      heard.push(number);
      now += takes;
    },
    () => now,
    (task) => tasks.push(task),
  );
  return {
    hear,
    heard,
    tasks,
    /** Runs the next scheduled task; returns how long it took. */
    next: () => {
      const since = now;
      tasks.shift()?.();
      return now - since;
    },
    rest: (ms: number) => {
      now += ms;
    },
  };
}

describe("events in turns", () => {
  it("are handled at once while they are few", () => {
    const { hear, heard, tasks } = aThread();
    for (const number of [1, 2, 3]) hear(number, 4);
    expect([heard, tasks]).toEqual([[1, 2, 3], []]);
  });

  it("are handled at once where the thread was idle in between", () => {
    const { hear, heard, rest } = aThread();
    for (const number of [1, 2, 3]) {
      hear(number, 40);
      rest(5);
    }
    expect(heard).toEqual([1, 2, 3]);
  });

  it("wait for the next task where one took long", () => {
    const { hear, heard, tasks, next } = aThread();
    for (const number of [1, 2, 3, 4]) hear(number, 10);
    expect([heard, tasks.length]).toEqual([[1, 2], 1]);
    next();
    expect([heard, tasks.length]).toEqual([[1, 2, 3, 4], 0]);
  });

  it("do not affect others where their handler throws", () => {
    const tasks: (() => void)[] = [];
    const heard: number[] = [];
    let now = 0;
    const hear = inTurns(
      (number: number) => {
        now += 20;
        if (number === 2) throw new Error("not understood");
        heard.push(number);
      },
      () => now,
      (task) => tasks.push(task),
    );
    for (const number of [1, 2, 3]) hear(number);
    expect(() => tasks.shift()?.()).toThrow("not understood");
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) task();
    expect(heard).toEqual([1, 3]);
  });

  it("are each handled once, in order, in turns of bounded length", () => {
    const events = fc.array(fc.tuple(fc.integer({ max: 30, min: 0 }), fc.boolean()));
    fc.assert(
      fc.property(events, (all) => {
        const { hear, heard, tasks, next } = aThread();
        const turns: number[] = [];
        for (const [number, [takes, isNext]] of all.entries()) {
          hear(number, takes);
          if (isNext) turns.push(next());
        }
        while (tasks.length > 0) turns.push(next());
        expect(heard).toEqual([...all.keys()]);
        expect(Math.max(0, ...turns)).toBeLessThanOrEqual(15 + 30);
      }),
    );
  });
});
