import type { BrowserFacts, InterfaceFacts } from "./browser-facts.ts";
import { chromium, chromiumInterface } from "./chromium.ts";
import { gecko, geckoInterface } from "./gecko.ts";
import type { ObservedBrowser } from "./observed-browser.ts";
import { READS_CHROMIUM, READS_GECKO } from "./scope.ts";

/** The facts by browser; a browser without facts does not compile. */
const FACTS: Readonly<Record<ObservedBrowser, BrowserFacts>> = {
  chromium: READS_CHROMIUM ? chromium : gecko,
  gecko: READS_GECKO ? gecko : chromium,
};

/** The measured facts of the browser that recorded. Pure and total. */
export function factsOf(browser: ObservedBrowser): BrowserFacts {
  return FACTS[browser];
}

const INTERFACES: Readonly<Record<ObservedBrowser, InterfaceFacts>> = {
  chromium: chromiumInterface,
  gecko: geckoInterface,
};

/** The measured facts of the browser's own interface and extension API. Pure and total. */
export function interfaceOf(browser: ObservedBrowser): InterfaceFacts {
  return INTERFACES[browser];
}
