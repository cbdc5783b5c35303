import type { Page } from "playwright";
import { expect, it } from "vitest";
import { expectNoSecretGivenAway } from "../lab/planted-secrets.ts";
import { catchCopies } from "./copies.ts";
import { exportHar, exportHarWhen, exportHtml, exportMarkdown, saveBugReport } from "./exports.ts";
import { fetchIn, useSetting } from "./setting.ts";

/** The text that a button press copies. */
async function copiedBy(panel: Page, press: () => Promise<void>): Promise<string> {
  await panel.evaluate(() => {
    (globalThis as { copied?: string }).copied = "";
  });
  await press();
  const copied = () => panel.evaluate(() => (globalThis as { copied?: string }).copied ?? "");
  await expect.poll(copied).not.toBe("");
  return copied();
}

/** The texts of all copy menu items and buttons for the shown request. */
async function copiesOf(panel: Page): Promise<string[]> {
  const texts: string[] = [];
  const detail = panel.getByRole("region", { name: /in detail/ });
  const menu = detail.getByRole("button", { name: "Copy", exact: true });
  await menu.click();
  const items = await detail.getByRole("menuitem").allInnerTexts();
  await menu.press("Escape");
  for (const name of items) {
    await menu.click();
    const item = detail.getByRole("menuitem", { name, exact: true });
    texts.push(await copiedBy(panel, () => item.click()));
  }
  const change = detail.getByRole("button", { name: "Copy fix" });
  if ((await change.count()) > 0) texts.push(await copiedBy(panel, () => change.click()));
  return texts;
}

const setting = useSetting();

it("gives no secret of a recording away, in any export or any copied item", async () => {
  const { lab, browser, page } = setting;
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  await catchCopies(panel.mainFrame());
  await page.reload();
  const rows = panel.getByRole("option");
  await expectNoSecretGivenAway(lab, {
    fetch: (url, init) => fetchIn(page, url, init),
    inPage: (run, url) => page.evaluate(run, url),
    exportHarWhen: (complete) => exportHarWhen(panel, complete),
    exportMarkdown: () => exportMarkdown(panel),
    saveBugReport: () => saveBugReport(panel),
    exportHtml: () => exportHtml(panel),
    copiesOf: async (filter) => {
      await panel.getByLabel("Filter").fill(filter);
      await expect.poll(() => rows.count()).toBeLessThan(4);
      await rows.first().click();
      return copiesOf(panel);
    },
    copyOfIssue: async () => {
      await panel.getByLabel("Filter").fill("");
      await panel.getByRole("tab", { name: /^Issues/ }).click();
      await rows.first().click();
      const copy = panel.getByRole("button", { name: "Copy fix", exact: true }).first();
      return copiedBy(panel, () => copy.click());
    },
    exportHarWithSecrets: async () => {
      await panel.getByLabel("Include secrets").check();
      return exportHar(panel);
    },
  });
  await panel.close();
});
