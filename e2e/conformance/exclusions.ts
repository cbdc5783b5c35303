/** The part of a call, or of a run, that is not compared. */
export type Subject = "call" | "outcome" | "name" | "parameter" | "fact" | "scenario" | "remedy";

/** The browser in which an exclusion was measured; "any" if it follows from the conformance run itself. */
export type SeenIn = "any" | "Chromium 156" | "Firefox 153";

/**
 * Something that is not compared, or only in part. Each run prints how often each exclusion was used, and
 * fails beyond its bound.
 */
export interface Exclusion {
  readonly name: string;
  readonly of: Subject;
  /** Why it cannot be compared. */
  readonly reason: string;
  readonly seenIn: SeenIn;
  /** The maximum expected of a long run, as a percentage of its calls (or scenarios). */
  readonly atMost: number;
}

/** An exclusion with its condition. */
export interface Rule<A> extends Exclusion {
  when(result: A): boolean;
}

/** The first rule of an ordered table that holds; null where none does. */
export function ruleFor<A, R extends { when(result: A): boolean }>(
  rules: readonly R[],
  result: A,
): R | null {
  return rules.find((rule) => rule.when(result)) ?? null;
}

/** The number of standard deviations by which a run may exceed its expectation. */
const DEVIATIONS = 3;

/** The maximum number of calls for an exclusion: its share, and an allowance for chance. */
export function bound({ atMost }: Pick<Exclusion, "atMost">, calls: number): number {
  const expected = (atMost / 100) * calls;
  return Math.ceil(expected + DEVIATIONS * Math.sqrt(expected));
}

/** How often an exclusion was used. */
export interface Use {
  readonly exclusion: Exclusion;
  readonly count: number;
  readonly most: number;
}

/** How often each exclusion was used, without the unused ones. */
export function usesOf(
  exclusions: readonly Exclusion[],
  used: readonly string[],
  calls: number,
): Use[] {
  return exclusions.flatMap((exclusion) => {
    const count = used.filter((name) => name === exclusion.name).length;
    return count === 0 ? [] : [{ exclusion, count, most: bound(exclusion, calls) }];
  });
}

/** A use in one line. */
export function tellUse({ exclusion, count, most }: Use): string {
  const { name, of, reason, seenIn, atMost } = exclusion;
  return `excluded (${of}): ${count} (at most ${most}, ${atMost} %) ${name}: ${reason} [${seenIn}]`;
}
