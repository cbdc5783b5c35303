/** A rate limit: a burst, then one per interval. */
export class Pace {
  readonly #atOnce: number;
  readonly #everyMs: number;
  readonly #longestMs: number;
  /** How many times remain without a delay. */
  #left: number;
  #countedAt = performance.now();

  /**
   * @param atOnce the size of the burst after a pause.
   * @param everyMs the interval after the burst, in milliseconds.
   * @param longestMs the longest wait, in milliseconds.
   */
  constructor(atOnce: number, everyMs: number, longestMs = Number.POSITIVE_INFINITY) {
    this.#atOnce = atOnce;
    this.#everyMs = everyMs;
    this.#longestMs = longestMs;
    this.#left = atOnce;
  }

  /**
   * Counts a use.
   *
   * @param count how many times it counts.
   * @returns how many milliseconds to wait; 0 for immediately.
   */
  next(count = 1): number {
    const now = performance.now();
    const since = Math.max(0, now - this.#countedAt) / this.#everyMs;
    const left = Math.min(this.#atOnce, this.#left + since) - count;
    this.#left = Math.max(left, -this.#longestMs / this.#everyMs);
    this.#countedAt = now;
    return Math.max(0, -this.#left * this.#everyMs);
  }
}
