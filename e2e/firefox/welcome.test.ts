import { expect, it } from "vitest";
import { useSetting } from "./setting.ts";

const setting = useSetting({ keepWelcome: true });

it("the extension says welcome once, after its installation", async () => {
  const { browser, page } = setting;
  const welcomes = (url: string) =>
    browser.inside.waitFor(async (wanted) => {
      type Tabs = { query(query: object): Promise<{ url?: string; title?: string }[]> };
      const { tabs } = (globalThis as unknown as { browser: { tabs: Tabs } }).browser;
      const found = (await tabs.query({})).filter((tab) => tab.url === wanted);
      return found.length > 0 && found.map(({ title }) => title);
    }, url);
  const url = browser.extensionUrl("src/welcome/welcome.html");
  await expect.poll(() => welcomes(url)).toEqual(["Crosscheck: welcome"]);

  await browser.stopBackground();
  // The panel wakes the event page, which tells it what was recorded: it is up, and listens.
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  await panel.waitFor(() => /No cross-origin requests yet/.test(document.body.innerText));
  expect(await welcomes(url)).toHaveLength(1);
});
