import type { LaneRules } from "../../src/verdict/lane-rules.ts";
import type { Lab } from "../lab/lab.ts";
import type { CaseResult } from "./case-result.ts";
import type { Comparison } from "./compare.ts";
import { type Deployed, deploy } from "./deploy.ts";
import type { Exclusion } from "./exclusions.ts";
import { PAGES } from "./places.ts";
import type { PageName, Scenario } from "./scenario.ts";
import type { Truth } from "./truth.ts";

/** A browser with the extension, and servers that respond as the scenarios specify. */
export interface Runner {
  readonly lab: Lab;
  /** Runs the deployed scenarios in batches; the results are in no special order. */
  run(
    deployed: readonly Deployed[],
    onBatch?: (results: readonly CaseResult[]) => void,
  ): Promise<CaseResult[]>;
  /** Compares our report on a call with the records of the page and the browser. */
  compare(result: CaseResult): Comparison;
  /** The result of a call, by the page and the browser. */
  truthOf(result: CaseResult): Truth;
  /** Everything that is not compared, with its bound. */
  readonly exclusions: readonly Exclusion[];
  /** The seeds of the scenarios that crashed or hung their tab. */
  readonly lost: readonly number[];
  /** The rules of the browser's lane. */
  readonly rules: LaneRules;
  close(): Promise<void>;
}

/** The recording is bounded: this number of scenarios fits easily, including redirects. */
export const BATCH = 150;
/** How scenarios are run. */
export interface RunnerOptions {
  /** The unpacked extension; by default that of dist. */
  readonly extension?: string | undefined;
  /** Whether the panel is open while the calls are made; default true. */
  readonly probe?: boolean;
  /** The user's settings; Chromium only. */
  readonly preferences?: object | undefined;
  /** Whether the toolbox has a panel as well; Firefox only. */
  readonly toolbox?: boolean;
}

/**
 * Runs the deployed scenarios in batches, those of one page together.
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
/** The browser has cookies for some hosts: there, the servers see credentials. */
export const COOKIES = [
  { ...COOKIE, domain: "api-b.localhost", secure: true, sameSite: "None" },
  { ...COOKIE, domain: "api.app.test", sameSite: "Lax" },
  { ...COOKIE, domain: "127.0.0.1", sameSite: "Lax" },
] as const;

/** Deploys scenarios, with ids made from their seeds. */
export function deployAll(lab: Lab, scenarios: readonly Scenario[]): Deployed[] {
  return scenarios.map((scenario) => deploy(lab, scenario, `s${scenario.seed}`));
}
