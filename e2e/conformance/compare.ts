import type { RequestModes } from "../../src/verdict/standard/main-fetch.ts";
import type { CaseResult } from "./case-result.ts";
import { type Rule, ruleFor } from "./exclusions.ts";
import { wrongFacts } from "./facts.ts";
import { wasNeverRequested } from "./observable.ts";
import { outcomesSaid, type Truth } from "./truth.ts";

/** One difference between the browser's record and ours. Each fails a run. */
export interface Difference {
  readonly about:
    | "outcome"
    | "name"
    | "parameter"
    /** A call that is missing in our report. */
    | "unseen"
    /** An ambiguous verdict whose alternatives do not include the truth. */
    | "uncovered"
    | "fact"
    /** More exchanges than calls. */
    | "surplus";
  readonly theirs: string;
  readonly ours: string;
}

/** How our report on a call compares with the browser's record. */
export interface Comparison {
  readonly result: CaseResult;
  /** The call's result, by the page and the browser. */
  readonly truth: Truth;
  /** The browser's record as text. */
  readonly account: string;
  /** The parts that could be compared. */
  readonly compared: ReadonlySet<"outcome" | "name" | "parameter">;
  /** The names of the exclusions that were used. */
  readonly excluded: readonly string[];
  readonly differences: readonly Difference[];
}

/** The browser's name for an error, and ours. */
export interface Names {
  readonly theirs: string | null;
  /** The verdict's name. */
  readonly ours: string | null;
  /** The names of all its alternatives. */
  readonly readings: readonly (string | null)[];
}

/** The parameter that the browser names with the error, and ours. */
export interface Parameters {
  readonly theirs: string;
  readonly ours: string;
  /** The parameters of the alternatives that have the browser's name. */
  readonly readings: readonly string[];
}

/** How one browser's own record is interpreted. */
export interface Oracle<A extends CaseResult> {
  truthOf(result: A): Truth;
  tell(result: A): string;
  /** The mode and credentials mode of such a call in this browser. */
  readingOf(request: CaseResult["request"]): RequestModes;
  /**
   * The first "call" rule that holds excuses a call that is missing in our report. The first "fact" rule
   * that holds excuses the servers' facts.
   */
  readonly exclusions: readonly Rule<A>[];
  namesOf(result: A): Names;
  /** null if the browser names none. */
  parametersOf(result: A): Parameters | null;
}

/** Compares our report on a call with the records of the page and the browser. */
export function compareBy<A extends CaseResult>(oracle: Oracle<A>, result: A): Comparison {
  const { ours } = result;
  const compared = new Set<"outcome" | "name" | "parameter">();
  const excluded: string[] = [];
  const differences: Difference[] = [];
  const truth = oracle.truthOf(result);
  const account = oracle.tell(result);
  const comparison = { result, truth, account, compared, excluded, differences };
  const differ = (about: Difference["about"], theirs: string, own: string) => {
    differences.push({ about, theirs, ours: own });
  };
  const isExcluded = (of: Rule<A>["of"]): boolean => {
    const rule = ruleFor<A, Rule<A>>(
      oracle.exclusions.filter((one) => one.of === of),
      result,
    );
    if (rule !== null) excluded.push(rule.name);
    return rule !== null;
  };
  if (result.call === 0 && result.surplus > 0) {
    differ("surplus", "one exchange a call", `${result.surplus} more`);
  }
  const theirs = truth.outcomes.join(" or ") || "not reported";
  if (ours === null) {
    if (wasNeverRequested(result)) compared.add("outcome");
    else if (!isExcluded("call")) differ("unseen", theirs, "not in our report");
    return comparison;
  }
  const areServersCompared = !isExcluded("fact");
  for (const wrong of wrongFacts(result, oracle.readingOf(result.request), areServersCompared)) {
    differ("fact", wrong.theirs, wrong.ours);
  }
  if (isExcluded("outcome")) return comparison;
  if (truth.outcomes.length !== 1) excluded.push(truth.row);
  const isAmbiguous = ours.certainty === "ambiguous";
  if (truth.outcomes.length > 0) {
    compared.add("outcome");
    const said = isAmbiguous ? outcomesSaid(ours) : new Set([ours.outcome]);
    if (!truth.outcomes.some((outcome) => said.has(outcome))) {
      differ(isAmbiguous ? "uncovered" : "outcome", theirs, describe(result));
    }
  }
  if (isExcluded("name")) return comparison;
  const names = oracle.namesOf(result);
  compared.add("name");
  const own = isAmbiguous ? names.readings : [names.ours];
  if (!own.includes(names.theirs)) {
    const said = own.map((name) => name ?? "none").join(" | ");
    differ(isAmbiguous ? "uncovered" : "name", names.theirs ?? "none", said);
    return comparison;
  }
  const parameters = oracle.parametersOf(result);
  if (parameters === null || isExcluded("parameter")) return comparison;
  compared.add("parameter");
  const listed = isAmbiguous ? parameters.readings : [parameters.ours];
  if (!listed.includes(parameters.theirs)) {
    differ(isAmbiguous ? "uncovered" : "parameter", parameters.theirs, listed.join(" | "));
  }
  return comparison;
}

/** Whether a certain or likely verdict is wrong. */
export function isWrong({ differences }: Comparison): boolean {
  return differences.some(({ about }) => /^(?:outcome|name|parameter)$/.test(about));
}

/** Our verdict in one line. */
export function describe({ ours }: CaseResult): string {
  if (ours === null) return "nothing";
  const { outcome, certainty, cause, alternatives = [] } = ours;
  const causes = [cause, ...alternatives].map((it) =>
    it === null
      ? "none"
      : `${it.code}@${it.stage}${it.hop}${it.parameter === null ? "" : `(${it.parameter})`}`,
  );
  return `${outcome}, ${certainty}: ${causes.join(" | ")}`;
}
