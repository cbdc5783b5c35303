import { afterAll, describe, expect, it } from "vitest";
import { startRecordingProxy } from "../lab/recording-proxy.ts";
import { BROWSERS } from "./driven-browser.ts";

const HIDDEN: Readonly<Record<string, string>> = {
  Chromium: "http://chromewebstore.google.com/",
  Firefox: "http://addons.mozilla.org/",
};

const proxy = await startRecordingProxy("<!doctype html><title>Elsewhere</title>");
afterAll(() => proxy.close());

describe.each(BROWSERS)("in %s", (product, use) => {
  const browser = use(undefined, {}, { proxy });

  it.each([
    ["the shop for extensions", HIDDEN[product] ?? "", true],
    ["any other page", "http://shop.test/", false],
  ])("the popup says whether extensions can record %s", async (_page, address, isHidden) => {
    const { lab, page } = browser;
    await page.goto(address);
    expect((await page.fetch(lab.url("apiA", "none"))).outcome).toBe("rejected");
    const popup = await page.openPopup();
    const text = () => popup.evaluate(() => document.body.innerText);
    await expect
      .poll(text)
      .toContain(isHidden ? "does not let extensions record this page" : "1 problem blocks");
    // Nothing is offered that cannot help.
    for (const offered of ["Open the panel", "Markdown", "F12"]) {
      expect((await text()).includes(offered)).toBe(!isHidden);
    }
    await popup.close();
  });
});
