import type { Seen } from "../lab/call.ts";
import { caseOf } from "../lab/cases/case.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import type { LabRequest } from "../lab/origins.ts";
import { type Deployed, deploy } from "./deploy.ts";
import type { Exclusion } from "./exclusions.ts";
import { TIMED_OUT } from "./in-page.ts";
import { inBatches } from "./runner.ts";
import type { PageName, Scenario } from "./scenario.ts";
import { excludedBy, type ScenarioExclusion } from "./scenario-exclusion.ts";
import { serveTestPages } from "./test-pages.ts";

/** A scenario that the extension changed: impressions that only one of the browsers had. */
export interface Interference {
  readonly seed: number;
  readonly without: readonly string[];
  readonly with: readonly string[];
}

/** The result of a search for interference. */
export interface InterferenceSearch {
  readonly interference: readonly Interference[];
  /** Scenarios whose results vary, with the extension or without it. */
  readonly unsteady: readonly number[];
  /** The names of the exclusions that were used. */
  readonly excluded: readonly string[];
}

/** A varying result proves no interference, so there must be few of them. */
export const UNSTEADY: Exclusion = {
  name: "unsteady",
  of: "scenario",
  reason: "The result changes from run to run in the same browser.",
  seenIn: "any",
  atMost: 5,
};

/** The place that made a request, according to the browser's own DevTools. */
export interface Initiator {
  readonly url: string;
  readonly initiator: string;
}

/** A page's results of its calls, and its view of the functions that make them (observables.ts). */
export interface Visit {
  readonly seen: Readonly<Record<string, Seen>>;
  readonly functions: string;
  /** The requests that the browser's DevTools list. */
  readonly initiators: readonly Initiator[];
}

/** A browser that makes calls without judging them. */
export interface PlainBrowser {
  /** Makes the calls of one page in their own tab; resolves when no request is pending. */
  visit(lab: Lab, where: PageName, deployed: readonly Deployed[]): Promise<Visit>;
  close(): Promise<void>;
}

/** How to start a browser without the extension, and one with its panel open. */
export interface Launchers {
  plain(lab: Lab): Promise<PlainBrowser>;
  observed(lab: Lab, extension: string | undefined): Promise<PlainBrowser>;
  /** Scenarios that change in the browser wherever an extension observes requests, whatever it does. */
  readonly changedByObserving: readonly ScenarioExclusion[];
}

/** How often a differing scenario is repeated in each browser before the difference counts. */
const MOST_ROUNDS = 5;
const TIMES_A_ROUND = 12;
/**
 * How often one browser must have sent an urgency that the other never sent: Firefox's urgency for an image
 * depends on its layout. If both sent it equally seldom, all eight would be the same browser's by chance
 * once in 128 times.
 */
const BEYOND_CHANCE = 8;

/**
 * Runs the same scenarios in a browser without and in one with the extension, its panel open.
 *
 * Timing makes results vary even in one browser. Scenarios that differ are therefore repeated in both until
 * each browser has done what the other did: interference is what only one of them ever does.
 */
export async function findInterference(
  scenarios: readonly Scenario[],
  launchers: Launchers,
  extension?: string,
): Promise<InterferenceSearch> {
  const lab = await startLab({ secure: true });
  await serveTestPages(lab);
  const unsteady = new Set<number>();
  const without: Impressions = new Map();
  const withIt: Impressions = new Map();
  const exclusionOf = (one: Scenario) => excludedBy(launchers.changedByObserving, one);
  const differs = ({ seed }: Scenario) =>
    onlyIn(without, withIt, seed).length + onlyIn(withIt, without, seed).length > 0;
  try {
    const excluded = scenarios.flatMap((one) => exclusionOf(one) ?? []);
    let left = scenarios.filter((one) => exclusionOf(one) === null);
    for (let round = 0; left.length > 0 && round <= MOST_ROUNDS; round++) {
      // Under a new name each time, because caches know the others.
      const deployed = Array.from({ length: round === 0 ? 1 : TIMES_A_ROUND }, (_, time) =>
        left.map((one) => deploy(lab, one, `h${round}-${time}-${one.seed}`)),
      ).flat();
      await addImpressions(without, await launchers.plain(lab), lab, deployed);
      await addImpressions(withIt, await launchers.observed(lab, extension), lab, deployed);
      left = left.filter(differs);
      for (const { seed } of left) unsteady.add(seed);
    }
    const interference = left
      .map(
        ({ seed }): Interference => ({
          seed,
          without: harmIn(without, withIt, seed),
          with: harmIn(withIt, without, seed),
        }),
      )
      .filter((one) => one.without.length + one.with.length > 0);
    for (const { seed } of interference) unsteady.delete(seed);
    return { interference, unsteady: [...unsteady], excluded };
  } finally {
    await lab.close();
  }
}

