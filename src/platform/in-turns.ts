/** How long is listened at a time, in milliseconds. */
const LONGEST_TURN = 15;
/** After such a break the thread has been free for others. */
const BREAK = 2;

/**
 * Has a listener hear what comes, and gives the thread back after a while: Firefox hands out hundreds of events in one
 * task, and the panel, which shares the thread, could not draw meanwhile. What comes in the rest of such a task waits for
 * the next one, in its order.
 *
 * @param now a clock that nobody sets, in milliseconds.
 * @param later does something in a task of its own.
 */
export function inTurns<Event extends readonly unknown[]>(
  hear: (...event: Event) => void,
  now: () => number = () => performance.now(),
  later: (turn: () => void) => void = inOwnTask(),
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

/** Not by a MessageChannel: Firefox has its messages go through another process, which a busy machine keeps waiting. */
function inOwnTask(): (turn: () => void) => void {
  const { scheduler } = globalThis as unknown as { readonly scheduler: Scheduler };
  return (turn) => void scheduler.postTask(turn);
}

/** https://wicg.github.io/scheduling-apis/#sec-scheduler */
interface Scheduler {
  postTask(task: () => void): Promise<void>;
}
