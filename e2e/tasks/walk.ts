import type { Effort } from "./hand.ts";

/** The effort of each task in one browser. */
export interface Walk {
  readonly product: string;
  readonly done: ({ readonly task: number; readonly whose: "ours" | "theirs" } & Effort)[];
}
