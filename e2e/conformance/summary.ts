import { type Comparison, describe, isWrong } from "./compare.ts";

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
  const tally = [...new Set(truths)]
    .sort()
    .map((truth) => `${truth} ${truths.filter((it) => it === truth).length}`);
  return {
    certainAndWrong,
    wrongOutcomes: different("outcome"),
    lines: [
      `calls: ${comparisons.length}; what became of them: ${tally.join(", ")}`,
      `agreement on the outcome: ${agreement("outcome")}; on the error's name: ${agreement("name")}; on its parameter: ${agreement("parameter")}`,
      `verdicts: ${certainty("certain").length} certain, ${certainty("likely").length} likely, ${certainty("ambiguous").length} ambiguous; ${comparisons.length - withOurs.length} calls not in the report`,
      `certain and wrong: ${certainAndWrong}; ambiguous without the truth among the readings: ${different("uncovered")}; other facts wrong: ${different("fact")}; calls with more exchanges than there were: ${different("surplus")}; timed out: ${different("timeout")}; not to be seen by an extension: ${different("hidden")}`,
    ],
  };
}

/** A disagreement in a few lines, with what replays it. */
export function tell(comparison: Comparison): string {
  const { account, differences } = comparison;
  const { seed, caller, ask, hops, twice } = account.staged.scenario;
  const where = [caller.page, caller.frame, caller.worker ? "worker" : ""]
    .filter(Boolean)
    .join("/");
  const lines = [
    `seed ${seed}${twice ? `, call ${account.call + 1} of 2` : ""}: ${differences
      .map(
        ({ about, theirs, ours }) => `${about}: ${theirs.trim() || "none"}, not ${ours || "none"}`,
      )
      .join("; ")}`,
    `  truth: page ${account.seen?.outcome ?? "-"} (${account.seen?.detail ?? "-"}); ${comparison.told}`,
    `  ours:  ${describe(account)}; ending ${JSON.stringify(account.exchange?.ending ?? null)}, hops ${account.exchange?.hops.length ?? 0}, mode ${account.ours?.mode.value} (${account.ours?.mode.basis}), credentials ${account.ours?.credentials.value} (${account.ours?.credentials.basis})`,
    `  ${where}: ${JSON.stringify(ask)}`,
    ...hops.map(
      ({ host, preflight, response }) =>
        `    ${host} P ${JSON.stringify(preflight)} R ${JSON.stringify(response)}`,
    ),
  ];
  return lines.join("\n");
}
