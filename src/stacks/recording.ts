import type { Judged } from "../verdict/judged.ts";

/** An exchange that failed, and the other recorded exchanges of its server. */
export interface Recording {
  readonly failing: Judged;
  readonly others: readonly Judged[];
}

/** Whether a recording shows a symptom. */
export type Shows = (recording: Recording) => boolean;
