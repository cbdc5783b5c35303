import type { BrowserContext, Page } from "playwright";
import { launchWithExtension } from "../chromium/browser.ts";
import { caseOf } from "../lab/cases/case.ts";
import { type Lab, type LabRequest, startLab } from "../lab/lab.ts";
import { findChromium } from "../setup/find-chromium.mjs";
import { enterArena, makeCalls, serveArena } from "./arena.ts";
import { BATCH, BROWSER_ARGS, PAGES, setCookies, stageAll } from "./run-scenarios.ts";
import type { Caller, Scenario } from "./scenario.ts";
import type { Staged } from "./stage.ts";

/** A scenario that the extension changed something about. */
export interface Harm {
  readonly seed: number;
  readonly without: string;
  readonly with: string;
}

/** What a scenario was like for the page and for the servers. */
interface Impression {
  readonly seen: string;
  readonly requests: readonly string[];
}

const AT_A_TIME = 16;
const CALL_MS = 8_000;
const QUIET_MS = 5_000;

/**
 * Runs the same scenarios in a browser without and in one with the extension, its panel open.
 *
 * @returns those for which the page or a server could tell the difference.
 */
export async function findHarm(
  scenarios: readonly Scenario[],
  extension: string | undefined,
): Promise<Harm[]> {
  const lab = await startLab();
  await serveArena(lab);
  const staged = stageAll(lab, scenarios);
  try {
    const plain = await launchPlain();
    const without = await impressions(plain, lab, staged, async () => {});
    await plain.close();
    const browser = await launchWithExtension({
      ...(extension === undefined ? {} : { extension }),
      args: BROWSER_ARGS,
    });
    const withIt = await impressions(browser.context, lab, staged, async (page) => {
      await browser.openPanel(await browser.tabIdOf(page));
    });
    await browser.close();
    return staged.flatMap(({ id, scenario: { seed } }) => {
      const before = tell(without.get(id));
      const after = tell(withIt.get(id));
      return before === after ? [] : [{ seed, without: before, with: after }];
    });
  } finally {
    await lab.close();
  }
}

async function launchPlain(): Promise<BrowserContext> {
  const { chromium } = await import("playwright");
  return chromium.launchPersistentContext("", {
    executablePath: await findChromium(),
    viewport: { width: 1200, height: 700 },
    args: [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...BROWSER_ARGS,
    ],
  });
}

async function impressions(
  context: BrowserContext,
  lab: Lab,
  staged: readonly Staged[],
  follow: (page: Page) => Promise<void>,
): Promise<Map<string, Impression>> {
  await setCookies(context);
  const all = new Map<string, Impression>();
  for (const where of PAGES) {
    const there = staged.filter(({ scenario }) => scenario.caller.page === where);
    for (let at = 0; at < there.length; at += BATCH) {
      await batch(context, lab, where, there.slice(at, at + BATCH), follow, all);
    }
  }
  return all;
}

async function batch(
  context: BrowserContext,
  lab: Lab,
  where: Caller["page"],
  staged: readonly Staged[],
  follow: (page: Page) => Promise<void>,
  into: Map<string, Impression>,
): Promise<void> {
  const page = await context.newPage();
  await enterArena(page, lab, where);
  await follow(page);
  await enterArena(page, lab, where);
  const quiet = quietness(page);
  const before = lab.requests.length;
  const seen = await makeCalls(page, staged, AT_A_TIME, CALL_MS);
  await quiet();
  const requests = lab.requests.slice(before);
  for (const { id } of staged) {
    const mine = requests.filter(({ target }) => caseOf(`http://any${target}`) === id);
    const { outcome, detail } = seen[id] ?? { outcome: "nothing", detail: "" };
    into.set(id, { seen: `${outcome} (${detail})`, requests: mine.map(inShort) });
  }
  for (const other of context.pages()) if (other !== context.pages()[0]) await other.close();
}

/** Resolves when no request of the page is under way, or after a while. */
function quietness(page: Page): () => Promise<void> {
  const pending = new Set<object>();
  let check = () => {};
  page.on("request", (request) => pending.add(request));
  const done = (request: object) => {
    pending.delete(request);
    check();
  };
  page.on("requestfinished", done);
  page.on("requestfailed", done);
  return () =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, QUIET_MS);
      check = () => {
        if (pending.size > 0) return;
        clearTimeout(timer);
        resolve();
      };
      check();
    });
}

function inShort({ method, target, headers }: LabRequest): string {
  return `${method} ${target} ${headers.map(([name, value]) => `${name}: ${value}`).join(" | ")}`;
}

function tell(impression: Impression | undefined): string {
  if (impression === undefined) return "nothing";
  return [impression.seen, ...impression.requests].join("\n    ");
}
