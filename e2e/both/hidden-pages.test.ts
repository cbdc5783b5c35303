import { afterAll, describe, expect, it } from "vitest";
import { startRecordingProxy } from "../lab/recording-proxy.ts";
import { BROWSERS } from "./driven-browser.ts";

const CLOSED = "does not let extensions record this page";

const OF_BEFORE = "The requests below belong to the previous page.";

/** A page of each browser's own, whose URL extensions do not get. */
const OWN: Readonly<Record<string, string>> = {
  Chromium: "chrome://version/",
  Firefox: "about:addons",
};

const HIDDEN: Readonly<Record<string, string>> = {
  Chromium: "http://chromewebstore.google.com/",
  Firefox: "http://addons.mozilla.org/",
};

const proxy = await startRecordingProxy("<!doctype html><title>Elsewhere</title>");
afterAll(() => proxy.close());

/** Whether a panel's text says of rows that they are of the page before, and only if there are any. */
const marksRows = (text: string) => text.includes(OF_BEFORE) === text.includes("/_/none");

describe.each(BROWSERS)("in %s", (product, use) => {
  const browser = use(undefined, undefined, { proxy });

  it.each([
    ["the shop for extensions", HIDDEN[product] ?? "", true],
    ["any other page", "http://shop.test/", false],
  ])("popup and panel say whether extensions can record %s", async (_page, address, isHidden) => {
    const { lab, page } = browser;
    await page.goto(address);
    expect((await page.fetch(lab.url("apiA", "none"))).outcome).toBe("rejected");
    const popup = await page.openPopup();
    const text = () => popup.evaluate(() => document.body.innerText);
    await expect.poll(text).toContain(isHidden ? CLOSED : "1 problem blocks");
    // No action is offered that cannot help.
    for (const offered of ["Open the panel", "Markdown", "F12"]) {
      expect((await text()).includes(offered)).toBe(!isHidden);
    }
    await popup.close();
    const panel = await page.openPanel();
    const shown = () => panel.evaluate(() => document.body.innerText);
    await expect.poll(shown).toContain(isHidden ? CLOSED : "GET");
    await expect.poll(async () => (await shown()).includes("Reload page")).toBe(false);
    await panel.close();
  });

  it("the panel says it, whatever the page before requested, until the next page", async () => {
    const { lab, page } = browser;
    await page.goto("http://shop.test/");
    const panel = await page.openPanel();
    await page.fetch(lab.url("apiA", "none"));
    const shown = () => panel.evaluate(() => document.body.innerText);
    await expect.poll(shown).toContain("/_/none");
    expect(await shown()).not.toContain(CLOSED);
    await page.goto(OWN[product] ?? "");
    await expect.poll(shown).toContain(CLOSED);
    // The previous page's remaining rows are marked as such.
    await expect.poll(async () => marksRows(await shown())).toBe(true);
    await page.goto("http://shop.test/");
    await expect.poll(shown).not.toContain(CLOSED);
    await panel.close();
  });

  it("a panel that is opened where such a page is there already says whose requests it shows", async () => {
    const { lab, page } = browser;
    await page.goto("http://shop.test/");
    const panel = await page.openPanel();
    const shown = () => panel.evaluate(() => document.body?.innerText ?? "");
    await page.fetch(lab.url("apiA", "none"));
    await expect.poll(shown).toContain("/_/none");
    await page.goto(OWN[product] ?? "");
    await expect.poll(shown).toContain(CLOSED);
    await panel.evaluate(() => {
      document.body.remove();
      location.reload();
    });
    await expect.poll(shown).toContain(CLOSED);
    await expect.poll(async () => marksRows(await shown())).toBe(true);
    await panel.close();
  });

  it("the popup says it of a page of the browser's own, whatever the page before requested", async () => {
    const { lab, page } = browser;
    await page.goto("http://shop.test/");
    await page.fetch(lab.url("apiA", "none"));
    const popup = await page.openPopup();
    const text = () => popup.evaluate(() => document.body.innerText);
    await expect.poll(text).toContain("1 problem blocks");
    await page.goto(OWN[product] ?? "");
    await popup.evaluate(() => location.reload());
    await expect.poll(text).toContain(CLOSED);
    expect(await text()).not.toContain("problem");
    await popup.close();
  });
});
