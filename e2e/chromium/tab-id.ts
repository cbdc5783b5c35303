import { randomUUID } from "node:crypto";
import type { Page, Worker } from "playwright";

interface Tabs {
  query(query: object): Promise<readonly { readonly id?: number; readonly title?: string }[]>;
}

const FOUND_MS = 10_000;

/**
 * The browser's id for a page's tab. The page briefly gets a unique title, by which the extension's worker
 * finds the tab.
 */
export async function tabIdOf(page: Page, worker: Worker): Promise<number> {
  const title = `tab ${randomUUID()}`;
  const usual = await page.title();
  const deadline = Date.now() + FOUND_MS;
  try {
    await setTitle(page, title);
    for (;;) {
      const id = await worker.evaluate(async (wanted) => {
        const { tabs } = (globalThis as unknown as { chrome: { tabs: Tabs } }).chrome;
        return (await tabs.query({})).find((tab) => tab.title === wanted)?.id;
      }, title);
      if (id !== undefined) return id;
      if (Date.now() > deadline) throw new Error("The extension does not know the page's tab.");
    }
  } finally {
    await setTitle(page, usual);
    await page.bringToFront();
  }
}

async function setTitle(page: Page, title: string): Promise<void> {
  await page.evaluate((text) => {
    document.title = text;
  }, title);
}
