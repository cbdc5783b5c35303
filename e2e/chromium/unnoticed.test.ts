import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { observe, observePromises } from "../lab/observables.ts";
import { useSetting } from "./setting.ts";

const keepFetch = (page: Page) =>
  page.evaluate(() => {
    (globalThis as { kept?: unknown }).kept = fetch;
  });

describe("a page that looks at what makes requests", () => {
  const setting = useSetting();

  it("sees the same with the panel open, in a document that comes and in one that was there", async () => {
    const { lab, browser } = setting;
    const page = await browser.context.newPage();
    const address = `${lab.origins.page}/blank`;
    await page.goto(address);
    const look = () => page.evaluate<Record<string, unknown>>(`(${observe})(null)`);
    const before = await look();
    expect(Object.keys(before)).toHaveLength(20);
    await page.goto(address);
    await keepFetch(page);
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await page.waitForFunction(() => (globalThis as { kept?: unknown }).kept !== fetch);
    expect(await look()).toEqual(before);
    await page.goto(address);
    expect(await look()).toEqual(before);
    await panel.close();
    await page.close();
  });

  it("finds no promise, no species and no text read more often", async () => {
    const { lab, browser } = setting;
    const page = await browser.context.newPage();
    const address = `${lab.origins.page}/blank`;
    await page.goto(address);
    const before = await page.evaluate(`(${observePromises})("/blank")`);
    expect(before).toMatchObject({ isMine: false, status: 200, afterText: { text: 1 } });
    await page.goto(address);
    await keepFetch(page);
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await page.waitForFunction(() => (globalThis as { kept?: unknown }).kept !== fetch);
    expect(await page.evaluate(`(${observePromises})("/blank")`)).toEqual(before);
    await page.goto(address);
    expect(await page.evaluate(`(${observePromises})("/blank")`)).toEqual(before);
    await panel.close();
    await page.close();
  });

  it("sees nothing where it has frozen the functions' prototype before", async () => {
    const { lab, browser } = setting;
    lab.respond("frozen", {
      response: {
        headers: [["Content-Type", "text/html"]],
        body: "<!doctype html><script>Object.freeze(Function.prototype)</script>",
      },
    });
    const page = await browser.context.newPage();
    await page.goto(lab.url("page", "frozen"));
    const look = () => page.evaluate<Record<string, unknown>>(`(${observe})(null)`);
    // A frame that comes later has a prototype of its own, and wraps.
    const own = async () =>
      Object.entries(await look()).filter(([name]) => !name.endsWith("of a frame"));
    const before = await own();
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await panel.getByRole("button", { name: "Reload to record them" }).waitFor();
    expect(await own()).toEqual(before);
    await panel.close();
    await page.close();
  });
});
