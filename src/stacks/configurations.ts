import type { PolicyPart } from "../policy/policy.ts";
import { type RefusedValue, safeParts, safePolicy } from "./safe-policy.ts";
import type { Snippet, Stack } from "./stack.ts";

/** The configuration of a stack for one policy, or for several paths that each have their own. */
export interface Configuration {
  /** The paths that it is for; null for all of the server. */
  readonly paths: readonly string[] | null;
  /** null where no value is left to allow. */
  readonly snippet: Snippet | null;
  readonly refused: readonly RefusedValue[];
}

/** The configuration of one part of a policy, whatever the others are. */
export function configurationOf(stack: Stack, { paths, policy }: PolicyPart): Configuration {
  const { policy: safe, refused } = safePolicy(policy);
  return { paths, snippet: safe === null ? null : stack.snippet(safe), refused };
}

/**
 * The one configuration for all parts; null where there are not several, and where the stack's have
 * to be applied to their paths by hand.
 */
export function configurationForPaths(
  { snippetForPaths }: Stack,
  all: readonly PolicyPart[],
): Configuration | null {
  if (all.length < 2 || snippetForPaths === undefined) return null;
  const { parts, refused } = safeParts(all);
  if (parts.length === 0) return null;
  const paths = parts.flatMap((part) => part.paths);
  return { paths, snippet: snippetForPaths(parts), refused };
}

/** The configurations of a stack for a whole policy: one where that can be. */
export function configurationsFor(
  stack: Stack,
  parts: readonly PolicyPart[],
): readonly Configuration[] {
  const one = configurationForPaths(stack, parts);
  return one === null ? parts.map((part) => configurationOf(stack, part)) : [one];
}
