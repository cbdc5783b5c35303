import { setTimeout } from "node:timers/promises";
import type { CorsHar } from "../../src/report/har.ts";
import type { Document } from "./document.ts";
import type { FirefoxBrowser } from "./driver.ts";

/** The panel's HAR export. */
export async function exportHar(browser: FirefoxBrowser, panel: Document): Promise<CorsHar> {
  return JSON.parse(await browser.download(panel, "Export HAR"));
}

/** A bug report, as a user saves it. */
export async function saveBugReport(browser: FirefoxBrowser, view: Document): Promise<CorsHar> {
  await view.press("Save a bug report…");
  return JSON.parse(await browser.download(view, "Save file"));
}

const DEADLINE_MS = 10_000;
/** An export is work for the browser: the pause leaves it time for the awaited events. */
const BETWEEN_MS = 100;

/**
 * Exports until the condition holds.
 * @returns the last report, even if the condition does not hold by the deadline.
 */
export async function exportHarWhen(
  browser: FirefoxBrowser,
  panel: Document,
  complete: (har: CorsHar) => boolean,
): Promise<CorsHar> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const har = await exportHar(browser, panel);
    if (complete(har) || Date.now() > deadline) return har;
    await setTimeout(BETWEEN_MS);
  }
}
