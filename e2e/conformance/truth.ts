import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import type { Cause } from "../../src/verdict/verdict.ts";
import { type Exclusion, ruleFor, type SeenIn } from "./exclusions.ts";

/** The result of a call. */
export type TrueOutcome = "allowed" | "opaque" | "blocked" | "failed" | "aborted";

/** Withheld from the page, for any reason. */
export const WITHHELD: readonly TrueOutcome[] = ["blocked", "failed", "aborted"];

/** One way to determine a call's result; the first row of a table whose condition holds decides. */
export interface TruthRow<L> {
  readonly name: string;
  /** The evidence; for rows that leave something open, why. */
  readonly reason: string;
  readonly seenIn: SeenIn;
  /** For rows that leave something open: the maximum percentage of calls; see Exclusion. */
  readonly atMost?: number;
  when(look: L): boolean;
  /** The possible results: one if it is known, none if nothing shows it. */
  is(look: L): readonly TrueOutcome[];
}

/** The result of a call, as far as it is known. */
export interface Truth {
  /** The name of the row that decided. */
  readonly row: string;
  readonly outcomes: readonly TrueOutcome[];
}

/** The result by the first row whose condition holds. The last row's condition always holds. */
export function readTruth<L>(rows: readonly TruthRow<L>[], look: L): Truth {
  const row = ruleFor<L, TruthRow<L>>(rows, look);
  if (row === null) throw new Error("No row of the table holds.");
  return { row: row.name, outcomes: row.is(look) };
}

/** Rows that may leave something open, as exclusions. */
export function exclusionsOf<L>(rows: readonly TruthRow<L>[]): Exclusion[] {
  return rows.map(({ name, reason, seenIn, atMost = 0 }) => ({
    name,
    of: "outcome",
    reason,
    seenIn,
    atMost,
  }));
}

/** The outcomes that a verdict leaves open: one, unless it is ambiguous. */
export function outcomesSaid({
  outcome,
  alternatives = [],
}: Pick<ReportedExchange, "outcome" | "alternatives">): ReadonlySet<ReportedExchange["outcome"]> {
  return new Set([outcome, ...alternatives.map(outcomeOfCause)]);
}

/** The outcome that a cause leads to. */
function outcomeOfCause({ code, family }: Cause): TrueOutcome {
  if (code === "aborted") return "aborted";
  if (code === "opaque-no-cors" || code === "opaque-redirect") return "opaque";
  return family === "network" ? "failed" : "blocked";
}
