import type { CorsHar } from "../../src/report/har.ts";
import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import type { Seen } from "../lab/call.ts";
import { type Case, caseOf } from "../lab/cases/case.ts";
import { cases } from "../lab/cases.ts";
import type { Lab } from "../lab/lab.ts";
import type { Document } from "./document.ts";
import type { FirefoxBrowser } from "./driver.ts";
import { exportHarWhen } from "./exports.ts";
import { type ConsoleMessage, GroundTruth } from "./ground-truth.ts";

/** One call of a case: the page's result, Firefox's messages and our report. */
export interface Account {
  readonly case: Case;
  /** The page's result for the case's last call; null for the calls before it. */
  readonly seen: Seen | null;
  /** Firefox's console messages about the case, in order. */
  readonly messages: readonly ConsoleMessage[];
  readonly ours: ReportedExchange | null;
}

/** The demo page after all cases have run on it. */
export interface DrivenDemo {
  readonly panel: Document;
  readonly har: CorsHar;
  readonly accounts: readonly Account[];
}

/** Runs every case on the demo page, one at a time, and collects the records of page, browser and report. */
export async function driveCases(browser: FirefoxBrowser, lab: Lab): Promise<DrivenDemo> {
  const { page } = browser;
  const truth = await GroundTruth.listen(browser.chrome);
  await page.goto(lab.origins.page);
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  // The probe works from the next navigation on.
  await page.reload();
  const seen = new Map<string, Seen>();
  for (const { id } of cases) {
    seen.set(
      id,
      await page.evaluate(
        (one) => (globalThis as unknown as { runCase(id: string): Promise<Seen> }).runCase(one),
        id,
      ),
    );
  }
  const har = await exportHarWhen(browser, panel, isComplete);
  const messages = await truth.messages();
  return { panel, har, accounts: accountsOf(seen, messages, har) };
}

function accountsOf(
  seen: ReadonlyMap<string, Seen>,
  messages: readonly ConsoleMessage[],
  har: CorsHar,
): Account[] {
  return cases.flatMap((one) => {
    const ours = har.log._cors.exchanges.filter((it) => caseOf(it.url) === one.id);
    const about = messages.filter((message) => caseOf(message.url ?? "") === one.id);
    const calls = Math.max(ours.length, 1);
    return Array.from({ length: calls }, (_, call) => ({
      case: one,
      seen: call === calls - 1 ? (seen.get(one.id) ?? null) : null,
      // The console's messages are about the failed call, not about an earlier one that passed.
      messages: one.earlierPass && call < calls - 1 ? [] : about,
      ours: ours[call] ?? null,
    }));
  });
}

/** Whether every case with a recorded request is in the report, with its ending. */
function isComplete(har: CorsHar): boolean {
  const { exchanges } = har.log._cors;
  return cases.every(({ id, onlyInThePage }) => {
    const mine = exchanges.filter((exchange) => caseOf(exchange.url) === id);
    if (mine.some((exchange) => exchange.outcome === "pending")) return false;
    return mine.length > 0 || onlyInThePage;
  });
}
