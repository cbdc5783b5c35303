import type { Observation } from "../observation/observation.ts";

/** In milliseconds: by less than this no clock was put back, it was read a little late. */
const TOLERANCE = 50;

/**
 * Time as it was before the system's clock was put back. What comes after that would seem to have been
 * before what it followed: responses before their requests, and all of them before the page that made
 * them. Where it is put on, the order stays.
 *
 * Only a clock that cannot be put back shows it, and not the order in which events are reported: an
 * event page of Firefox that wakes hears of all that began, then of all that was sent, and so on.
 */
export class SteadyTime {
  readonly #now: () => number;
  readonly #monotonic: () => number;
  /** By how much the system's clock was ahead of the other one. */
  #ahead: number;
  /** How much it was put back so far. */
  #putBack = 0;

  /**
   * @param now the system's clock, in milliseconds since the epoch.
   * @param monotonic a clock that nobody sets, in milliseconds.
   */
  constructor(now: () => number = Date.now, monotonic = () => performance.now()) {
    this.#now = now;
    this.#monotonic = monotonic;
    this.#ahead = now() - monotonic();
  }

  /** Something is known to have been at that time, as when a worker that died had stored it. */
  goOnFrom(time: number): void {
    const putBack = time - this.#now();
    if (putBack > TOLERANCE && Number.isFinite(time)) {
      this.#putBack = Math.max(this.#putBack, putBack);
    }
  }

  /** The observation, at a time that is after all that was before the clock was put back. */
  steady<One extends Observation>(observation: One): One {
    const now = this.#follow();
    if (this.#putBack === 0 || !("timeStamp" in observation)) return observation;
    const { timeStamp } = observation;
    // What was noted before the clock was put back is in the future by now.
    if (timeStamp > now + TOLERANCE) return observation;
    return { ...observation, timeStamp: timeStamp + this.#putBack };
  }

  #follow(): number {
    const before = this.#monotonic();
    const now = this.#now();
    const after = this.#monotonic();
    // Where the worker was held up between the two, they say nothing of each other.
    if (after - before < TOLERANCE / 2) {
      const lost = this.#ahead - (now - after);
      if (lost > TOLERANCE) this.#putBack += lost;
      this.#ahead = now - after;
    }
    return now;
  }
}
