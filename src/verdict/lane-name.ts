/**
 * The lanes, in the order in which they are shown. This is the only list of lanes: everything maps over
 * it, and the compiler reports what a new lane lacks.
 */
export const LANES = ["spec", "chromium", "gecko"] as const;

/** The Fetch standard, or the engine that a verdict is predicted for. */
export type LaneName = (typeof LANES)[number];

/** One value for each lane. Pure. */
export function forEachLane<T>(make: (lane: LaneName) => T): Readonly<Record<LaneName, T>> {
  const values: Partial<Record<LaneName, T>> = {};
  for (const lane of LANES) values[lane] = make(lane);
  return values as Record<LaneName, T>;
}
