import { inOwnTask } from "./own-task.ts";

/** The longest turn of listening, in milliseconds. */
const LONGEST_TURN = 15;
/** After a break this long, in milliseconds, the thread has been free for others. */
const BREAK = 2;

/**
 * Passes events to a listener, but yields the thread after a while. Firefox delivers hundreds of events in
 * one task, and the panel on the same thread could not render meanwhile. The remaining events wait, in order,
 * for the next task.
 *
 * @param now a monotonic clock, in milliseconds.
 * @param later schedules a function in a separate task.
 */
export function inTurns<Event extends readonly unknown[]>(
  hear: (...event: Event) => void,
  now: () => number = () => performance.now(),
  later: (turn: () => void) => void = inOwnTask,
): (...event: Event) => void {
  const waiting: Event[] = [];
  let begunAt = 0;
  let heardAt = Number.NEGATIVE_INFINITY;

  const take = (event: Event) => {
    hear(...event);
    heardAt = now();
  };
  const isOver = () => heardAt - begunAt > LONGEST_TURN;
  const turn = () => {
    begunAt = heardAt = now();
    let taken = 0;
    try {
      while (taken < waiting.length && !isOver()) take(waiting[taken++] as Event);
    } finally {
      waiting.splice(0, taken);
      if (waiting.length > 0) later(turn);
    }
  };
  return (...event) => {
    if (now() - heardAt > BREAK) begunAt = now();
    if (waiting.length === 0 && !isOver()) return take(event);
    if (waiting.push(event) === 1) later(turn);
  };
}
