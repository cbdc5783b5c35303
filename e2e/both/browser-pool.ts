import { afterEach } from "vitest";

/** A browser that can serve a later test file as if it had just started. */
interface Renewable<B> {
  /**
   * Closes its pages and forgets what they and the extension have stored. Resolves with a handle to use from
   * now on; with null if a test changed more than that.
   */
  renew(): Promise<B | null>;
  close(): Promise<void>;
  /** Closes it while the process ends, when nothing can be awaited. */
  closeAtExit(): void;
}

/** The browser of one test file or `describe`. */
export interface Lent<B> {
  take(): Promise<B>;
  giveBack(browser: B): Promise<void>;
}

const pools: (() => readonly { closeAtExit(): void }[])[] = [];

/** The exit status of a process that SIGTERM ends. */
const TERMINATED = 143;

// Vitest ends its processes so, and half a second later at any rate.
process.once("SIGTERM", () => {
  for (const browser of pools.flatMap((waiting) => waiting())) browser.closeAtExit();
  process.exit(TERMINATED);
});

/**
 * Browsers of one kind, each for one test file of this process after the other: a start takes longer than many
 * a file's tests. Those that wait end with the process.
 */
export class BrowserPool<B extends Renewable<B>> {
  readonly #launch: () => Promise<B>;
  readonly #waiting: B[] = [];

  constructor(launch: () => Promise<B>) {
    this.#launch = launch;
    pools.push(() => this.#waiting);
  }

  /** To be called where tests are defined. After a failed test the browser is closed: its state is not known. */
  forSuite(): Lent<B> {
    let passed = 0;
    let failed = 0;
    afterEach(({ task }) => {
      if (task.result?.state === "fail") failed++;
      else passed++;
    });
    return {
      take: async () => this.#waiting.pop() ?? this.#launch(),
      giveBack: async (browser) => {
        const isKnown = passed > 0 && failed === 0;
        const renewed = isKnown ? await browser.renew().catch(closedBecause) : null;
        if (renewed === null) await browser.close();
        else this.#waiting.push(renewed);
      },
    };
  }
}

/** A browser that cannot be renewed costs a start, and fails no test. */
function closedBecause(error: unknown): null {
  console.warn("A browser is closed instead of renewed.", error);
  return null;
}
