import { expect, it } from "vitest";
import { expectNoSecretGivenAway } from "../lab/planted-secrets.ts";
import type { Document } from "./document.ts";
import { exportHar, exportHarWhen, saveBugReport } from "./exports.ts";
import { fetchIn, useSetting } from "./setting.ts";

type Copying = { copied?: string };

/** Firefox lets only users copy: the text is caught before. */
function catchCopies(panel: Document): Promise<void> {
  return panel.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      (globalThis as Copying).copied = text;
    };
  });
}

const copied = (panel: Document) =>
  panel.waitFor(() => {
    const { copied } = globalThis as Copying;
    (globalThis as Copying).copied = "";
    return copied || null;
  });

/** Presses a button or menu item in the detail view by its text; returns whether it exists. */
const pressInDetail = (panel: Document, role: string, name: string) =>
  panel.evaluate(
    (selector, wanted) => {
      const found = [
        ...document.querySelectorAll<HTMLElement>(`[aria-label$="in detail"] ${selector}`),
      ].find(({ textContent }) => textContent?.replace("▾", "").trim() === wanted);
      found?.click();
      return found !== undefined;
    },
    role,
    name,
  );

async function itemsOfMenu(panel: Document): Promise<readonly string[]> {
  await expect.poll(() => pressInDetail(panel, "button", "Copy")).toBe(true);
  return panel.waitFor(() => {
    const items = document.querySelectorAll(`[aria-label$="in detail"] [role=menuitem]`);
    return items.length === 0 ? null : [...items].map(({ textContent }) => `${textContent}`.trim());
  });
}

async function copiesOf(panel: Document): Promise<string[]> {
  const texts: string[] = [];
  const items = await itemsOfMenu(panel);
  await pressInDetail(panel, "button", "Copy");
  for (const name of items) {
    await itemsOfMenu(panel);
    expect(await pressInDetail(panel, "[role=menuitem]", name)).toBe(true);
    texts.push(await copied(panel));
  }
  if (await pressInDetail(panel, "button", "Copy fix")) texts.push(await copied(panel));
  return texts;
}

/** Applies a filter, and selects the first row. */
async function showFirst(panel: Document, filter: string): Promise<void> {
  await panel.evaluate((text) => {
    const input = document.querySelector<HTMLInputElement>("input.filter");
    if (input === null) throw new Error("There is no filter.");
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    // Closes the suggestions, which would cover the list.
    input.dispatchEvent(new FocusEvent("blur"));
  }, filter);
  await panel.waitFor((few) => {
    const rows = document.querySelectorAll<HTMLElement>(".list-rows [role=option]");
    if (rows.length === 0 || (few && rows.length > 3)) return false;
    rows[0]?.click();
    return true;
  }, filter !== "");
  await panel.waitFor(
    () =>
      document.querySelector(".list-rows [aria-selected=true]") !== null &&
      document.querySelector(`[aria-label$="in detail"] button`) !== null,
  );
}

const setting = useSetting();

it("gives no secret of a recording away, in any export or any copied item", async () => {
  const { lab, browser, page } = setting;
  await page.goto(lab.origins.page);
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  await catchCopies(panel);
  await page.reload();
  await expectNoSecretGivenAway(lab, {
    fetch: (url, init) => fetchIn(page, url, init),
    inPage: (run, url) => page.evaluate(run, url),
    exportHarWhen: (complete) => exportHarWhen(browser, panel, complete),
    exportMarkdown: () => browser.download(panel, "Export Markdown"),
    saveBugReport: () => saveBugReport(browser, panel),
    exportHtml: () => browser.download(panel, "Export HTML"),
    copiesOf: async (filter) => {
      await showFirst(panel, filter);
      return copiesOf(panel);
    },
    copyOfIssue: async () => {
      await panel.evaluate(() => {
        const tabs = [...document.querySelectorAll<HTMLElement>("[role=tab]")];
        tabs.find(({ textContent }) => textContent?.startsWith("Issues"))?.click();
      });
      await showFirst(panel, "");
      await panel.press("Copy fix");
      return copied(panel);
    },
    exportHarWithSecrets: async () => {
      await panel.press("Include secrets");
      return exportHar(browser, panel);
    },
  });
  await panel.close();
});
