/** How often something is done: so many times at once, and then so often. */
export class Pace {
  readonly #atOnce: number;
  readonly #everyMs: number;
  /** How many times it may still be done at once. */
  #left: number;
  #countedAt = performance.now();

  /**
   * @param atOnce how many times after a rest.
   * @param everyMs after which time once more, in milliseconds.
   */
  constructor(atOnce: number, everyMs: number) {
    this.#atOnce = atOnce;
    this.#everyMs = everyMs;
    this.#left = atOnce;
  }

  /**
   * It is to be done once.
   *
   * @returns after how many milliseconds; 0 at once.
   */
  next(): number {
    const now = performance.now();
    const since = Math.max(0, now - this.#countedAt) / this.#everyMs;
    this.#left = Math.min(this.#atOnce, this.#left + since) - 1;
    this.#countedAt = now;
    return Math.max(0, -this.#left * this.#everyMs);
  }
}
