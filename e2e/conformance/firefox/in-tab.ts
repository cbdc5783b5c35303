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

/** Opens the page that makes calls, with everything on it ready. */
export const enterTestPage = (page: Document, lab: Lab, where: PageName): Promise<void> =>
  open(page, testPageUrl(lab, where));

/** Brings the tab to the origin of the page that will make calls. */
export async function enterOrigin(page: Document, lab: Lab, where: PageName): Promise<void> {
  const blank = blankUrl(lab, where);
  if (blank !== null) await page.goto(blank);
  // Its address is another than the second load's, to tell the documents apart.
  else await open(page, `${testPageUrl(lab, where)}?first`);
}

async function open(page: Document, url: string): Promise<void> {
  await page.goto(url);
  await page.waitFor((wanted) => location.href === wanted && "testPage" in globalThis, url);
}

/** Firefox lost the process of the page, or hears no more of it; and with it all that it saw. */
export class TabLost extends Error {}

/** How long a page may be silent: much longer than it takes, even on a busy machine. */
const SILENCE_MS = 60_000;

/** Has the page make the calls, so many at a time, each from its place. */
export async function makeCalls(
  page: Document,
  deployed: readonly Deployed[],
): Promise<Record<string, Seen>> {
  const seen = page.evaluate(
    (jobs, atATime, ms) => {
      type Arena = {
        doJobs(jobs: readonly Job[], atATime: number, ms: number): Promise<Record<string, Seen>>;
      };
      // A tab that crashed is empty, and BiDi has it called once more in there.
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
