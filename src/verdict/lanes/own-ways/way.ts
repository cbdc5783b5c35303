import type { Exchange } from "../../../exchange/exchange.ts";
import type { Decision } from "../../decision.ts";
import type { PredictedRules } from "../../lane-rules.ts";
import type { Moment } from "../../moment.ts";
import type { FetchWalk } from "../../standard/main-fetch.ts";
import type { Judgement, Mode, OpenReason } from "../../verdict.ts";

/** What a lane says of an exchange that its browser ends in its own way, and when it does. */
export type OwnWay =
  | (Judgement<"allowed" | "blocked" | "failed" | "opaque"> & { readonly at: Moment })
  | {
      readonly open: OpenReason;
      readonly at: Moment;
      /** Whether it is blocked whatever that was. */
      readonly isBlocked?: boolean;
    };

/** What is known of the exchange in the browser that recorded it. */
export interface Recorded {
  readonly exchange: Exchange;
  readonly decision: Decision;
  readonly mode: Mode;
  readonly walk: FetchWalk;
  /** The rules of that browser. */
  readonly ownRules: PredictedRules;
}

/** One thing that browsers do in their own ways; null of an exchange that it does not concern. Pure. */
export type Way = (recorded: Recorded, rules: PredictedRules) => OwnWay | null;

/** Whatever comes before it, the lane is open. */
export const open = (reason: OpenReason): OwnWay => ({ open: reason, at: -1 });
