import type { ObservedBrowser } from "../../browsers/observed-browser.ts";
import { READS_CHROMIUM, READS_GECKO } from "../../browsers/scope.ts";
import type { LaneRules } from "../lane-rules.ts";
import { CHROMIUM } from "./chromium.ts";
import { GECKO } from "./gecko.ts";

/** The one mapping from the recording browser to its own lane. */
const OBSERVED: Readonly<Record<ObservedBrowser, LaneRules>> = {
  chromium: READS_CHROMIUM ? CHROMIUM : GECKO,
  gecko: READS_GECKO ? GECKO : CHROMIUM,
};

/** The rules of the recording browser's own lane. Pure and total. */
export function rulesOf(browser: ObservedBrowser): LaneRules {
  return OBSERVED[browser];
}
