/** The delay of a response that is not held. */
const RESPONSE_MS = 5;

/** Holds requests at a server, after a given number has passed, until it is opened again. */
export class Gate {
  /** The held requests, as the server names them. */
  readonly held = new Set<string>();
  #toPass = Number.POSITIVE_INFINITY;
  #open: () => void = () => {};
  #opened: Promise<void> = Promise.resolve();

  /** Closes after this number of further requests. */
  closeAfter(count: number): void {
    this.#toPass = count;
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#toPass = Number.POSITIVE_INFINITY;
    this.#open();
  }

  /** Resolves when the server may respond. */
  async arrive(what: string): Promise<void> {
    if (this.#toPass-- > 0) return void (await new Promise((go) => setTimeout(go, RESPONSE_MS)));
    this.held.add(what);
    await this.#opened;
    this.held.delete(what);
  }
}
