import type { Mistake, MistakeKind } from "../../stacks/stack.ts";
import { type MessageName, say } from "../../words/words.ts";

/** The explanation and the advice for each kind of mistake. */
const MISTAKES: Readonly<Record<MistakeKind, readonly [because: MessageName, fix: MessageName]>> = {
  "errors-without-headers": ["stack_mistake_errors", "stack_mistake_errors_fix"],
  "after-routes": ["stack_mistake_after_routes", "stack_mistake_after_routes_fix"],
  "authentication-first": ["stack_mistake_authentication", "stack_mistake_authentication_fix"],
  "options-not-routed": ["stack_mistake_options", "stack_mistake_options_fix"],
  "methods-by-default": ["stack_mistake_methods", "stack_mistake_methods_fix"],
  "headers-by-default": ["stack_mistake_headers", "stack_mistake_headers_fix"],
  "added-twice": ["stack_mistake_twice", "stack_mistake_twice_fix"],
  "redirects-preflight": ["stack_mistake_redirect", "stack_mistake_redirect_fix"],
  "origin-not-listed": ["stack_mistake_origin", "stack_mistake_origin_fix"],
  "no-vary": ["stack_mistake_vary", "stack_mistake_vary_fix"],
  "no-credentials": ["stack_mistake_credentials", "stack_mistake_credentials_fix"],
  "path-not-covered": ["stack_mistake_path", "stack_mistake_path_fix"],
};

/** A mistake in words; the piece of configuration is shown beside it as code. */
export interface SaidMistake {
  readonly because: string;
  readonly fix: string;
  /** In the usual spelling. */
  readonly code: string;
}

export function sayMistake({ kind, code }: Mistake): SaidMistake {
  const [because, fix] = MISTAKES[kind];
  return { because: say(because), fix: say(fix), code };
}
