/**
 * The task of the runner in the worker: the quick tests or the slow ones, each with all the changes that it
 * executes; or all tests with one change that is active from the beginning.
 */
export type Pass =
  | { readonly kind: "quick" | "slow"; readonly ids: readonly string[] }
  | {
      readonly kind: "whole";
      readonly id: string;
      /** The ids of the tests to omit. */
      readonly without: readonly string[];
    };

/** A slower test waits for the second pass: most changes are noticed without it. */
export const QUICK_MS = 500;

export interface TestCoverage {
  readonly id: string;
  readonly ms: number;
  /** The changes that the test executes. */
  readonly ids: readonly string[];
}

/** The runner's record of a test file, one line each. */
export interface FileCoverage {
  readonly file: string;
  /** The changes that are executed when modules load, before any test. */
  readonly whenLoaded: readonly string[];
  readonly tests: readonly TestCoverage[];
  /** The changes with which a test failed that cannot be repeated: the whole file must be run with each. */
  readonly unsure: readonly string[];
}

export const passFile = (directory: string) => `${directory}/pass.json`;
/** A line for each noticed change: its id, a tab, the test. */
export const noticedFile = (directory: string) => `${directory}/noticed.txt`;
/** A line for each test file that has run: `FileCoverage`. */
export const coveredFile = (directory: string) => `${directory}/covered.jsonl`;
/** Contains the change that a worker tries; after the worker's death, it names the cause. */
export const currentFile = (directory: string, pid: number) => `${directory}/current-${pid}`;

/**
 * Whether a test was slow because the machine was busy, which proves nothing about the change: for more
 * than half of the time it neither computed nor was idle.
 * @param took all three in milliseconds.
 * @param cpu the worker's CPU time.
 * @param idle the idle time of its event loop.
 */
export function isStarved(took: number, cpu: number, idle: number): boolean {
  return cpu < took / 2 && idle < took / 2;
}
