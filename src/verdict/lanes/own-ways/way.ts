import type { Exchange } from "../../../exchange/exchange.ts";
import type { Decision } from "../../decision.ts";
import type { PredictedRules } from "../../lane-rules.ts";
import type { Moment } from "../../moment.ts";
import type { FetchWalk } from "../../standard/main-fetch.ts";
import type { Judgement, Mode, OpenReason } from "../../verdict.ts";

/** A lane's result where its browser departs from the standard, and the moment of it. */
export type OwnWay =
  | (Judgement<"allowed" | "blocked" | "failed" | "opaque"> & { readonly at: Moment })
  | {
      readonly open: OpenReason;
      readonly at: Moment;
      /** Whether the exchange is blocked in any case. */
      readonly isBlocked?: boolean;
    };

/** The exchange as the recording browser decided it. */
export interface Recorded {
  readonly exchange: Exchange;
  readonly decision: Decision;
  readonly mode: Mode;
  readonly walk: FetchWalk;
  /** The recording browser's rules. */
  readonly ownRules: PredictedRules;
}

/** One departure of browsers from the standard; null where it does not concern the exchange. Pure. */
export type Way = (recorded: Recorded, rules: PredictedRules) => OwnWay | null;

/** An open lane. Its moment is before all others, so it always wins. */
export const open = (reason: OpenReason): OwnWay => ({ open: reason, at: -1 });
