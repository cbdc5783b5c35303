import type { TraceEvent } from "../exchange/request-events.ts";
import type { Observation } from "../observation/observation.ts";

/** What is put back by less is no clock that was put back: browsers tell of some events a little late. */
const TOLERANCE_MS = 1_000;

/**
 * Time as it was before the system's clock was put back. Browsers tell of events in order, by the
 * system's clock; where that is put back, what comes next would seem to have been before what it
 * followed: responses before their requests, and all of them before the page that made them. Where
 * it is put on, the order stays.
 */
export class SteadyTime {
  readonly #now: () => number;
  /** Of all that was heard of by its own event. */
  #latest = Number.NEGATIVE_INFINITY;
  /** How much the clock was put back so far, in milliseconds. */
  #putBack = 0;

  /** @param now the system's clock, in milliseconds since the epoch. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Something is known to have been at that time, as when a worker that died had stored it. */
  goOnFrom(time: number): void {
    if (Number.isFinite(time)) this.#latest = Math.max(this.#latest, time);
  }

  /**
   * The observation, at a time that is after all that was heard before it.
   *
   * @param heard what was heard of the same request, in order.
   */
  steady<One extends Observation>(observation: One, heard: readonly TraceEvent[] = []): One {
    if (!("timeStamp" in observation)) return observation;
    const { kind, timeStamp } = observation;
    // What has no time says nothing of the clock, and what becomes of it is for others to decide.
    if (!Number.isFinite(timeStamp)) return observation;
    // A worker that died may have heard it already, and stored it.
    if (
      "requestId" in observation &&
      heard.some(
        (it) => it.kind === kind && it.timeStamp === timeStamp && it.url === observation.url,
      )
    ) {
      return observation;
    }
    // What was noted before the clock was put back is in the future by now.
    const isOfBefore = timeStamp > this.#now() + TOLERANCE_MS;
    let time = isOfBefore ? timeStamp : timeStamp + this.#putBack;
    const isReported = "requestId" in observation || kind === "navigated";
    if (isReported) {
      const behind = this.#latest - time;
      if (behind > TOLERANCE_MS && !isOfBefore) {
        this.#putBack += behind;
        time = this.#latest;
      }
      time = Math.max(time, heard.at(-1)?.timeStamp ?? time);
      this.#latest = Math.max(this.#latest, time);
    }
    return time === timeStamp ? observation : { ...observation, timeStamp: time };
  }
}
