import type { Effort } from "./hand.ts";

/** What each task took in one browser. */
export interface Walk {
  readonly product: string;
  readonly done: ({ readonly task: number; readonly whose: "ours" | "theirs" } & Effort)[];
}
