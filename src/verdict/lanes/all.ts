import type { ObservedBrowser } from "../../browsers/observed-browser.ts";
import type { LaneName } from "../lane-name.ts";
import type { PredictedRules } from "../lane-rules.ts";
import { CHROMIUM, CHROMIUM_PREDICTION } from "./chromium.ts";
import { GECKO, GECKO_PREDICTION } from "./gecko.ts";
import { rulesOf } from "./observed.ts";
import { SPEC, SPEC_PREDICTION } from "./spec.ts";

/** The rules of every lane. */
export const LANE_RULES: Readonly<Record<LaneName, PredictedRules>> = {
  spec: { ...SPEC, ...SPEC_PREDICTION },
  chromium: { ...CHROMIUM, ...CHROMIUM_PREDICTION },
  gecko: { ...GECKO, ...GECKO_PREDICTION },
};

/** The rules of a browser's own lane. Pure and total. */
export function ownRulesOf(browser: ObservedBrowser): PredictedRules {
  return LANE_RULES[rulesOf(browser).lane];
}
