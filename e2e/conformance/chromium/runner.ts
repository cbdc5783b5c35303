import type { BrowserContext } from "playwright";
import { CHROMIUM } from "../../../src/verdict/lanes/chromium.ts";
import { launchWithExtension } from "../../chromium/browser.ts";
import { collectFromSharedWorkers } from "../../chromium/ground-truth.ts";
import { WITH_THIRD_PARTY_COOKIES } from "../../chromium/profile.ts";
import { type Lab, startLab } from "../../lab/lab.ts";
import { TRUST_THE_LAB } from "../../lab/secure-origin.ts";
import { originOfPlace } from "../places.ts";
import { COOKIES, inBatches, type Runner, type RunnerOptions } from "../runner.ts";
import type { PageName } from "../scenario.ts";
import { serveTestPages } from "../test-pages.ts";
import { CHROMIUM_EXCLUSIONS, compareInChromium, truthInChromium } from "./oracle.ts";
import { openTab, runBatch, type Tab } from "./run-batch.ts";

/** A batch mostly waits: for hanging calls to end, and for the report. */
const TABS_AT_A_TIME = 2;

/**
 * Maps the scenarios' host names to the lab's servers, trusts their certificates, and assigns some servers
 * to other address spaces.
 */
export function browserArgs({ servers: { outside, home } }: Lab): string[] {
  const spaces = ["127.0.0.1", "[::1]"].flatMap((address) => [
    `${address}:${outside.port}=public`,
    `${address}:${home.port}=local`,
  ]);
  return [
    "--host-resolver-rules=MAP *.test 127.0.0.1",
    TRUST_THE_LAB,
    `--ip-address-space-overrides=${spaces.join(",")}`,
  ];
}

/** The users' settings: cookies, and permissions for the local network. */
export async function setUp(context: BrowserContext, lab: Lab): Promise<void> {
  await context.addCookies(COOKIES);
  const origin = originOfPlace(lab, "outside-granted", "main");
  await context.grantPermissions(["local-network-access"], { origin });
}

/** Chrome's default settings, whatever the defaults of the browser in use. */
export const PREFERENCES = WITH_THIRD_PARTY_COOKIES;

/** Starts the servers and Chromium. */
export async function openChromiumRunner({
  extension,
  probe = true,
  preferences = PREFERENCES,
}: RunnerOptions = {}): Promise<Runner> {
  const lab = await startLab({ secure: true });
  await serveTestPages(lab);
  const browser = await launchWithExtension({
    ...(extension === undefined ? {} : { extension }),
    args: browserArgs(lab),
    preferences,
  });
  await setUp(browser.context, lab);
  const ofSharedWorkers = await collectFromSharedWorkers(browser.context);
  const tabs = new Map<PageName, Tab>();
  return {
    lab,
    run: (deployed, onBatch) =>
      inBatches(
        deployed,
        async (where, batch) => {
          const tab = tabs.get(where) ?? (await openTab(browser, lab, where, probe));
          tabs.set(where, tab);
          return runBatch(browser, lab, tab, batch, ofSharedWorkers);
        },
        onBatch,
        TABS_AT_A_TIME,
      ),
    compare: compareInChromium,
    truthOf: truthInChromium,
    exclusions: CHROMIUM_EXCLUSIONS,
    // A scenario that hangs in Chromium fails the run.
    lost: [],
    rules: CHROMIUM,
    close: async () => {
      await browser.close();
      await lab.close();
    },
  };
}
