/** How long an idle worker waits for its next use. */
const IDLE_MS = 10_000;

/** A worker that stays for a while after its use, since its start takes longer than a short use. */
export class ReusedWorker {
  readonly #start: () => Worker;
  #idle: Worker | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  /** The idle worker, or a new one. Its user gives it back to `keep`, or terminates it. */
  take(): Worker {
    clearTimeout(this.#timer);
    const worker = this.#idle ?? this.#start();
    this.#idle = null;
    return worker;
  }

  /** Keeps a worker that has done its work for the next use. */
  keep(worker: Worker): void {
    worker.onmessage = null;
    worker.onerror = null;
    // Two uses at a time have two workers.
    this.#end();
    this.#idle = worker;
    this.#timer = setTimeout(() => this.#end(), IDLE_MS);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#idle?.terminate();
    this.#idle = null;
  }
}
