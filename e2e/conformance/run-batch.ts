import type { Page } from "playwright";
import type { Exchange } from "../../src/exchange/exchange.ts";
import { portName } from "../../src/protocol/messages.ts";
import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import type { ExtensionBrowser } from "../chromium/browser.ts";
import { exportHarWhen } from "../chromium/exports.ts";
import type { TrueRequest } from "../chromium/ground-truth.ts";
import { caseOf } from "../lab/cases/case.ts";
import type { Lab } from "../lab/lab.ts";
import { type Account as AnyAccount, accountsOf, groupBy } from "./account.ts";
import { enterArena, makeCalls } from "./arena.ts";
import type { PageName } from "./scenario.ts";
import type { Staged } from "./stage.ts";

/** What all parties say of one call of a scenario, Chromium's DevTools protocol among them. */
export type Account = AnyAccount<TrueRequest>;

const AT_A_TIME = 16;
const CALL_MS = 8_000;
const SETTLE_MS = 10_000;

/**
 * Runs scenarios whose calls come from the same page, in a tab of their own.
 *
 * @param probe whether the panel is open meanwhile, so that the probe sees the page's calls; else
 *   it is opened afterwards.
 */
export async function runBatch(
  browser: ExtensionBrowser,
  lab: Lab,
  where: PageName,
  staged: readonly Staged[],
  probe: boolean,
): Promise<Account[]> {
  const page = await browser.context.newPage();
  const truth = await browser.groundTruth(page, { sharedWorkers: true });
  await enterArena(page, lab, where);
  const tabId = await browser.tabIdOf(page);
  let panel = probe ? await browser.openPanel(tabId) : null;
  try {
    // What a probe in the page can see, it sees from the next navigation on.
    await enterArena(page, lab, where);
    await truth.listening();
    const before = lab.requests.length;
    const seen = await makeCalls(page, staged, AT_A_TIME, CALL_MS);
    panel ??= await browser.openPanel(tabId);
    const ids = new Set(staged.filter((one) => !leavesBodyUnread(one)).map(({ id }) => id));
    await within(
      SETTLE_MS,
      truth.settled(({ urls }) => ids.has(caseOf(urls[0] ?? "") ?? "")),
    );
    const har = await exportHarWhen(panel, (har) => !har.log._cors.exchanges.some(isUnfinished));
    const exchanges = await recording(panel);
    const theirs = groupBy(
      truth.requests.filter(({ isPreflight }) => !isPreflight),
      ({ urls, madeBy }) => keyOf(caseOf(urls[0] ?? ""), madeBy === "service_worker"),
    );
    return accountsOf(staged, {
      seen,
      truthOf: ({ id, scenario }) =>
        theirs.get(keyOf(id, scenario.caller.worker === "service") as string) ?? [],
      har,
      exchanges,
      requests: lab.requests.slice(before),
    });
  } finally {
    await truth.stop();
    await panel?.close();
    await page.close();
  }
}

/** What nobody reads may never end, as DevTools tells it. */
function leavesBodyUnread({ scenario: { earlier } }: Staged): boolean {
  return earlier?.ask.api === "fetch" && earlier.ask.mode === "no-cors";
}

const isUnfinished = ({ outcome }: ReportedExchange) => outcome === "pending";

async function within(milliseconds: number, done: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([done, enough]);
  clearTimeout(timer);
}

/** The exchanges of the panel's tab, as the background worker gives them to a view. */
function recording(panel: Page): Promise<Exchange[]> {
  const tabId = Number(new URL(panel.url()).searchParams.get("tabId"));
  return panel.evaluate(
    (name) =>
      new Promise<Exchange[]>((resolve) => {
        interface Port {
          readonly onMessage: { addListener(hear: (message: never) => void): void };
          disconnect(): void;
        }
        const { chrome } = globalThis as unknown as {
          chrome: { runtime: { connect(options: { name: string }): Port } };
        };
        const port = chrome.runtime.connect({ name });
        port.onMessage.addListener(((message: { type: string; exchanges: Exchange[] }) => {
          if (message.type !== "snapshot") return;
          port.disconnect();
          resolve(message.exchanges);
        }) as (message: never) => void);
      }),
    portName("panel", tabId),
  );
}

/** What a service worker asks on behalf of a page is not what the page asked. */
function keyOf(id: string | null, isByService: boolean): string | null {
  return id === null ? null : `${isByService ? "service worker " : ""}${id}`;
}
