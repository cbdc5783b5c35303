import { type Comparison, type Difference, describe, isWrong } from "./compare.ts";
import { callCount } from "./deploy.ts";
import { type Exclusion, tellUse, usesOf } from "./exclusions.ts";
import { nameOfCaller } from "./places.ts";
import type { Caller, HopPlan } from "./scenario.ts";

/** The minimum percentage of calls whose outcome must be compared. */
export const LEAST_COMPARED = 92;
/** The maximum percentage of scenarios that may crash or hang their tab. */
const LOST: Exclusion = {
  name: "tab-lost",
  of: "scenario",
  reason: "The scenario crashes or hangs its tab, with or without the extension.",
  seenIn: "Firefox 153",
  atMost: 0.3,
};
/** Below this number of calls, a share depends on chance. */
export const FEW = 100;

/** The parts of a run that its summary needs. */
export interface Run {
  readonly comparisons: readonly Comparison[];
  readonly exclusions: readonly Exclusion[];
  /** The seeds of the scenarios whose tab was lost. */
  readonly lost: readonly number[];
  /** Whether all kinds of calls were run with the probe: the bounds were measured for those. */
  readonly isWhole: boolean;
}

/** The numbers of a run, and its failures. */
export interface Summary {
  readonly lines: readonly string[];
  /** Disagreements and exceeded bounds, one line each; empty for a good run. */
  readonly failures: readonly string[];
}

/** Sums up the comparisons. */
export function summarise({ comparisons, exclusions, lost, isWhole }: Run): Summary {
  const calls = comparisons.length;
  const certainty = (which: string) =>
    comparisons.filter(({ result }) => result.ours?.certainty === which);
  const truths = comparisons.map(({ truth }) => truth.outcomes.join(" or ") || "not reported");
  const agreement = (about: "outcome" | "name" | "parameter") => {
    const all = comparisons.filter(({ compared }) => compared.has(about));
    const agreeing = all.filter(({ differences }) => !differences.some((d) => d.about === about));
    return `${agreeing.length} of ${all.length}`;
  };
  const outcomes = [...new Set(truths)]
    .sort()
    .map((truth) => `${truth} ${truths.filter((it) => it === truth).length}`);
  const compared = comparisons.filter((one) => one.compared.has("outcome")).length;
  const share = (100 * compared) / Math.max(1, calls);
  const uses = [
    ...usesOf(
      exclusions,
      comparisons.flatMap(({ excluded }) => excluded),
      calls,
    ),
    ...usesOf(
      [LOST],
      lost.map(() => LOST.name),
      calls,
    ),
  ];
  const different = ABOUT.map((about) => {
    const found = comparisons.filter(({ differences }) =>
      differences.some((one) => one.about === about),
    );
    return [about, found.length] as const;
  });
  const certainAndWrong = certainty("certain").filter(isWrong).length;
  const isHeld = isWhole && calls >= FEW;
  return {
    lines: [
      `calls: ${calls}; what became of them: ${outcomes.join(", ")}`,
      `compared on the outcome: ${compared} of ${calls} calls, ${share.toFixed(2)} % (at least ${LEAST_COMPARED} %)`,
      `agreement on the outcome: ${agreement("outcome")}; on the error's name: ${agreement("name")}; on its parameter: ${agreement("parameter")}`,
      tally("verdicts", comparisons),
      ...GROUPS.map(([name, isIn]) =>
        tally(
          `  ${name}`,
          comparisons.filter(({ result }) => isIn(result.deployed.scenario.caller)),
        ),
      ),
      `ambiguous between: ${readingsOf(certainty("ambiguous"))}`,
      ...uses.map(tellUse),
      `certain and wrong: ${certainAndWrong}; ${different.map(([about, count]) => `${about}: ${count}`).join("; ")}`,
    ],
    failures: [
      ...different.flatMap(([about, count]) =>
        count === 0 ? [] : [`${count} calls differ: ${about}`],
      ),
      ...uses.flatMap(({ exclusion: { name }, count, most }) =>
        isHeld && count > most ? [`${name}: ${count} times, at most ${most} expected`] : [],
      ),
      ...(isHeld && share < LEAST_COMPARED
        ? [`${share.toFixed(2)} % of the calls compared, at least ${LEAST_COMPARED} % expected`]
        : []),
    ],
  };
}

