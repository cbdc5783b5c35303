import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "playwright";

interface Tabs {
  query(query: object): Promise<readonly { readonly id?: number; readonly title?: string }[]>;
}

/**
 * The browser's number for the tab of a page. The page gets a unique title for a moment, and a
 * document inside the extension looks which tab has it.
 *
 * @param insideExtension an address there that runs none of its code.
 */
export async function tabIdOf(
  page: Page,
  context: BrowserContext,
  insideExtension: string,
): Promise<number> {
  const lookout = await context.newPage();
  const title = `tab ${randomUUID()}`;
  const usual = await page.title();
  try {
    await lookout.goto(insideExtension);
    await setTitle(page, title);
    const found = await lookout.waitForFunction(
      async (wanted) => {
        const { tabs } = (globalThis as unknown as { chrome: { tabs: Tabs } }).chrome;
        return (await tabs.query({})).find((tab) => tab.title === wanted)?.id;
      },
      title,
      { polling: 20 },
    );
    return (await found.jsonValue()) as number;
  } finally {
    await setTitle(page, usual);
    await lookout.close();
    await page.bringToFront();
  }
}

async function setTitle(page: Page, title: string): Promise<void> {
  await page.evaluate((text) => {
    document.title = text;
  }, title);
}
