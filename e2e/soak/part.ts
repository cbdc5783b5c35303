import type { DrivenBrowser, DrivenPanel } from "../both/driven-browser.ts";

/** What a part works with. */
export interface Ground {
  readonly browser: DrivenBrowser;
  /** A text that its URLs alone hold. */
  readonly id: string;
  /** How large it is to be: 1 is in full. */
  readonly scale: number;
  /** Numbers from 0 to 1, by the seed. */
  readonly random: () => number;
  /**
   * Expects of the quiet tab all that was there before.
   *
   * @param inside any page of the extension.
   */
  quietIsWhole(inside: DrivenPanel): Promise<void>;
  /** Says what was measured, on the line that is printed of the part. */
  say(measured: string): void;
}

/** What a recording has to live through. */
export interface Part {
  readonly name: string;
  /** @throws where something was lost, or is wrong. */
  run(ground: Ground): Promise<void>;
}
