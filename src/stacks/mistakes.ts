import type { Judged } from "../verdict/judged.ts";
import type { Mistake, Stack } from "./stack.ts";

/** A mistake that a recording shows, and the exchange that shows it. */
export interface ShownMistake {
  readonly mistake: Mistake;
  readonly exchange: string;
}

/**
 * The classic mistakes of a stack that the exchanges of one server show, each once, in the stack's
 * order: the first is to be named first.
 */
export function mistakesShown(stack: Stack, judged: readonly Judged[]): ShownMistake[] {
  return stack.mistakes.flatMap((mistake) => {
    const failing = judged.find((one) =>
      mistake.shows({ failing: one, others: judged.filter((other) => other !== one) }),
    );
    return failing === undefined ? [] : [{ mistake, exchange: failing.exchange.id }];
  });
}
