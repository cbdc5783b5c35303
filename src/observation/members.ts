/** A text, or null if there is none. Throws a TypeError at anything else. */
export function textOf(value: unknown): string | null {
  const text = value ?? null;
  if (text === null || typeof text === "string") return text;
  throw new TypeError(typeof text);
}

/** The id of a tab or a frame; -1 for anything else. */
export const idOf = (value: unknown): number => (Number.isInteger(value) ? (value as number) : -1);

/** A time in milliseconds. Throws a TypeError at anything else. */
export function timeOf(value: unknown): number {
  if (Number.isFinite(value)) return value as number;
  throw new TypeError(typeof value);
}
