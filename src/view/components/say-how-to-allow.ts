import type { Browser } from "../../observation/observation.ts";
import { say } from "../../words/words.ts";

/** How to grant access. The panel cannot request it inside Firefox's toolbox. */
export function sayHowToAllow(browser: Browser): string {
  return say(HOW_TO_ALLOW[browser]);
}

const HOW_TO_ALLOW = { chromium: "access_how_chromium", gecko: "access_how_gecko" } as const;
