import type { Page } from "playwright";
import { beforeAll, describe, expect, it } from "vitest";
import { violations } from "./axe.ts";
import { exportHar } from "./exports.ts";
import { fetchIn, respondThree, useSetting } from "./setting.ts";

const colourAs = (page: Page, browser: string) =>
  page.evaluate((engine) => {
    document.documentElement.dataset.browser = engine;
  }, browser);

describe("axe finds nothing to object to", () => {
  const setting = useSetting();
  let panel: Page;
  let tabId: number;

  beforeAll(async () => {
    const { lab, browser, page } = setting;
    respondThree(lab, "axe");
    tabId = await browser.tabIdOf(page);
    panel = await browser.openPanel(tabId);
    await fetchIn(page, lab.url("apiA", "axe-put"), { method: "PUT" });
    await fetchIn(page, lab.url("apiA", "axe-get"));
    await fetchIn(page, lab.url("apiA", "axe-open"));
    await panel.getByRole("option").filter({ hasText: "axe-open" }).waitFor();
  });

  /** In both themes, wide, narrow, and at 200 % zoom; also the contrast with Firefox's colours. */
  async function check(page: Page): Promise<void> {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await colourAs(page, "gecko");
      expect(await violations(page), `${colorScheme}, in Firefox's colours`).toEqual([]);
      await colourAs(page, "chromium");
      for (const [width, height] of [
        [1200, 700],
        [600, 350],
        [320, 600],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect(await violations(page), `${colorScheme}, ${width} pixels`).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - innerWidth,
        );
        expect(overflow, `wider than ${width} pixels by`).toBeLessThanOrEqual(0);
      }
    }
    await page.setViewportSize({ width: 1200, height: 700 });
  }

  it("in the list of requests", () => check(panel));

  it("in a request, with everything unfolded", async () => {
    await panel.getByRole("option").filter({ hasText: "axe-put" }).click();
    const detail = panel.getByRole("region", { name: "Request in detail" });
    for (const summary of await detail.locator(".section > summary").all()) await summary.click();
    await detail.getByLabel("Requesting origin").waitFor();
    await check(panel);
    for (const summary of await detail.locator(".section > summary").all()) await summary.click();
  });

  it("in the menu, in the suggestions and in the chips", async () => {
    await panel.getByRole("button", { name: "Copy", exact: true }).click();
    await panel.getByRole("menuitem").first().waitFor();
    expect(await violations(panel)).toEqual([]);
    await panel.keyboard.press("Escape");
    await panel.getByLabel("Filter").fill("method:PUT -d");
    await panel.getByLabel("Filter").press("ArrowDown");
    expect(await violations(panel)).toEqual([]);
    await panel.getByLabel("Filter").press("Escape");
    await panel.getByLabel("Filter").fill("");
  });

  it("in the issues", async () => {
    await panel.getByRole("tab", { name: /Issues/ }).click();
    await check(panel);
    await panel.getByRole("option").first().click();
    await panel.getByRole("region", { name: "Issue in detail" }).waitFor();
    await check(panel);
    await panel.getByRole("tab", { name: /Requests/ }).click();
  });

  it("in the popup", async () => {
    const popup = await setting.browser.openPopup(tabId);
    await popup.getByText("block").first().waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await popup.emulateMedia({ colorScheme });
      expect(await violations(popup), colorScheme).toEqual([]);
    }
    await popup.close();
  });

  it.each(["src/options/options.html", "src/welcome/welcome.html"])("in %s", async (path) => {
    const page = await setting.browser.context.newPage();
    await page.goto(setting.browser.extensionUrl(path));
    await page.getByRole("heading", { level: 1 }).waitFor();
    await check(page);
    await page.close();
  });

  it("where a report is opened, refused and shown", async () => {
    const page = await setting.browser.openPanelOfNoTab();
    const open = async (text: string) => {
      const buffer = Buffer.from(text);
      const file = { name: "a report of a long name.har", mimeType: "application/json", buffer };
      await page.locator("input[type=file]").setInputFiles(file);
    };
    await page.getByRole("button", { name: "Open report…" }).waitFor();
    await check(page);
    await open("{}");
    await page.getByRole("alert").waitFor();
    await check(page);
    await open(JSON.stringify(await exportHar(panel)));
    await page.getByRole("option").first().waitFor();
    await check(page);
    await open("{}");
    await page.getByRole("alert").waitFor();
    await check(page);
    await page.close();
  });

  it("in German, whose words are longer", async () => {
    const options = await setting.browser.context.newPage();
    await options.goto(setting.browser.extensionUrl("src/options/options.html"));
    await options.getByLabel("Language").selectOption("Deutsch");
    await check(options);
    // A tab in the background draws once a second, and each click waits for two frames.
    await panel.bringToFront();
    await panel.getByRole("tab", { name: /Anfragen/ }).waitFor();
    await check(panel);
    await panel.getByRole("option").filter({ hasText: "axe-put" }).click();
    const detail = panel.getByRole("region", { name: "Anfrage im Detail" });
    for (const summary of await detail.locator(".section > summary").all()) await summary.click();
    await detail.getByLabel("Anfragender Origin").waitFor();
    await check(panel);
    for (const summary of await detail.locator(".section > summary").all()) await summary.click();
    await options.getByLabel("Sprache").selectOption("English");
    await panel.getByRole("tab", { name: /Requests/ }).waitFor();
    await options.close();
    await panel.bringToFront();
  });

  it("in the empty panel", async () => {
    await panel.getByRole("button", { name: "Clear" }).click();
    await panel.getByRole("button", { name: "Reload page" }).waitFor();
    await check(panel);
  });
});
