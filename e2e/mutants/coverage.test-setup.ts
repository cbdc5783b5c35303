import { appendFileSync, readFileSync } from "node:fs";
import { afterAll, expect } from "vitest";

/** What the code that Stryker instrumented reads and writes. */
interface Instrumented {
  activeMutant?: string;
  hitCount?: number;
  hitLimit?: number;
  mutantCoverage?: { readonly static: Readonly<Record<string, number>> };
}

const ACTIVE = process.env.CROSSCHECK_ACTIVE_MUTANT as string;
const COVERAGE = process.env.CROSSCHECK_MUTANT_COVERAGE as string;

/** More often than this, a change is taken to have made an endless loop. */
const HIT_LIMIT = 5_000_000;

const shared = globalThis as { __stryker__?: Instrumented };
shared.__stryker__ ??= {};
const instrumented = shared.__stryker__;
const active = readFileSync(ACTIVE, "utf8");
if (active !== "") {
  instrumented.activeMutant = active;
  instrumented.hitCount = 0;
  instrumented.hitLimit = HIT_LIMIT;
} else {
  afterAll(() => {
    const mutants = Object.keys(instrumented.mutantCoverage?.static ?? {});
    const file = expect.getState().testPath;
    appendFileSync(COVERAGE, `${JSON.stringify({ file, mutants })}\n`);
  });
}
