import type { PolicyPart } from "../policy/policy.ts";
import { type RefusedValue, safeParts, safePolicy } from "./safe-policy.ts";
import type { Snippet, Stack } from "./stack.ts";

/** The configuration of a stack for one policy, or for several paths with a policy each. */
export interface Configuration {
  /** The paths that the configuration is for; null for the whole server. */
  readonly paths: readonly string[] | null;
  /** Null where no value remains to be allowed. */
  readonly snippet: Snippet | null;
  readonly refused: readonly RefusedValue[];
}

/** The configuration of one part of a policy, independent of the other parts. */
export function configurationOf(stack: Stack, { paths, policy }: PolicyPart): Configuration {
  const { policy: safe, refused } = safePolicy(policy);
  return { paths, snippet: safe === null ? null : stack.snippet(safe), refused };
}

/**
 * The single configuration for all parts. Null where there is only one part, and where the stack's
 * configurations have to be applied to their paths by hand.
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

/** The configurations of a stack for a whole policy: a single one where the stack supports that. */
export function configurationsFor(
  stack: Stack,
  parts: readonly PolicyPart[],
): readonly Configuration[] {
  const one = configurationForPaths(stack, parts);
  return one === null ? parts.map((part) => configurationOf(stack, part)) : [one];
}
