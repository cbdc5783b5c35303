import type { ObservedBrowser } from "../../browsers/observed-browser.ts";
import { CHROMIUM_ENDINGS } from "./chromium-endings.ts";
import type { Endings } from "./endings.ts";
import { GECKO_ENDINGS } from "./gecko-endings.ts";

const ENDINGS: Readonly<Record<ObservedBrowser, Endings>> = {
  chromium: CHROMIUM_ENDINGS,
  gecko: GECKO_ENDINGS,
};

/** How the browser that recorded ends requests. */
export function endingsOf(browser: ObservedBrowser): Endings {
  return ENDINGS[browser];
}
