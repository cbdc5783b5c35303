import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Lab, startLab } from "../lab/lab.ts";
import { type ExtensionBrowser, launchWithExtension } from "./browser.ts";
import { exportHarWhen } from "./exports.ts";

describe("the extension in Chromium", () => {
  let lab: Lab;
  let browser: ExtensionBrowser;
  let page: Page;

  beforeAll(async () => {
    lab = await startLab();
    lab.respond("open", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
    browser = await launchWithExtension();
    page = browser.context.pages()[0] as Page;
    await page.goto(`${lab.origins.page}/blank`);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.close();
  });

  const fetchOpen = (query: string) =>
    page.evaluate(async (url) => (await fetch(url)).status, lab.url("apiA", "open", query));

  test("records only while it is open, where the user has chosen so", async () => {
    const { worker } = browser;
    const listens = () =>
      worker.evaluate(() => {
        type Event = { hasListeners(): boolean };
        type Api = { webRequest: Record<string, Event>; webNavigation: Record<string, Event> };
        const { webRequest, webNavigation } = (globalThis as unknown as { chrome: Api }).chrome;
        return [
          webRequest.onBeforeRequest,
          webRequest.onErrorOccurred,
          webNavigation.onCommitted,
        ].map((event) => event?.hasListeners());
      });
    const tabId = await browser.tabIdOf(page);
    const choose = async (choice: string) => {
      const options = await browser.context.newPage();
      await options.goto(browser.extensionUrl("src/options/options.html"));
      await options.getByLabel("Record", { exact: true }).selectOption(choice);
      await options.getByText("Saved").waitFor();
      await options.close();
    };
    await choose("while-open");
    await expect.poll(listens, { timeout: 30_000 }).toEqual([false, false, false]);
    await fetchOpen("?unrecorded");

    const panel = await browser.openPanel(tabId);
    await expect.poll(listens).toEqual([true, true, true]);
    await fetchOpen("?recorded");
    const har = await exportHarWhen(panel, (it) => JSON.stringify(it).includes("?recorded"));
    expect(JSON.stringify(har)).not.toContain("?unrecorded");
    // The worker dies, and restarts in time to continue.
    await browser.stopServiceWorker();
    await fetchOpen("?after-this-death");
    await exportHarWhen(panel, (it) => JSON.stringify(it).includes("?after-this-death"));
    await panel.close();
    await expect.poll(listens, { timeout: 30_000 }).toEqual([false, false, false]);
    await choose("always");
    await expect.poll(listens).toEqual([true, true, true]);
  });

  test("shows its panel in DevTools", async () => {
    const { panel } = await browser.openDevToolsPanel(page);
    await fetchOpen("?in-devtools");
    await panel.getByRole("option", { name: /in-devtools/ }).waitFor();
  });

  test("shows its popup", async () => {
    const popup = await browser.openPopup(await browser.tabIdOf(page));
    expect(await popup.title()).not.toBe("");
    await popup.close();
  });

  test("keeps what it recorded when its worker dies, and goes on", async () => {
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await fetchOpen("?before-death");
    await exportHarWhen(panel, (har) => JSON.stringify(har).includes("before-death"));
    await browser.worker.evaluate(() => Object.assign(globalThis, { firstLife: true }));

    await browser.stopServiceWorker();
    await fetchOpen("?after-death");

    const firstLife = await browser.worker.evaluate(() => "firstLife" in globalThis);
    expect(firstLife).toBe(false);
    const har = await exportHarWhen(panel, (it) => JSON.stringify(it).includes("after-death"));
    const urls = har.log._cors.exchanges.map((exchange) => exchange.url);
    expect(urls).toContainEqual(expect.stringContaining("before-death"));
    expect(urls).toContainEqual(expect.stringContaining("after-death"));
    await panel.close();
  });
});
