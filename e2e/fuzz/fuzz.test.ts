import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { anyJunk, anyStored, shownWith } from "./boundary.ts";
import { MemoryWatch } from "./memory.ts";
import { PARSERS } from "./parsers.ts";

/** The duration for `npm run fuzz`; a few runs of each otherwise. */
const MINUTES = Number(process.env.CROSSCHECK_MINUTES ?? 0);
const RUNS = 150;
const seed = Number(process.env.CROSSCHECK_SEED ?? Date.now() % 1_000_000);

const params = (share: number, runs = RUNS) => ({
  seed,
  ...(MINUTES > 0
    ? {
        numRuns: Number.MAX_SAFE_INTEGER,
        interruptAfterTimeLimit: MINUTES * 60_000 * share,
        markInterruptAsFailure: false,
      }
    : { numRuns: runs }),
});
const watchMemory = (share: number) => new MemoryWatch(MINUTES * 60_000 * share);
/** Prints the memory during a long run, and expects it not to grow. */
function expectFlat(name: string, memory: MemoryWatch): void {
  if (memory.held.length > 0) console.log(`${name}: ${memory}`);
  expect(memory.leaked).toBe(0);
}
const timeout = MINUTES * 60_000 + 60_000;

/** The CPU time limit for one input of 20 kB at most: a slower one would take minutes for a large input. */
const LONGEST_MS = 1_000;

describe(`what strangers wrote (seed ${seed})`, () => {
  it.each(PARSERS)(
    "is read by the parser of $name in bounded time, without an exception",
    ({ name, input, read }) => {
      const share = 0.6 / PARSERS.length;
      const memory = watchMemory(share);
      fc.assert(
        fc.property(input, (value) => {
          memory.tick();
          const before = process.cpuUsage();
          read(value as never);
          const { user, system } = process.cpuUsage(before);
          expect((user + system) / 1_000).toBeLessThan(LONGEST_MS);
        }),
        params(share),
      );
      expectFlat(name, memory);
      expect("polluted" in {}).toBe(false);
    },
    timeout,
  );
});

describe("the worker", () => {
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => void rejections.push(reason);
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ["setTimeout", "clearTimeout", "Date"] });
    vi.spyOn(console, "warn").mockImplementation(() => {});
    process.on("unhandledRejection", onRejection);
  });
  afterEach(() => {
    vi.useRealTimers();
    process.off("unhandledRejection", onRejection);
  });

  it(
    "says the same of every request, whatever comes between its events and stood in its storage",
    async () => {
      const expected = await shownWith([]);
      expect(expected).toHaveLength(6);
      const memory = watchMemory(0.4);
      await fc.assert(
        fc.asyncProperty(anyJunk, anyStored, async (junk, stored) => {
          memory.tick();
          expect(await shownWith(junk, stored)).toEqual(expected);
          // Node reports an unhandled rejection after the turn.
          await new Promise((resolve) => setImmediate(resolve));
          expect(rejections.splice(0)).toEqual([]);
          // The mock keeps all arguments of its calls.
          vi.mocked(console.warn).mockClear();
        }),
        params(0.4, 50),
      );
      expectFlat("the worker", memory);
      expect("polluted" in {}).toBe(false);
    },
    timeout,
  );
});
