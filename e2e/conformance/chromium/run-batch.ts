import type { Page } from "playwright";
import type { ExtensionBrowser } from "../../chromium/browser.ts";
import { evaluateIn } from "../../chromium/evaluate-in.ts";
import { exportHarWhen } from "../../chromium/exports.ts";
import type { GroundTruth, TrueRequest } from "../../chromium/ground-truth.ts";
import type { Seen } from "../../lab/call.ts";
import { caseOf } from "../../lab/cases/case.ts";
import type { Lab } from "../../lab/lab.ts";
import { type CaseResult as AnyCaseResult, groupBy, inTurn, resultsOf } from "../case-result.ts";
import type { Deployed } from "../deploy.ts";
import { settledRecording } from "../recording.ts";
import type { PageName } from "../scenario.ts";
import { enterOrigin, enterTestPage, makeCalls } from "../test-pages.ts";

/** Everything that was recorded about one call of a scenario, including Chromium's DevTools protocol. */
export type CaseResult = AnyCaseResult<TrueRequest>;

const AT_A_TIME = 16;
const CALL_MS = 8_000;
const SETTLE_MS = 10_000;

/** A tab that makes the calls of one page, with its panel and its protocol session. */
export interface Tab {
  readonly where: PageName;
  readonly page: Page;
  readonly tabId: number;
  readonly truth: GroundTruth;
  /** null if it is opened only after the calls, so that no probe records them. */
  readonly panel: Page | null;
}

/** Opens a tab for the calls of a page. */
export async function openTab(
  browser: ExtensionBrowser,
  lab: Lab,
  where: PageName,
  probe: boolean,
): Promise<Tab> {
  const page = await browser.context.newPage();
  const truth = await browser.groundTruth(page);
  await enterOrigin(page, lab, where);
  const tabId = await browser.tabIdOf(page);
  const panel = probe ? await browser.openPanel(tabId) : null;
  return { where, page, tabId, truth, panel };
}

/** Runs scenarios whose calls are made by the tab's page. */
export async function runBatch(
  browser: ExtensionBrowser,
  lab: Lab,
  tab: Tab,
  deployed: readonly Deployed[],
  ofSharedWorkers: GroundTruth,
): Promise<CaseResult[]> {
  const { page, truth, tabId } = tab;
  // The probe works from the next navigation on, which also starts a new recording.
  await enterTestPage(page, lab, tab.where, deployed);
  await Promise.all([truth.listening(), ofSharedWorkers.listening()]);
  const before = lab.requests.length;
  const seen = await makeCalls(page, deployed, AT_A_TIME, CALL_MS);
  const panel = tab.panel ?? (await browser.openPanel(tabId));
  try {
    const byId = new Map(deployed.map((one) => [one.id, one]));
    await within(
      SETTLE_MS,
      truth.settled((request) => {
        const one = byId.get(caseOf(request.urls[0] ?? "") ?? "");
        return one !== undefined && isEndReported(request, one, seen[one.id]);
      }),
    );
    const exchanges = await settledRecording({ evaluate: evaluateIn(panel) }, tabId);
    const har = await exportHarWhen(
      panel,
      ({ log }) => log._cors.exchanges.length === exchanges.length,
    );
    const every = [...truth.requests, ...ofSharedWorkers.requests];
    const theirs = groupBy(
      every.filter(({ isPreflight }) => !isPreflight),
      ({ urls, madeBy }) => keyOf(caseOf(urls[0] ?? ""), madeBy === "service_worker"),
    );
    return resultsOf(deployed, {
      seen,
      truthOf: (one) => {
        const isByService = one.scenario.caller.worker === "service";
        const theirOwn = theirs.get(keyOf(one.id, isByService) as string) ?? [];
        return inTurn(one, theirOwn, ({ type }) => type.toLowerCase());
      },
      har,
      exchanges,
      requests: lab.requests.slice(before),
      probe: tab.panel !== null,
    });
  } finally {
    if (tab.panel === null) await panel.close();
  }
}

/**
 * Whether DevTools always reports how a request ended. It may not for a preflight whose call was aborted,
 * for a body that is not read, and for a document that its frame shows in another process.
 */
function isEndReported(
  { type, isPreflight }: TrueRequest,
  { scenario: { request, earlier } }: Deployed,
  seen: Seen | undefined,
): boolean {
  const leavesBodyUnread = earlier?.request.api === "fetch" && earlier.request.mode === "no-cors";
  const isShown = type === "Document" && request.api === "frame" && seen?.outcome === "allowed";
  return !isPreflight && !leavesBodyUnread && !isShown;
}

async function within(milliseconds: number, done: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([done, enough]);
  clearTimeout(timer);
}

/** A service worker's requests for a page are not the page's own. */
function keyOf(id: string | null, isByService: boolean): string | null {
  return id === null ? null : `${isByService ? "service worker " : ""}${id}`;
}
