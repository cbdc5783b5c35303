import { appendFileSync } from "node:fs";

/** What was measured, and what it is to be. */
export interface Figure {
  /** The part of the product that it is about. */
  readonly of: "page" | "engine" | "memory" | "worker" | "export" | "panel" | "size";
  readonly name: string;
  readonly value: number;
  /** "×" for a ratio; "" for a number of things. */
  readonly unit: "×" | "ms" | "kB" | "B" | "a second" | "";
  /** null where no goal is set for it: it is there to compare others with. */
  readonly goal: { readonly atMost: number } | { readonly atLeast: number } | null;
  /** Where it is known to be short of its goal: why. */
  readonly reason?: string;
}

/** Whether a figure is what it is to be. */
export function isReached({ value, goal }: Figure): boolean {
  if (goal === null) return true;
  return "atMost" in goal ? value <= goal.atMost : value >= goal.atLeast;
}

/** A figure in words: value, unit and goal. */
export function tell(figure: Figure): string {
  const { name, value, unit, goal } = figure;
  const wanted = goal === null ? "" : ` (${tellGoal(figure)})`;
  return `${name}: ${withUnit(value, unit)}${wanted}`;
}

/** What a figure is to be, in words. */
export function tellGoal({ unit, goal }: Figure): string {
  if (goal === null) return "";
  return "atMost" in goal
    ? `at most ${withUnit(goal.atMost, unit)}`
    : `at least ${withUnit(goal.atLeast, unit)}`;
}

/** A number with its unit. */
export function withUnit(value: number, unit: Figure["unit"]): string {
  const digits = unit === "×" ? 2 : Math.abs(value) < 10 ? 1 : 0;
  const number = value.toLocaleString("en", { maximumFractionDigits: digits });
  return unit === "×" ? `×${number}` : `${number} ${unit}`.trim();
}

/**
 * Prints a figure, keeps it for the table of the run, and has the command fail where it is short.
 */
export function report(figure: Figure): void {
  console.log(tell(figure));
  const file = process.env.BENCH_FIGURES;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(figure)}\n`);
  if (!isReached(figure)) process.exitCode = 1;
}

/** The middle of some numbers; of an even count the upper one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
