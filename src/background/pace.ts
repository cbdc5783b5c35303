/** How often something is done: so many times at once, and then so often. */
export class Pace {
  readonly #atOnce: number;
  readonly #everyMs: number;
  readonly #longestMs: number;
  /** How many times it may still be done at once. */
  #left: number;
  #countedAt = performance.now();

  /**
   * @param atOnce how many times after a rest.
   * @param everyMs after which time once more, in milliseconds.
   * @param longestMs after which time in any case, however often it was done before.
   */
  constructor(atOnce: number, everyMs: number, longestMs = Number.POSITIVE_INFINITY) {
    this.#atOnce = atOnce;
    this.#everyMs = everyMs;
    this.#longestMs = longestMs;
    this.#left = atOnce;
  }

  /**
   * It is to be done once more.
   *
   * @param count as how many times that counts.
   * @returns after how many milliseconds; 0 at once.
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
