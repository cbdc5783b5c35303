import type { FirefoxBrowser } from "../../firefox/driver.ts";
import { caseOf } from "../../lab/cases/case.ts";
import type { Lab } from "../../lab/lab.ts";
import { LOOK_AT_FUNCTIONS } from "../../lab/observables.ts";
import type { Deployed } from "../deploy.ts";
import type { Launchers, PlainBrowser } from "../interference.ts";
import { enterOrigin, enterTestPage, makeCalls } from "./in-tab.ts";
import { launchFirefox } from "./runner.ts";

/** Launches stock Firefox without the extension, and with it. */
export const firefoxLaunchers: Launchers = {
  changedByObserving: [],
  plain: async () => plainBrowserIn(await launchFirefox(null), false),
  observed: async (_lab, extension) => plainBrowserIn(await launchFirefox(extension), true),
};

function plainBrowserIn(browser: FirefoxBrowser, isObserved: boolean): PlainBrowser {
  return {
    visit: async (lab, where, deployed) => {
      const page = await browser.newPage();
      await enterOrigin(page, lab, where);
      const panel = isObserved ? await browser.openPanel(await browser.tabIdOf(page)) : null;
      await enterTestPage(page, lab, where, deployed);
      // With a toolbox open, a frame that is accessed at once never loads.
      const functions = await page.evaluateText<string>(LOOK_AT_FUNCTIONS);
      const monitor = await browser.openNetworkMonitor(page);
      const seen = await makeCalls(page, deployed);
      await quietness(lab);
      const initiators = await monitor.initiators();
      await monitor.close();
      await panel?.close();
      await page.close();
      const ofKeepalive = new Set(deployed.filter(isKeepalive).map(({ id }) => id));
      return {
        ...{ seen, functions },
        initiators: initiators.filter(({ url }) => !ofKeepalive.has(caseOf(url) ?? "")),
      };
    },
    close: () => browser.close(),
  };
}

/**
 * Whether it is a fetch for which Firefox 153 names the nearest frame as the initiator: the probe's while a
 * panel is open (docs/decisions.md, "How is the probe kept out").
 */
const isKeepalive = ({ scenario: { request } }: Deployed) =>
  "keepalive" in request && request.keepalive === true;

const LOOK_MS = 250;

/** Resolves when no server has received a request for a while: beacons come after the calls. */
async function quietness({ requests }: Lab): Promise<void> {
  for (let before = -1; before !== requests.length; ) {
    before = requests.length;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