/** How often each scenario had which impression. */
type Impressions = Map<number, Map<string, number>>;

/** The impressions of a scenario that one browser had and the other never had. */
function onlyIn(one: Impressions, other: Impressions, seed: number): string[] {
  const others = other.get(seed);
  return [...(one.get(seed)?.keys() ?? [])].filter((impression) => !others?.has(impression));
}

/** The same, without rare differences in urgency alone. */
function harmIn(one: Impressions, other: Impressions, seed: number): string[] {
  const others = new Set([...(other.get(seed)?.keys() ?? [])].map(withoutUrgency));
  return onlyIn(one, other, seed).filter((impression) => {
    const count = one.get(seed)?.get(impression) ?? 0;
    return count >= BEYOND_CHANCE || !others.has(withoutUrgency(impression));
  });
}

/** https://www.rfc-editor.org/rfc/rfc9218#name-urgency */
function withoutUrgency(impression: string): string {
  return impression.replace(/\bPriority: u=\d/g, "Priority: u");
}

/** Adds the impression of each scenario in this run. */
async function addImpressions(
  to: Impressions,
  plainBrowser: PlainBrowser,
  lab: Lab,
  deployed: readonly Deployed[],
): Promise<void> {
  try {
    await inBatches(deployed, async (where, batch) => {
      const before = lab.requests.length;
      const { seen, functions, initiators } = await plainBrowser.visit(lab, where, batch);
      const requests = lab.requests.slice(before);
      for (const one of batch) {
        const all = to.get(one.scenario.seed) ?? new Map<string, number>();
        const mine = initiators.filter(({ url }) => caseOf(url) === one.id);
        const parts = [...impressionOf(one, seen[one.id], requests), ...mine.map(tellInitiator)];
        for (const part of [...parts, functions]) {
          all.set(part, (all.get(part) ?? 0) + 1);
        }
        to.set(one.scenario.seed, all);
      }
      return [];
    });
  } finally {
    await plainBrowser.close();
  }
}

/**
 * The impression of a scenario on the page and the servers, as a whole. In parts if the page aborts it, which may
 * happen after any of the requests, or if it does not end: a video may send the same request until then.
 */
function impressionOf(
  { id, scenario: { request } }: Deployed,
  seen: Seen | undefined,
  requests: readonly LabRequest[],
): readonly string[] {
  const mine = requests.filter(({ target }) => caseOf(`http://any${target}`) === id);
  const ofPage = seen === undefined ? "nothing" : `${seen.outcome} (${seen.detail})`;
  const bits = [ofPage, ...mine.map(inShort)].map((bit) => bit.replaceAll(id, "case"));
  return "abort" in request || seen?.detail === TIMED_OUT ? bits : [bits.join("\n    ")];
}

/** Each distinct initiator of a scenario's requests; their number may be chance. */
const tellInitiator = ({ initiator }: Initiator) =>
  `initiator: ${initiator.replace(/blob:\S+\/[\da-f-]{36}/, "blob:")}`;

function inShort({ method, target, headers }: LabRequest): string {
  // The part of a URL that distinguishes one run of a call from the next is new each time.
  const path = target.replace(/&run=[^&]*/, "");
  return `${method} ${path} ${headers.map(([name, value]) => `${name}: ${value}`).join(" | ")}`;
}
