import type { OpenReason } from "../verdict.ts";

/** A message that the lane's browser would have had, and that was not recorded. */
export interface Unseen {
  readonly hop: number;
  readonly stage: "preflight" | "response";
  readonly reason: OpenReason;
  /**
   * The possible contents: with "either", those of one of the counterpart's two exchanges; with "fails",
   * also a failure of any check; with "anything", also another continuation.
   */
  readonly maybe: "either" | "fails" | "anything";
}
