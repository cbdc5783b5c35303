import type { ObservedBrowser } from "../../browsers/observed-browser.ts";
import { READS_CHROMIUM, READS_GECKO } from "../../browsers/scope.ts";
import { CHROMIUM_ENDINGS } from "./chromium-endings.ts";
import type { Endings } from "./endings.ts";
import { GECKO_ENDINGS } from "./gecko-endings.ts";

const ENDINGS: Readonly<Record<ObservedBrowser, Endings>> = {
  chromium: READS_CHROMIUM ? CHROMIUM_ENDINGS : GECKO_ENDINGS,
  gecko: READS_GECKO ? GECKO_ENDINGS : CHROMIUM_ENDINGS,
};

/** The endings of the recording browser. */
export function endingsOf(browser: ObservedBrowser): Endings {
  return ENDINGS[browser];
}
