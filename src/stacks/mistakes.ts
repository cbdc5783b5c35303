import type { Judged } from "../verdict/judged.ts";
import type { Mistake, Stack } from "./stack.ts";

/** A mistake that a recording shows, and the exchange that shows it. */
export interface ShownMistake {
  readonly mistake: Mistake;
  readonly exchange: string;
}

/**
 * The classic mistakes of a stack that exchanges of one server show, each once, in the stack's order: the
 * first is to be named first.
 *
 * @param failing exchanges in which a mistake may show.
 * @param recorded all recorded exchanges of the server, for comparison.
 */
export function mistakesShown(
  stack: Stack,
  failing: readonly Judged[],
  recorded: readonly Judged[] = failing,
): ShownMistake[] {
  return stack.mistakes.flatMap((mistake) => {
    const shows = failing.find((one) =>
      mistake.shows({ failing: one, others: recorded.filter((other) => other !== one) }),
    );
    return shows === undefined ? [] : [{ mistake, exchange: shows.exchange.id }];
  });
}
