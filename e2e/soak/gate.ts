/** How long a server takes that is not held. */
const RESPONSE_MS = 5;

/** Holds what reaches a server, once so much has passed, until it is opened again. */
export class Gate {
  /** What is held, in words of the server's. */
  readonly held = new Set<string>();
  #toPass = Number.POSITIVE_INFINITY;
  #open: () => void = () => {};
  #opened: Promise<void> = Promise.resolve();

  /** Closes as soon as so many more have passed. */
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

  /** Resolves when what has arrived may be responded to. */
  async arrive(what: string): Promise<void> {
    if (this.#toPass-- > 0) return void (await new Promise((go) => setTimeout(go, RESPONSE_MS)));
    this.held.add(what);
    await this.#opened;
    this.held.delete(what);
  }
}
