import type { Observation } from "../observation/observation.ts";

/** Smaller differences, in milliseconds, only mean that the clock was read late. */
const TOLERANCE = 50;

/**
 * Time as if the system's clock had not been set back. Otherwise later events would seem to precede earlier
 * ones: responses their requests, and all of them the page that made them. Setting the clock forward keeps
 * the order.
 *
 * Only a monotonic clock shows this, not the order of reports: a woken event page of Firefox first gets every
 * request that began, then every one that was sent, and so on.
 */
export class SteadyTime {
  readonly #now: () => number;
  readonly #monotonic: () => number;
  /** How far the system's clock is ahead of the monotonic one. */
  #ahead: number;
  /** How far the system's clock was set back so far. */
  #putBack = 0;

  /**
   * @param now the system's clock, in milliseconds since the epoch.
   * @param monotonic a monotonic clock, in milliseconds.
   */
  constructor(now: () => number = Date.now, monotonic = () => performance.now()) {
    this.#now = now;
    this.#monotonic = monotonic;
    this.#ahead = now() - monotonic();
  }

  /** Continues after a time that is known to have passed, such as that of a restored event. */
  goOnFrom(time: number): void {
    const putBack = time - this.#now();
    if (putBack > TOLERANCE && Number.isFinite(time)) {
      this.#putBack = Math.max(this.#putBack, putBack);
    }
  }

  /** The observation, at a time after everything that preceded the clock's change. */
  steady<One extends Observation>(observation: One): One {
    const now = this.#follow();
    if (this.#putBack === 0 || !("timeStamp" in observation)) return observation;
    const { timeStamp } = observation;
    // An event from before the clock was set back is in the future now.
    if (timeStamp > now + TOLERANCE) return observation;
    return { ...observation, timeStamp: timeStamp + this.#putBack };
  }

  #follow(): number {
    const before = this.#monotonic();
    const now = this.#now();
    const after = this.#monotonic();
    // Where the worker was delayed between the two readings, they cannot be compared.
    if (after - before < TOLERANCE / 2) {
      const lost = this.#ahead - (now - after);
      if (lost > TOLERANCE) this.#putBack += lost;
      this.#ahead = now - after;
    }
    return now;
  }
}
