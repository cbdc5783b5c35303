import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright";
import type { Capture } from "../../src/capture/capture.ts";
import { launchWithExtension, showRequests } from "../chromium/browser.ts";
import { manyExchanges } from "../inline/samples.ts";
import { report } from "./figures.ts";

/**
 * The cost of exporting a long recording for its panel, measured in Chromium:
 * `npm run bench -- --only export`. A worker makes the file, so only handing over the data blocks the
 * panel.
 */

const EXCHANGES = 10_000;
const COUNT = EXCHANGES.toLocaleString("en");
const LONGEST_BLOCK_MS = 50;
const RUNS = 3;
const MINUTES = 60_000;

const folder = await mkdtemp(join(tmpdir(), "crosscheck-bench-"));
const browser = await launchWithExtension();
try {
  const panel = await browser.openPanelOfNoTab();
  const choosing = panel.waitForEvent("filechooser");
  await panel.getByRole("button", { name: "Open report…" }).click();
  await (await choosing).setFiles(await recordingFile());
  await panel.getByText(COUNT).first().waitFor({ timeout: MINUTES });
  await showRequests(panel);
  await panel.getByRole("option").first().click();
  const ways: readonly (readonly [name: string, run: () => Promise<void>])[] = [
    ...["HAR", "Markdown", "HTML"].map(
      (name) => [name, () => saved(panel, `Export ${name}`)] as const,
    ),
    ["Markdown to the clipboard", () => copied(panel)],
  ];
  for (const [name, act] of ways) {
    let block = Number.POSITIVE_INFINITY;
    let took = Number.POSITIVE_INFINITY;
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      // The best of several runs: other work on the machine only adds time.
      block = Math.min(block, await longestBlock(panel, act));
      took = Math.min(took, performance.now() - start);
    }
    const of = { of: "export", unit: "ms" } as const;
    const goal = { atMost: LONGEST_BLOCK_MS };
    report({ ...of, name: `${name} of ${COUNT}: longest block of the panel`, value: block, goal });
    report({
      ...of,
      name: `${name} of ${COUNT}: until the file is there`,
      value: took,
      goal: null,
    });
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}

/** A report with the maximum number of exchanges of a tab. */
async function recordingFile(): Promise<string> {
  const capture: Capture = {
    version: 1,
    exportedAt: new Date(Date.UTC(2026, 6, 31)).toISOString(),
    browser: { name: "Chrome", version: "156" },
    redacted: false,
    dropped: 0,
    exchanges: manyExchanges(EXCHANGES),
  };
  const path = join(folder, "long.har");
  await writeFile(path, JSON.stringify({ log: { _cors: { capture } } }));
  return path;
}

/** Presses a button, and waits until its file is saved. */
async function saved(panel: Page, button: string): Promise<void> {
  const downloading = panel.waitForEvent("download", { timeout: 5 * MINUTES });
  await panel.getByRole("button", { name: button }).click();
  const file = await downloading;
  await file.path();
  await file.delete();
}

/** Copies the whole report as Markdown, and waits for the confirmation. */
async function copied(panel: Page): Promise<void> {
  const detail = panel.getByRole("region", { name: "Request in detail" });
  const done = detail.getByText("Copied", { exact: true });
  await done.waitFor({ state: "detached" });
  await detail.locator(".menu-box > button").first().click();
  await panel.getByRole("menuitem", { name: "Whole report as Markdown" }).click();
  await done.waitFor({ timeout: 5 * MINUTES });
}

/** The longest time for which the panel's thread was blocked. */
async function longestBlock(panel: Page, run: () => Promise<void>): Promise<number> {
  await panel.evaluate(() => {
    const { port1, port2 } = new MessageChannel();
    const seen = { longest: 0, last: performance.now(), port: port1 };
    port1.addEventListener("message", () => {
      const now = performance.now();
      seen.longest = Math.max(seen.longest, now - seen.last);
      seen.last = now;
      port2.postMessage(null);
    });
    port1.start();
    port2.postMessage(null);
    Object.assign(globalThis, { seen });
  });
  await run();
  return panel.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: { longest: number; port: MessagePort } };
    seen.port.close();
    return seen.longest;
  });
}
