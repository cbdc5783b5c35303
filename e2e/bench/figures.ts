import { appendFileSync } from "node:fs";

/** A measured value, and its goal. */
export interface Figure {
  /** The part of the product that it belongs to. */
  readonly of: "page" | "engine" | "memory" | "worker" | "export" | "panel" | "size";
  readonly name: string;
  readonly value: number;
  /** "×" for a ratio; "" for a count. */
  readonly unit: "×" | "ms" | "kB" | "B" | "a second" | "";
  /** null if there is no goal: for comparison only. */
  readonly goal: { readonly atMost: number } | { readonly atLeast: number } | null;
  /** Why the goal is not reached, if that is known. */
  readonly reason?: string;
}

/** Whether a figure reaches its goal. */
export function isReached({ value, goal }: Figure): boolean {
  if (goal === null) return true;
  return "atMost" in goal ? value <= goal.atMost : value >= goal.atLeast;
}

/** A figure as text: value, unit and goal. */
export function tell(figure: Figure): string {
  const { name, value, unit, goal } = figure;
  const wanted = goal === null ? "" : ` (${tellGoal(figure)})`;
  return `${name}: ${withUnit(value, unit)}${wanted}`;
}

/** The goal of a figure as text. */
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

/** Prints a figure, saves it for the run's table, and sets the exit code if the goal is missed. */
export function report(figure: Figure): void {
  console.log(tell(figure));
  const file = process.env.BENCH_FIGURES;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(figure)}\n`);
  if (!isReached(figure)) process.exitCode = 1;
}

/** The median of some numbers; for an even count the upper one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
