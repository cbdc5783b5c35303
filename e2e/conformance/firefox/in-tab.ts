import { setTimeout } from "node:timers/promises";
import type { Document } from "../../firefox/document.ts";
import type { Seen } from "../../lab/call.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Deployed } from "../deploy.ts";
import type { Job } from "../in-page.ts";
import type { PageName } from "../scenario.ts";
import { blankUrl, jobsOf, testPageUrl } from "../test-pages.ts";

const AT_A_TIME = 8;
const CALL_MS = 8_000;

/** Loads the page, ready to make these calls. */
export const enterTestPage = (
  page: Document,
  lab: Lab,
  where: PageName,
  deployed: readonly Deployed[],
): Promise<void> => open(page, testPageUrl(lab, where, deployed));

/** Navigates the tab to the origin of the page that will make calls. */
export async function enterOrigin(page: Document, lab: Lab, where: PageName): Promise<void> {
  const blank = blankUrl(lab, where);
  if (blank !== null) await page.goto(blank);
  // The URL differs from the second load's, which distinguishes the documents.
  else await open(page, testPageUrl(lab, where, []));
}

async function open(page: Document, url: string): Promise<void> {
  await page.goto(url);
  await page.waitFor((wanted) => location.href === wanted && "testPage" in globalThis, url);
}

/** Firefox lost the page's process, or no longer receives its messages; the page's results are lost. */
export class TabLost extends Error {}

/** How long a page may be silent: much longer than it needs, even on a busy machine. */
const SILENCE_MS = 60_000;

/** Has the page make the calls, AT_A_TIME at once, each from its place. */
export async function makeCalls(
  page: Document,
  deployed: readonly Deployed[],
): Promise<Record<string, Seen>> {
  const seen = page.evaluate(
    (jobs, atATime, ms) => {
      type Arena = {
        doJobs(jobs: readonly Job[], atATime: number, ms: number): Promise<Record<string, Seen>>;
      };
      // A crashed tab is empty, and BiDi repeats the call in it.
      if (!("testPage" in globalThis)) return null;
      return (globalThis as unknown as { testPage: Arena }).testPage.doJobs(jobs, atATime, ms);
    },
    jobsOf(deployed),
    AT_A_TIME,
    CALL_MS,
  );
  const most = Math.min(SILENCE_MS, Math.ceil(deployed.length / AT_A_TIME + 1) * CALL_MS);
  const found = await Promise.race([seen, setTimeout(most, null, { ref: false })]);
  if (found === null) throw new TabLost();
  return found;
}
