import type { Judged } from "../verdict/judged.ts";

/** An exchange that failed, and what else was recorded of its server. */
export interface Recording {
  readonly failing: Judged;
  readonly others: readonly Judged[];
}

/** Whether a recording shows something. */
export type Shows = (recording: Recording) => boolean;
