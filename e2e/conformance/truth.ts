import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import type { Cause } from "../../src/verdict/verdict.ts";
import { type Exclusion, ruleFor, type SeenIn } from "./exclusions.ts";

/** What became of a call. */
export type TrueOutcome = "allowed" | "opaque" | "blocked" | "failed" | "aborted";

/** Kept from the page, for whatever reason. */
export const WITHHELD: readonly TrueOutcome[] = ["blocked", "failed", "aborted"];

/** One way to learn what became of a call; the first row of a table whose condition holds decides. */
export interface TruthRow<L> {
  readonly name: string;
  /** How it is known; where nothing or little is, why. */
  readonly reason: string;
  readonly seenIn: SeenIn;
  /** Of rows that leave something open: the most of a hundred calls; see Exclusion. */
  readonly atMost?: number;
  when(look: L): boolean;
  /** What it may have been: one where it is known, none where nothing tells. */
  is(look: L): readonly TrueOutcome[];
}

/** What became of a call, as far as it is known. */
export interface Truth {
  /** The name of the row that decided. */
  readonly row: string;
  readonly outcomes: readonly TrueOutcome[];
}

/** What the first row of the table says whose condition holds. The last row's always does. */
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

/** What a cause makes of a call. */
function outcomeOfCause({ code, family }: Cause): TrueOutcome {
  if (code === "aborted") return "aborted";
  if (code === "opaque-no-cors" || code === "opaque-redirect") return "opaque";
  return family === "network" ? "failed" : "blocked";
}
