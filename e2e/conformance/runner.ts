import type { LaneRules } from "../../src/verdict/lane-rules.ts";
import type { Lab } from "../lab/lab.ts";
import type { CaseResult } from "./case-result.ts";
import type { Comparison } from "./compare.ts";
import { type Deployed, deploy } from "./deploy.ts";
import type { Exclusion } from "./exclusions.ts";
import { PAGES } from "./places.ts";
import type { PageName, Scenario } from "./scenario.ts";
import type { Truth } from "./truth.ts";

/** A browser with the extension, and servers that respond as scenarios say. */
export interface Runner {
  readonly lab: Lab;
  /** Runs what was deployed, in batches; the results come in no special order. */
  run(
    deployed: readonly Deployed[],
    onBatch?: (results: readonly CaseResult[]) => void,
  ): Promise<CaseResult[]>;
  /** Holds what we say of a call against what the page and the browser say of it. */
  compare(result: CaseResult): Comparison;
  /** What became of a call, as the page and the browser tell. */
  truthOf(result: CaseResult): Truth;
  /** All that is not compared, and how much of it there may be. */
  readonly exclusions: readonly Exclusion[];
  /** The seeds of the scenarios that crashed or hung their tab. */
  readonly lost: readonly number[];
  /** What the browser does otherwise than others. */
  readonly rules: LaneRules;
  close(): Promise<void>;
}

/** The recording is bounded: so many scenarios, with their redirects, fit in easily. */
export const BATCH = 150;
/** How scenarios are run. */
export interface RunnerOptions {
  /** The unpacked extension; that of dist when left out. */
  readonly extension?: string | undefined;
  /** Whether the panel is open while the calls are made; true when left out. */
  readonly probe?: boolean;
  /** What the user has set; Chromium's only. */
  readonly preferences?: object | undefined;
  /** Whether there is a panel in the toolbox as well; Firefox's only. */
  readonly toolbox?: boolean;
}

/**
 * Runs what was deployed, so many at a time, those of one page together.
 *
 * @param pagesAtATime how many pages are run side by side.
 */
export async function inBatches<T>(
  deployed: readonly Deployed[],
  run: (where: PageName, batch: readonly Deployed[]) => Promise<readonly T[]>,
  onBatch?: (results: readonly T[]) => void,
  pagesAtATime = 1,
): Promise<T[]> {
  const all: T[] = [];
  const runIn = async (where: PageName) => {
    const there = deployed.filter(({ scenario }) => scenario.caller.page === where);
    for (let at = 0; at < there.length; at += BATCH) {
      const results = await run(where, there.slice(at, at + BATCH));
      all.push(...results);
      onBatch?.(results);
    }
  };
  const left = [...PAGES];
  const work = async () => {
    for (let where = left.shift(); where; where = left.shift()) await runIn(where);
  };
  await Promise.all(Array.from({ length: pagesAtATime }, work));
  return all;
}

const COOKIE = { name: "session", value: "1", path: "/" } as const;
/** Some hosts know the browser: there, credentials show on the wire. */
export const COOKIES = [
  { ...COOKIE, domain: "api-b.localhost", secure: true, sameSite: "None" },
  { ...COOKIE, domain: "api.app.test", sameSite: "Lax" },
  { ...COOKIE, domain: "127.0.0.1", sameSite: "Lax" },
] as const;

/** Scenarios as deployed under their seeds. */
export function deployAll(lab: Lab, scenarios: readonly Scenario[]): Deployed[] {
  return scenarios.map((scenario) => deploy(lab, scenario, `s${scenario.seed}`));
}
