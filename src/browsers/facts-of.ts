import type { BrowserFacts } from "./browser-facts.ts";
import { chromium } from "./chromium.ts";
import { gecko } from "./gecko.ts";
import type { ObservedBrowser } from "./observed-browser.ts";

/** By name: a browser without its facts does not compile. */
const FACTS: Readonly<Record<ObservedBrowser, BrowserFacts>> = { chromium, gecko };

/** The measured facts of the browser that recorded. Pure and total. */
export function factsOf(browser: ObservedBrowser): BrowserFacts {
  return FACTS[browser];
}
