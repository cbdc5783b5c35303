import { type Comparison, describe, isWrong } from "./compare.ts";
import { nameOfCaller } from "./places.ts";
import type { Caller } from "./scenario.ts";
import { callCount } from "./stage.ts";

/** The numbers of a run. */
export interface Summary {
  readonly lines: readonly string[];
  readonly certainAndWrong: number;
  readonly wrongOutcomes: number;
}

/** Adds up what the comparisons say. */
export function summarise(comparisons: readonly Comparison[]): Summary {
  const withOurs = comparisons.filter(({ account }) => account.ours !== null);
  const certainty = (which: string) =>
    withOurs.filter(({ account }) => account.ours?.certainty === which);
  const truths = comparisons.map(({ outcome }) => outcome ?? "not told");
  const certainAndWrong = certainty("certain").filter(isWrong).length;
  const different = (about: string) =>
    comparisons.filter(({ differences }) => differences.some((one) => one.about === about)).length;
  const agreement = (about: "outcome" | "name" | "parameter") => {
    const all = comparisons.filter(({ compared }) => compared.has(about));
    const agreeing = all.filter(({ differences }) => !differences.some((d) => d.about === about));
    return `${agreeing.length} of ${all.length}`;
  };
  const outcomes = [...new Set(truths)]
    .sort()
    .map((truth) => `${truth} ${truths.filter((it) => it === truth).length}`);
  return {
    certainAndWrong,
    wrongOutcomes: different("outcome"),
    lines: [
      `calls: ${comparisons.length}; what became of them: ${outcomes.join(", ")}`,
      `agreement on the outcome: ${agreement("outcome")}; on the error's name: ${agreement("name")}; on its parameter: ${agreement("parameter")}`,
      tally("verdicts", comparisons),
      ...GROUPS.map(([name, isIn]) =>
        tally(
          `  ${name}`,
          comparisons.filter(({ account }) => isIn(account.staged.scenario.caller)),
        ),
      ),
      `ambiguous between: ${readingsOf(certainty("ambiguous"))}`,
      `certain and wrong: ${certainAndWrong}; ambiguous without the truth among the readings: ${different("uncovered")}; other facts wrong: ${different("fact")}; calls with more exchanges than there were: ${different("surplus")}; timed out: ${different("timeout")}; not to be seen by an extension: ${different("hidden")}`,
    ],
  };
}

/** The probe works in documents; in workers there can be none. */
const GROUPS: readonly (readonly [name: string, isIn: (caller: Caller) => boolean])[] = [
  ["with the probe", ({ worker }) => worker === null],
  ["in workers", ({ worker }) => worker !== null],
];

/** How sure the verdicts are. */
function tally(name: string, comparisons: readonly Comparison[]): string {
  const verdicts = comparisons.map(({ account, differences }) => {
    const isHidden = differences.some(({ about }) => about === "unobservable");
    return isHidden ? "unobservable" : (account.ours?.certainty ?? null);
  });
  const count = (which: string | null) => verdicts.filter((it) => it === which).length;
  const share = (part: number) =>
    `${((100 * part) / Math.max(1, comparisons.length)).toFixed(2)} %`;
  const ambiguous = count("ambiguous");
  return `${name}: ${count("certain")} certain, ${count("likely")} likely, ${ambiguous} ambiguous (${share(ambiguous)}); ${count(null)} calls not in the report, ${count("unobservable")} not observable`;
}

/** What the ambiguous verdicts cannot decide between, the most frequent first. */
function readingsOf(ambiguous: readonly Comparison[]): string {
  const counts = new Map<string, number>();
  for (const { account } of ambiguous) {
    if (account.ours === null) continue;
    const { outcome, cause, alternatives = [] } = account.ours;
    const codes = [cause, ...alternatives].map((it) => it?.code ?? outcome);
    const between = [...new Set(codes)].join(" / ");
    counts.set(between, (counts.get(between) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([between, count]) => `${count} ${between}`)
    .join(", ");
}

/** A disagreement in a few lines, with what replays it. */
export function tell(comparison: Comparison): string {
  const { account, differences } = comparison;
  const { seed, caller, ask, hops, earlier } = account.staged.scenario;
  const before = earlier ? `${JSON.stringify(earlier.ask)} from ${earlier.from}, then ` : "";
  const lines = [
    `seed ${seed}${callCount(account.staged.scenario) > 1 ? `, call ${account.call + 1} of 2` : ""}: ${differences
      .map(
        ({ about, theirs, ours }) => `${about}: ${theirs.trim() || "none"}, not ${ours || "none"}`,
      )
      .join("; ")}`,
    `  truth: page ${account.seen?.outcome ?? "-"} (${account.seen?.detail ?? "-"}); ${comparison.told}`,
    `  ours:  ${describe(account)}; ending ${JSON.stringify(account.exchange?.ending ?? null)}, hops ${account.exchange?.hops.length ?? 0}, mode ${account.ours?.mode.value} (${account.ours?.mode.basis}), credentials ${account.ours?.credentials.value} (${account.ours?.credentials.basis})`,
    `  ${nameOfCaller(caller)}: ${before}${JSON.stringify(ask)}`,
    ...hops.map(
      ({ host, preflight, response }) =>
        `    ${host} P ${JSON.stringify(preflight)} R ${JSON.stringify(response)}`,
    ),
  ];
  return lines.join("\n");
}
