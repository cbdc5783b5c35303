import { expect, it } from "vitest";
import manifest from "../../manifest.json" with { type: "json" };
import type { Document } from "./document.ts";
import { useSetting } from "./setting.ts";

/** Firefox's own descriptions of the extension's permissions, as in its installation prompt. */
function requestedPermissions(chrome: Document): Promise<string[]> {
  return chrome.evaluate(
    async (names, origins) => {
      type Format = {
        formatPermissionStrings(requested: object, options: object): { msgs: string[] };
      };
      const { ChromeUtils } = globalThis as unknown as {
        ChromeUtils: { importESModule(url: string): { ExtensionData: Format } };
      };
      const { ExtensionData } = ChromeUtils.importESModule(
        "resource://gre/modules/Extension.sys.mjs",
      );
      const permissions = { permissions: names, origins };
      return ExtensionData.formatPermissionStrings(
        { type: "sideload", permissions },
        { collapseOrigins: true },
      ).msgs;
    },
    [...manifest.permissions, "devtools"],
    manifest.host_permissions,
  );
}

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

  const welcome = await browser.newPage();
  await welcome.gotoInExtension(url);
  await welcome.waitFor(() => /Access your data for all websites/.test(document.body.innerText));
  const text = await welcome.text();
  // Each permission that Firefox prompts for at installation, in Firefox's words, is explained.
  for (const words of await requestedPermissions(browser.chrome)) expect(text).toContain(words);
  expect(text).toContain("Run in Private Windows");
  expect(text).not.toMatch(/Read and change|chrome:/);
  await welcome.close();

  await browser.stopBackground();
  // The panel wakes the event page, which sends the recording: it is running, and its listeners are
  // registered.
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  await panel.waitFor(() => /No cross-origin requests yet/.test(document.body.innerText));
  expect(await welcomes(url)).toHaveLength(1);
});
