import type { LaneName } from "../verdict/lane-name.ts";
import { LANE_NAMES } from "../verdict/lanes/names.ts";
import { say } from "../words/words.ts";

/** The displayed name of the standard or an engine. */
export function laneTitle(lane: LaneName): string {
  return LANE_NAMES[lane].product ?? say("lane_spec");
}
