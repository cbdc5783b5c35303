import type { DrivenBrowser, DrivenPanel } from "../both/driven-browser.ts";

/** The environment of a part. */
export interface Ground {
  readonly browser: DrivenBrowser;
  /** A text that only its URLs contain. */
  readonly id: string;
  /** The size of the part: 1 is the full size. */
  readonly scale: number;
  /** Random numbers from 0 to 1, by the seed. */
  readonly random: () => number;
  /**
   * Expects the quiet tab's recording to be unchanged.
   * @param inside any page of the extension.
   */
  quietIsWhole(inside: DrivenPanel): Promise<void>;
  /** Adds a measurement to the part's printed line. */
  say(measured: string): void;
}

/** A stress that a recording must survive. */
export interface Part {
  readonly name: string;
  /** @throws if a request was lost, or is wrong. */
  run(ground: Ground): Promise<void>;
}
