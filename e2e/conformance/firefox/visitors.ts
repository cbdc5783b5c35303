import type { FirefoxBrowser } from "../../firefox/driver.ts";
import type { Lab } from "../../lab/lab.ts";
import { LOOK_AT_FUNCTIONS } from "../../lab/observables.ts";
import type { Visitor, Visitors } from "../harmless.ts";
import { enterArena, enterOrigin, makeCalls } from "./in-tab.ts";
import { launchFirefox } from "./stand.ts";

/** Stock Firefox without the extension, and with it. */
export const firefoxVisitors: Visitors = {
  plain: async () => visitorIn(await launchFirefox(null), false),
  observed: async (_lab, extension) => visitorIn(await launchFirefox(extension), true),
};

function visitorIn(browser: FirefoxBrowser, isObserved: boolean): Visitor {
  return {
    visit: async (lab, where, staged) => {
      const page = await browser.newPage();
      await enterOrigin(page, lab, where);
      const panel = isObserved ? await browser.openPanel(await browser.tabIdOf(page)) : null;
      await enterArena(page, lab, where);
      const seen = await makeCalls(page, staged);
      await quietness(lab);
      const functions = await page.evaluateText<string>(LOOK_AT_FUNCTIONS);
      await panel?.close();
      await page.close();
      return { seen, functions };
    },
    close: () => browser.close(),
  };
}

const LOOK_MS = 250;

/** Resolves when no server has heard of anything for a while: beacons come after the calls. */
async function quietness({ requests }: Lab): Promise<void> {
  for (let before = -1; before !== requests.length; ) {
    before = requests.length;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
