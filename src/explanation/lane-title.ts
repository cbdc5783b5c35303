import type { LaneName } from "../verdict/lane-name.ts";
import { LANE_NAMES } from "../verdict/lanes/names.ts";
import { say } from "../words/words.ts";

/** How the standard and the engines are called here. */
export function laneTitle(lane: LaneName): string {
  return LANE_NAMES[lane].product ?? say("lane_spec");
}