const ABOUT: readonly Difference["about"][] = [
  "outcome",
  "name",
  "parameter",
  "unseen",
  "uncovered",
  "fact",
  "surplus",
];

/** The probe works in documents, not in workers. */
const GROUPS: readonly (readonly [name: string, isIn: (caller: Caller) => boolean])[] = [
  ["with the probe", ({ worker }) => worker === null],
  ["in workers", ({ worker }) => worker !== null],
];

/** The certainties of the verdicts. */
function tally(name: string, comparisons: readonly Comparison[]): string {
  const verdicts = comparisons.map(({ result, differences }) => {
    const isUnseen = differences.some(({ about }) => about === "unseen");
    return result.ours?.certainty ?? (isUnseen ? null : "unobservable");
  });
  const count = (which: string | null) => verdicts.filter((it) => it === which).length;
  const share = (part: number) =>
    `${((100 * part) / Math.max(1, comparisons.length)).toFixed(2)} %`;
  const ambiguous = count("ambiguous");
  return `${name}: ${count("certain")} certain, ${count("likely")} likely, ${ambiguous} ambiguous (${share(ambiguous)}); ${count(null)} calls not in the report, ${count("unobservable")} not observable`;
}

/** The alternatives of the ambiguous verdicts, the most frequent first. */
function readingsOf(ambiguous: readonly Comparison[]): string {
  const counts = new Map<string, number>();
  for (const { result } of ambiguous) {
    if (result.ours === null) continue;
    const { outcome, cause, alternatives = [] } = result.ours;
    const codes = [cause, ...alternatives].map((it) => it?.code ?? outcome);
    const between = [...new Set(codes)].join(" / ");
    counts.set(between, (counts.get(between) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([between, count]) => `${count} ${between}`)
    .join(", ");
}

/** Prints the numbers and the failures. Failures set the exit code. */
export function printSummary({ lines, failures }: Summary): void {
  for (const line of lines) console.log(line);
  for (const failure of failures) console.log(`failed: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}

/** The plan for one URL of the chain, on one line. */
export const tellHop = ({ host, preflight, response }: HopPlan): string =>
  `    ${host} P ${JSON.stringify(preflight)} R ${JSON.stringify(response)}`;

/** A disagreement in a few lines, with the command that replays it. */
export function tell(comparison: Comparison): string {
  const { result, differences } = comparison;
  const { seed, caller, request, hops, earlier } = result.deployed.scenario;
  const before = earlier ? `${JSON.stringify(earlier.request)} from ${earlier.from}, then ` : "";
  const lines = [
    `seed ${seed}${callCount(result.deployed.scenario) > 1 ? `, call ${result.call + 1} of 2` : ""}: ${differences
      .map(
        ({ about, theirs, ours }) => `${about}: ${theirs.trim() || "none"}, not ${ours || "none"}`,
      )
      .join("; ")}`,
    `  truth: ${comparison.truth.row}; page ${result.seen?.outcome ?? "-"} (${result.seen?.detail ?? "-"}); ${comparison.account}`,
    `  ours:  ${describe(result)}; ending ${JSON.stringify(result.exchange?.ending ?? null)}, hops ${result.exchange?.hops.length ?? 0}, mode ${result.ours?.mode.value} (${result.ours?.mode.basis}), credentials ${result.ours?.credentials.value} (${result.ours?.credentials.basis})`,
    `  ${nameOfCaller(caller)}: ${before}${JSON.stringify(request)}`,
    ...hops.map(tellHop),
  ];
  return lines.join("\n");
}
