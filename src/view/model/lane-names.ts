import type { Verdict } from "../../verdict/verdict.ts";
import { say } from "../../words/words.ts";

type LaneKey = keyof Verdict["lanes"];

/** In the order in which they are shown. */
export const LANES = ["spec", "chromium", "gecko"] as const satisfies readonly LaneKey[];

/** How the standard and the engines are called here. */
export function laneName(lane: LaneKey): string {
  switch (lane) {
    case "spec":
      return say("lane_spec");
    case "chromium":
      return "Chromium";
    case "gecko":
      return "Firefox";
  }
}
