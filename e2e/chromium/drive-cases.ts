import type { Page } from "playwright";
import type { CorsHar } from "../../src/report/har.ts";
import type { Seen } from "../lab/call.ts";
import { caseOf } from "../lab/cases/case.ts";
import { cases } from "../lab/cases.ts";
import type { Lab } from "../lab/lab.ts";
import { accountsOf } from "./accounts.ts";
import type { Account } from "./agreement.ts";
import type { ExtensionBrowser } from "./browser.ts";
import { exportHarWhen } from "./exports.ts";

/** The demo page after all cases have run on it. */
export interface DrivenDemo {
  /** The demo page. */
  readonly page: Page;
  /** Its panel, in its own tab. */
  readonly panel: Page;
  /** The panel's report. */
  readonly har: CorsHar;
  readonly accounts: readonly Account[];
}

/** Runs every case on the demo page, one at a time, and collects the records of page, browser and report. */
export async function driveCases(browser: ExtensionBrowser, lab: Lab): Promise<DrivenDemo> {
  const page = browser.context.pages()[0] as Page;
  const truth = await browser.groundTruth(page);
  await page.exposeFunction("onceFollowed", () => truth.listening());
  await page.goto(lab.origins.page);
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  // The probe works from the next navigation on.
  await page.reload();

  const seen = new Map<string, Seen>();
  for (const { id } of cases) {
    const saw = await runCase(page, id);
    seen.set(id, saw);
    await truth.settled(
      ({ urls, type }) =>
        caseOf(urls[0] ?? "") === id &&
        // The protocol does not always report the end of a document that its frame shows.
        !(type === "Document" && saw.outcome === "allowed"),
    );
  }
  const har = await exportHarWhen(panel, isComplete);
  return { page, panel, har, accounts: accountsOf(cases, seen, truth.requests, har) };
}

/** Runs a case as its button does. */
function runCase(page: Page, id: string): Promise<Seen> {
  return page.evaluate(
    (one) => (globalThis as unknown as { runCase(id: string): Promise<Seen> }).runCase(one),
    id,
  );
}

/** Whether every case with a recorded request is in the report, with its ending. */
function isComplete(har: CorsHar): boolean {
  const { exchanges } = har.log._cors;
  return cases.every(({ id }) => {
    const mine = exchanges.filter((exchange) => caseOf(exchange.url) === id);
    // The probe's reports can arrive a little after the browser's last event.
    if (mine.some(({ outcome }) => outcome === "pending" || outcome === "unknown")) return false;
    return mine.length > 0;
  });
}
