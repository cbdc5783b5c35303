import type { BrowserFacts } from "./browser-facts.ts";
import { chromium } from "./chromium.ts";
import { gecko } from "./gecko.ts";
import type { ObservedBrowser } from "./observed-browser.ts";

/** By name: the compiler asks for the facts of a browser that is added. */
const FACTS: Readonly<Record<ObservedBrowser, BrowserFacts>> = { chromium, gecko };

/** The measured facts of the browser that recorded. Pure and total. */
export function factsOf(browser: ObservedBrowser): BrowserFacts {
  return FACTS[browser];
}
