import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { type RunnerTestCase, type RunnerTestFile, type RunnerTestSuite, TestRunner } from "vitest";
import {
  coveredFile,
  currentFile,
  type FileCoverage,
  isStarved,
  noticedFile,
  type Pass,
  passFile,
  QUICK_MS,
  type TestCoverage,
} from "./passes.ts";

/** The variables of code that Stryker instrumented. */
interface Instrumented {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number;
  hitLimit?: number;
  mutantCoverage?: {
    readonly static: Readonly<Record<string, number>>;
    readonly perTest: Record<string, Record<string, number>>;
  };
}

/** If the change runs this many times as often as without it, it has made an endless loop. */
const HITS = 100;
const MORE_HITS = 100_000;

/** Vitest's message for a test that exceeds its time limit. */
const TIME_LIMIT = /\btimed out in \d+ ?ms/;

// The original: tests replace it.
const now = performance.now.bind(performance);

const DIRECTORY = process.env.CROSSCHECK_MUTANTS as string;
const pass = JSON.parse(readFileSync(passFile(DIRECTORY), "utf8")) as Pass;
const shared = globalThis as { __stryker__?: Instrumented };
shared.__stryker__ ??= {};
const instrumented = shared.__stryker__;

// Functions that are sent to a page as source text lack the helpers that Stryker put into their module.
Object.assign(globalThis, { stryCov_9fa48: cover, stryMutAct_9fa48: isActive });

// A change is noticed or not; the smallest counterexample is not needed.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });

/** Counts the executed changes, as Stryker's own function of that name does. */
function cover(...ids: readonly string[]): void {
  const { currentTestId } = instrumented;
  if (currentTestId === undefined) return;
  instrumented.mutantCoverage ??= { static: {}, perTest: {} };
  const { perTest } = instrumented.mutantCoverage;
  perTest[currentTestId] ??= {};
  const hits = perTest[currentTestId];
  for (const id of ids) hits[id] = (hits[id] ?? 0) + 1;
}

/** Whether a change is active, as Stryker's own function of that name does. */
function isActive(id: string): boolean {
  return instrumented.activeMutant === id;
}

/** Runs each test unchanged, then again for each change that it executes and that is not noticed yet. */
export default class MutantRunner extends TestRunner {
  readonly #noticed = new Set<string>();
  readonly #tests: TestCoverage[] = [];
  readonly #unsure: string[] = [];
  /** The cleanups of hooks that were run for a repetition. */
  #cleanups: (() => unknown)[] = [];
  #hasTried = false;

  constructor(config: ConstructorParameters<typeof TestRunner>[0]) {
    super(config);
    instrumented.hitCount = 0;
    instrumented.hitLimit = 50 * MORE_HITS;
    if (pass.kind === "whole") instrumented.activeMutant = pass.id;
    if (!existsSync(noticedFile(DIRECTORY))) return;
    for (const line of readFileSync(noticedFile(DIRECTORY), "utf8").split("\n")) {
      this.#noticed.add(line.split("\t")[0] as string);
    }
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test);
    if (pass.kind === "whole") {
      if (!pass.without.includes(test.id)) await run();
      return;
    }

    instrumented.currentTestId = test.id;
    const started = now();
    try {
      await run();
    } catch (error) {
      // An effect of a change in an earlier test: the tests alone pass, or the first would fail. Or a time
      // limit that a busy machine exceeds once.
      if (this.#hasTried || !(await this.#fails(test, "", 0))) return;
      throw error;
    } finally {
      instrumented.currentTestId = undefined;
    }
    const took = now() - started;

    const hits = instrumented.mutantCoverage?.perTest[test.id] ?? {};
    this.#tests.push({ id: test.id, ms: Math.round(took), ids: Object.keys(hits) });
    if (took > QUICK_MS === (pass.kind === "quick")) return;
    const noticed: string[] = [];
    for (const [id, count] of Object.entries(hits)) {
      if (this.#noticed.has(id) || !pass.ids.includes(id)) continue;
      this.#hasTried = true;
      if (!(await this.#fails(test, id, count))) continue;
      // A test that cannot be repeated proves nothing about the change.
      if (noticed.length === 0 && (await this.#fails(test, "", 0))) {
        this.#unsure.push(id);
        return;
      }
      // A failure that does not recur is caused by a busy machine, not by the change.
      if (await this.#fails(test, id, count)) noticed.push(id);
    }
    if (noticed.length > 0 && (await this.#fails(test, "", 0))) {
      this.#unsure.push(...noticed);
      return;
    }
    for (const id of noticed) {
      this.#noticed.add(id);
      appendFileSync(noticedFile(DIRECTORY), `${id}\t${test.file.name}: ${test.name}\n`);
    }
  }

  override onAfterRunFiles(): void {
    super.onAfterRunFiles();
    const files = this.#files;
    if (pass.kind === "whole" || files.length === 0) return;
    const coverage: FileCoverage = {
      file: (files[0] as RunnerTestFile).filepath,
      whenLoaded: Object.keys(instrumented.mutantCoverage?.static ?? {}),
      tests: this.#tests,
      unsure: this.#unsure,
    };
    appendFileSync(coveredFile(DIRECTORY), `${JSON.stringify(coverage)}\n`);
  }

  #files: RunnerTestFile[] = [];

  onBeforeRunFiles(files: RunnerTestFile[]): void {
    this.#files = files;
  }

  /** Whether a test fails with a change, or without any for the empty id. */
  async #fails(test: RunnerTestCase, id: string, count: number): Promise<boolean> {
    const current = currentFile(DIRECTORY, process.pid);
    writeFileSync(current, id);
    instrumented.hitCount = 0;
    instrumented.hitLimit = HITS * count + MORE_HITS;
    const started = now();
    const cpu = process.cpuUsage();
    const loop = performance.eventLoopUtilization();
    try {
      await this.#prepareAnew(test, id);
      await TestRunner.getTestFn(test)();
      return false;
    } catch (error) {
      if (!TIME_LIMIT.test(String(error))) return true;
      const took = now() - started;
      const { user, system } = process.cpuUsage(cpu);
      const { idle } = performance.eventLoopUtilization(loop);
      return !isStarved(took, (user + system) / 1_000, idle);
    } finally {
      instrumented.activeMutant = undefined;
      rmSync(current);
    }
  }

  /** Runs the hooks between a test and the next one, which here is the same test with a change. */
  async #prepareAnew(test: RunnerTestCase, id: string): Promise<void> {
    const suites = suitesOf(test);
    const hooksOf = (suite: RunnerTestSuite) => TestRunner.getSuiteHooks(suite);
    for (const suite of suites.toReversed()) {
      for (const hook of hooksOf(suite).afterEach.toReversed()) await hook(test.context, suite);
    }
    for (const cleanup of this.#cleanups.splice(0)) await cleanup();
    instrumented.activeMutant = id === "" ? undefined : id;
    for (const suite of suites) {
      for (const hook of hooksOf(suite).beforeEach) {
        const cleanup: unknown = await hook(test.context, suite);
        if (typeof cleanup === "function") this.#cleanups.push(cleanup as () => unknown);
      }
    }
  }
}

/** The suites of a test, its file's first. */
function suitesOf({ suite, file }: RunnerTestCase | RunnerTestSuite): RunnerTestSuite[] {
  if (suite === undefined || suite === file) return [file];
  return [...suitesOf(suite), suite];
}
