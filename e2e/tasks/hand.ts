/**
 * The keystroke-level model of Card, Moran and Newell (1980), in seconds: how long a practised person takes
 * for each action. https://doi.org/10.1145/358886.358895
 */
const SECONDS = {
  /** A key of an average typist. */
  key: 0.2,
  /** Moving the pointer to its target. */
  point: 1.1,
  /** Pressing and releasing a mouse button. */
  button: 0.2,
  /** Moving the hand between mouse and keyboard. */
  home: 0.4,
  /** Deciding on the next action. */
  think: 1.35,
} as const;

/** 240 words a minute, a usual reading speed on a screen. */
const WORDS_A_SECOND = 4;

/** The effort of a task. */
export interface Effort {
  /** The actions: a click, a key or a text each. */
  readonly steps: readonly string[];
  readonly seconds: number;
}

/** A person at work: counts their actions, by the model, and their waiting time, by the clock. */
export class Hand {
  readonly #steps: string[] = [];
  #seconds = 0;
  #isAtKeyboard = false;

  get effort(): Effort {
    return { steps: this.#steps, seconds: this.#seconds };
  }

  /** Clicks something: points there and presses. */
  async click(name: string, run: () => Promise<unknown>): Promise<void> {
    this.#begin(`click ${name}`, false);
    await this.#wait(SECONDS.point + SECONDS.button, run);
  }

  /** Turns the wheel over something. */
  async scroll(name: string, run: () => Promise<unknown>): Promise<void> {
    this.#begin(`scroll ${name}`, false);
    await this.#wait(SECONDS.point, run);
  }

  /** Presses keys together, or types a text. */
  async type(text: string, run: () => Promise<unknown>, keys = text.length): Promise<void> {
    this.#begin(`type ${text}`, true);
    await this.#wait(SECONDS.key * keys, run);
  }

  /** Waits until it is on the screen; the wait is measured. */
  async see(look: () => Promise<unknown>): Promise<void> {
    await this.#wait(0, look);
  }

  /** Reads a text to its end. */
  read(text: string): void {
    const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    this.#seconds += words / WORDS_A_SECOND;
  }

  #begin(step: string, isAtKeyboard: boolean): void {
    this.#steps.push(step);
    this.#seconds += SECONDS.think + (isAtKeyboard === this.#isAtKeyboard ? 0 : SECONDS.home);
    this.#isAtKeyboard = isAtKeyboard;
  }

  async #wait(seconds: number, run: () => Promise<unknown>): Promise<void> {
    const start = performance.now();
    await run();
    this.#seconds += seconds + (performance.now() - start) / 1000;
  }
}
