import { expect } from "vitest";
import type { DrivenBrowser, DrivenDocument } from "../both/driven-browser.ts";
import { Gate } from "./gate.ts";
import { mixedRequests, requestAll, stateOf } from "./mixed-requests.ts";
import type { Part } from "./part.ts";
import { differences, type Recorded, recordedOf, storedOf } from "./recorded.ts";

/** The number of requests of a round, and how many are made at once. */
const IN_A_GO = 10;
const AT_ONCE = 6;
/** The approximate number of requests of a round that reach a server, including preflights and redirects. */
const ARRIVALS = 12;

const PATIENCE = { timeout: 20_000, interval: 20 };

export interface Disturbance {
  readonly requests: number;
  readonly deaths: number;
  /** A text that only its URLs contain. */
  readonly id: string;
  readonly random: () => number;
  /** Whether a panel is open for the page, with its probe. */
  readonly isOpen: boolean;
}

/**
 * Has a page make mixed requests twice, the second time while the worker dies at random points, and expects
 * the same recording. Returns the number of deaths. At each point up to six requests are pending in various
 * states, and the worker has received all events so far: events on their way to a worker that is just being
 * stopped are lost in both browsers.
 */
export async function outlivesDeaths(
  browser: DrivenBrowser,
  ours: DrivenDocument,
  { requests, deaths, id, random, isOpen }: Disturbance,
): Promise<number> {
  const { lab, page } = browser;
  let died = 0;
  const goes = Math.ceil(requests / IN_A_GO);
  /** The reports beside the requests in the run without deaths. */
  const reports = { wanted: new Set<string>(), seen: new Set<string>() };
  /** The round of each death, and the number of arrivals before it. */
  const points = Array.from({ length: deaths }, () => ({
    go: Math.floor(random() * goes),
    after: Math.floor(random() * ARRIVALS),
  })).sort((a, b) => a.go - b.go || a.after - b.after);

  const isFinished = (row: string | undefined) =>
    row !== undefined && !/pending/.test(row) && !(isOpen && /call undefined/.test(row));

  const record = async (name: string, at: typeof points): Promise<Recorded> => {
    const round = `${id}-${name}`;
    const gate = new Gate();
    const urls = mixedRequests(lab, { round, count: requests, gate });
    await page.goto(`${lab.origins.page}/blank?${round}`);
    const panel = isOpen ? await page.openPanel() : null;
    if (isOpen) await page.reload();
    for (let go = 0; go < goes; go++) {
      const here = at.filter((point) => point.go === go);
      const some = urls.slice(go * IN_A_GO, (go + 1) * IN_A_GO);
      if (here[0] !== undefined) gate.closeAfter(here[0].after);
      let isOver = false;
      const requesting = requestAll(page, some, AT_ONCE).finally(() => {
        isOver = true;
      });
      for (const [index, point] of here.entries()) {
        await expect
          .poll(() => isOver || isQuiet(browser, ours, { round, gate, reports }), PATIENCE)
          .toBe(true);
        if (isOver) break;
        await browser.stopWorker();
        died++;
        const next = here[index + 1];
        gate.open();
        if (next !== undefined) gate.closeAfter(next.after - point.after);
      }
      gate.open();
      await requesting;
    }
    let recorded: Recorded = {};
    const isComplete = async () => {
      recorded = await recordedOf(ours, round);
      return at.length > 0
        ? differences(undisturbed, recorded)
        : urls.flatMap((_url, n) => (isFinished(recorded[n]) ? [] : [n]));
    };
    await expect.poll(isComplete, PATIENCE).toEqual([]);
    if (at.length === 0) {
      for (const report of (await storedOf(ours, round)).reported) reports.wanted.add(report);
    }
    await panel?.close();
    return recorded;
  };

  let undisturbed: Recorded = {};
  undisturbed = await record("undisturbed", []);
  expect(Object.keys(undisturbed)).toHaveLength(requests + 1);
  await record("disturbed", points);
  return died;
}

/** At full size three hundred requests and thirty deaths, without a panel and then with one. */
export const deathsAtRandom: Part = {
  name: "deaths at random points",
  run: async ({ browser, id, scale, random, say }) => {
    const ours = await browser.openPanelOfNoTab();
    const sizes = { requests: Math.ceil(300 * scale), deaths: Math.ceil(30 * scale) };
    let died = 0;
    for (const isOpen of [false, true]) {
      const round = `${id}-${isOpen ? "open" : "closed"}`;
      died += await outlivesDeaths(browser, ours, { ...sizes, id: round, random, isOpen });
    }
    say(`${died} deaths in twice ${sizes.requests} requests`);
    await ours.evaluate(() => window.close());
  },
};

interface Reports {
  /** The reports of the run without deaths, each with the number of its request. */
  readonly wanted: ReadonlySet<string>;
  /** The reports of this run. */
  readonly seen: Set<string>;
}

/** Whether all pending requests are held, and all events so far are stored, with the probe's reports. */
async function isQuiet(
  { page }: DrivenBrowser,
  ours: DrivenDocument,
  {
    round,
    gate,
    reports,
  }: { readonly round: string; readonly gate: Gate; readonly reports: Reports },
): Promise<boolean> {
  const held = [...gate.held];
  const { underWay, ended } = await stateOf(page);
  const isHeld = (n: number) => held.some((what) => numberIn(what) === n);
  if (held.length === 0 || !underWay.every(isHeld)) return false;
  const stored = await storedOf(ours, round);
  for (const report of stored.reported) reports.seen.add(report);
  const isStored = held.every((what) => stored.waiting.includes(what));
  const hasEnded = ended.every((n) => !stored.pending.includes(n));
  // The reports of compressed requests have had time to arrive.
  const isDue = (n: number) => ended.includes(n) && stored.known.includes(n);
  const isReported = [...reports.wanted].every(
    (report) => reports.seen.has(report) || !isDue(numberIn(report)),
  );
  return isStored && hasEnded && isReported && held.length === gate.held.size;
}

/** The request number at the end of a text. */
const numberIn = (what: string): number => Number(/\d+$/.exec(what)?.[0]);
