import type { LaneName } from "../lane-name.ts";
import type { LaneNames } from "../lane-rules.ts";
import type { Cause } from "../verdict.ts";
import { CHROMIUM_NAMES } from "./chromium-names.ts";
import { GECKO_NAMES } from "./gecko-names.ts";
import { SPEC_NAMES } from "./spec.ts";

/** The names of every lane. The background worker imports none of them. */
export const LANE_NAMES: Readonly<Record<LaneName, LaneNames>> = {
  spec: SPEC_NAMES,
  chromium: CHROMIUM_NAMES,
  gecko: GECKO_NAMES,
};

/** A lane's own name for a cause; null where it has none, or where there is no cause. */
export function nameIn(lane: LaneName, cause: Cause | null): string | null {
  return cause === null ? null : LANE_NAMES[lane].nameOf(cause);
}
