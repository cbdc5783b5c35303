import type { LaneName } from "../lane-name.ts";
import type { LaneRules } from "../lane-rules.ts";
import { CHROMIUM } from "./chromium.ts";
import { GECKO } from "./gecko.ts";
import { SPEC } from "./spec.ts";

/** The rules of every lane. */
export const LANE_RULES: Readonly<Record<LaneName, LaneRules>> = {
  spec: SPEC,
  chromium: CHROMIUM,
  gecko: GECKO,
};
