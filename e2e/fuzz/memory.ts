import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How often memory is measured for one property. */
const TIMES = 8;
/** The allowed growth of the heap since the first measurement, in MB: caches fill, code is compiled. */
const MOST_GROWTH = 24;

const mb = (bytes: number) => Math.round(bytes / 1_000_000);

/** The size of the heap and its external memory after garbage collection, in MB. */
function heldNow(): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return mb(heapUsed + external);
}

/** Measures memory at equal intervals of a long run. A short one shows nothing, and is not measured. */
export class MemoryWatch {
  readonly #every: number;
  #next: number;
  readonly held: number[] = [];

  /** @param ms the duration of the run; 0 for a short one. */
  constructor(ms: number) {
    this.#every = ms / TIMES;
    this.#next = ms === 0 ? Number.POSITIVE_INFINITY : performance.now() + this.#every;
  }

  /** To call after each input. */
  tick(): void {
    if (performance.now() < this.#next) return;
    this.held.push(heldNow());
    this.#next = performance.now() + this.#every;
  }

  /** The growth since the first part of the run, beyond the allowed one; 0 if memory is flat. */
  get leaked(): number {
    const [first = 0] = this.held;
    const last = this.held.slice(-3);
    const least = last.length === 0 ? 0 : Math.min(...last);
    return Math.max(0, least - first - MOST_GROWTH);
  }

  /** The measurements, on one line. */
  toString(): string {
    return `${this.held.join(" ")} MB`;
  }
}
