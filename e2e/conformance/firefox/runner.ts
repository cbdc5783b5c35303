import { GECKO } from "../../../src/verdict/lanes/gecko.ts";
import { FirefoxBrowser } from "../../firefox/driver.ts";
import { exportHarWhen } from "../../firefox/exports.ts";
import { GroundTruth } from "../../firefox/ground-truth.ts";
import { type Lab, startLab } from "../../lab/lab.ts";
import { type CaseResult, resultsOf } from "../case-result.ts";
import type { Deployed } from "../deploy.ts";
import { settledRecording } from "../recording.ts";
import { COOKIES, inBatches, type Runner, type RunnerOptions } from "../runner.ts";
import type { PageName } from "../scenario.ts";
import { serveTestPages } from "../test-pages.ts";
import { enterOrigin, enterTestPage, makeCalls, TabLost } from "./in-tab.ts";
import { compareInFirefox, FIREFOX_EXCLUSIONS, isTabless, truthInFirefox } from "./oracle.ts";
import { type GeckoTruth, truthOf } from "./truth.ts";

/** The scenarios' host names, which no resolver knows. */
const TEST_HOSTS = [
  "app.test",
  "frames.test",
  "granted.test",
  "home.test",
  "api-a.test",
  "api-b.test",
  "api.app.test",
];

/** A batch mostly waits: for hanging calls to end, and for the report. */
const PAGES_AT_A_TIME = 4;

/** Starts Firefox, and maps the scenarios' host names to the lab's servers. */
export async function launchFirefox(extension: string | null | undefined): Promise<FirefoxBrowser> {
  const browser = await FirefoxBrowser.launch({
    ...(extension === undefined ? {} : { extension }),
    trustAll: true,
    prefs: {
      "network.dns.localDomains": TEST_HOSTS.join(","),
      // A password prompt would wait for a user: treated as if it had been cancelled.
      "network.auth.subresource-http-auth-allow": 0,
    },
  });
  await browser.setCookies(COOKIES);
  return browser;
}

/** Starts the servers and Firefox. */
export async function openFirefoxRunner({
  extension,
  probe = true,
  toolbox = false,
}: RunnerOptions = {}): Promise<Runner> {
  const lab = await startLab({ secure: true });
  await serveTestPages(lab);
  const browser = await launchFirefox(extension);
  const truth = await GroundTruth.listen(browser.chrome);
  const lost: number[] = [];
  return {
    lab,
    run: (deployed, onBatch) =>
      inBatches(
        deployed,
        (where, batch) =>
          surviving(batch, lost, (some) =>
            runBatch(browser, truth, lab, where, some, probe, toolbox),
          ),
        onBatch,
        // The toolbox belongs to the foreground tab.
        toolbox ? 1 : PAGES_AT_A_TIME,
      ),
    compare: (result) => compareInFirefox(result as CaseResult<GeckoTruth>),
    truthOf: (result) => truthInFirefox(result as CaseResult<GeckoTruth>),
    exclusions: FIREFOX_EXCLUSIONS,
    get lost() {
      return lost;
    },
    rules: GECKO,
    close: async () => {
      await browser.close();
      await lab.close();
    },
  };
}

/**
 * Runs the scenarios that can be run. In 153 some redirects to schemes that are not fetched (mailto:,
 * about:blank) crash the page's process, with or without the extension, and not always: those are omitted.
 */
async function surviving<T>(
  batch: readonly Deployed[],
  lost: number[],
  run: (some: readonly Deployed[]) => Promise<T[]>,
): Promise<T[]> {
  try {
    return await run(batch);
  } catch (error) {
    if (!(error instanceof TabLost)) throw error;
    const [only, ...others] = batch;
    if (others.length === 0) {
      if (only !== undefined) lost.push(only.scenario.seed);
      console.error(`seed ${only?.scenario.seed} crashes Firefox's tab or hangs it, and is lost`);
      return [];
    }
    const half = Math.ceil(batch.length / 2);
    const first = await surviving(batch.slice(0, half), lost, run);
    return [...first, ...(await surviving(batch.slice(half), lost, run))];
  }
}

/** Runs scenarios whose calls are made by the same page, in their own tab. */
async function runBatch(
  browser: FirefoxBrowser,
  truth: GroundTruth,
  lab: Lab,
  where: PageName,
  deployed: readonly Deployed[],
  probe: boolean,
  toolbox: boolean,
): Promise<CaseResult<GeckoTruth>[]> {
  const page = await browser.newPage();
  await enterOrigin(page, lab, where);
  const tabId = await browser.tabIdOf(page);
  let panel = probe ? await browser.openPanel(tabId) : null;
  const box = toolbox ? await browser.openToolbox(page) : null;
  try {
    // The probe works from the next navigation on.
    await enterTestPage(page, lab, where, deployed);
    const before = lab.requests.length;
    const seen = await makeCalls(page, deployed);
    panel ??= await browser.openPanel(tabId);
    const exchanges = await settledRecording(panel, tabId);
    const har = await exportHarWhen(
      browser,
      panel,
      ({ log }) => log._cors.exchanges.length === exchanges.length,
    );
    return resultsOf(deployed, {
      seen,
      truthOf: truthOf(await truth.messages(), seen),
      har,
      exchanges,
      requests: lab.requests.slice(before),
      probe,
      isTabless,
    });
  } finally {
    await box?.close();
    await panel?.close();
    await page.close();
  }
}
