import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How often it is measured while one property is tried. */
const TIMES = 8;
/** What the heap may have grown by since the first measurement, in MB: caches fill, code is compiled. */
const MOST_GROWTH = 24;

const mb = (bytes: number) => Math.round(bytes / 1_000_000);

/** What the heap and what it holds outside take once nothing can be collected any more, in MB. */
function heldNow(): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return mb(heapUsed + external);
}

/** Measures memory at even distances of a long run. A short one shows nothing, and is not measured. */
export class MemoryWatch {
  readonly #every: number;
  #next: number;
  readonly held: number[] = [];

  /** @param ms how long the run takes; 0 for a short one. */
  constructor(ms: number) {
    this.#every = ms / TIMES;
    this.#next = ms === 0 ? Number.POSITIVE_INFINITY : performance.now() + this.#every;
  }

  /** After each input. */
  tick(): void {
    if (performance.now() < this.#next) return;
    this.held.push(heldNow());
    this.#next = performance.now() + this.#every;
  }

  /** How much more is held now than after the first part of the run, beyond what may be; 0 where memory is flat. */
  get leaked(): number {
    const [first = 0] = this.held;
    const last = this.held.slice(-3);
    const least = last.length === 0 ? 0 : Math.min(...last);
    return Math.max(0, least - first - MOST_GROWTH);
  }

  /** What was measured, as a line for people. */
  toString(): string {
    return `${this.held.join(" ")} MB`;
  }
}
