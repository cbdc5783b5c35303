/**
 * What the runner in the worker is to do: the quick tests or the slow ones, each with all the changes
 * that it executes; or all tests with one change that is there from the beginning.
 */
export type Pass =
  | { readonly kind: "quick" | "slow"; readonly ids: readonly string[] }
  | {
      readonly kind: "whole";
      readonly id: string;
      /** The tests, by id, that are left out. */
      readonly without: readonly string[];
    };

/** A test that takes longer waits for the second pass: most changes are noticed without it. */
export const QUICK_MS = 500;

export interface TestCoverage {
  readonly id: string;
  readonly ms: number;
  /** The changes that the test executes. */
  readonly ids: readonly string[];
}

/** What the runner writes of a file of tests, a line each. */
export interface FileCoverage {
  readonly file: string;
  /** The changes that are executed when modules load, before any test. */
  readonly whenLoaded: readonly string[];
  readonly tests: readonly TestCoverage[];
  /** The changes with which a test failed that cannot be repeated: the whole file is to be run with each. */
  readonly unsure: readonly string[];
}

export const passFile = (directory: string) => `${directory}/pass.json`;
/** A line for each change that was noticed: its id, a tab, the test. */
export const noticedFile = (directory: string) => `${directory}/noticed.txt`;
/** A line for each file of tests that has been run: `FileCoverage`. */
export const coveredFile = (directory: string) => `${directory}/covered.jsonl`;
/** Holds the change that a worker tries; what stands there when it has died made it do so. */
export const currentFile = (directory: string, pid: number) => `${directory}/current-${pid}`;

/**
 * Whether a test took long since the machine was busy, which says nothing of the change: it neither
 * computed nor waited for something that did not happen during half of the time.
 *
 * @param took all three in milliseconds.
 * @param cpu what the worker computed in that time.
 * @param idle how long its event loop had nothing to do.
 */
export function isStarved(took: number, cpu: number, idle: number): boolean {
  return cpu < took / 2 && idle < took / 2;
}
