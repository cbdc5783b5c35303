import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { exchangeOf } from "../chromium/setting.ts";
import { fetchIn, useSetting } from "./setting.ts";
import type { ToolboxPanel } from "./toolbox.ts";

// Little of the extension API is there, and it is not a tab: what works in a tab may not work here.
describe("the panel in Firefox's toolbox", () => {
  const setting = useSetting({ prefs: { "devtools.theme": "dark" } });
  let panel: ToolboxPanel;
  let url: string;

  beforeAll(async () => {
    panel = await setting.browser.openToolbox();
    setting.lab.answer("boxed", { response: { headers: [] } });
    url = setting.lab.url("apiA", "boxed");
    await setting.page.reload();
    await fetchIn(setting.page, url);
    await panel.waitFor(
      () => document.querySelector("[data-bucket=blocked][role=option]") !== null,
    );
  });
  afterAll(() => panel?.close());

  it("has its name, and DevTools' theme", async () => {
    expect(panel.label).toBe("CORS");
    await panel.waitFor(() => document.documentElement.dataset.theme === "dark");
  });

  it("lists what the inspected page asks, and tells why it was blocked", async () => {
    await panel.waitFor(() => {
      const row = document.querySelector<HTMLElement>("[role=option][data-bucket=blocked]");
      row?.click();
      return row?.textContent?.includes("/_/boxed");
    });
    await panel.waitFor(
      (origin) => document.body.textContent?.includes(`Allow ${origin} on GET /_/boxed`),
      setting.lab.origins.page,
    );
  });

  it("exports", async () => {
    await panel.press("Export HAR");
    const har = await vi.waitFor(
      async () => JSON.parse((await setting.browser.downloaded()) ?? "") as CorsHar,
      { timeout: 10_000 },
    );
    // Here the probe saw the call.
    expect(exchangeOf(har, url)).toMatchObject({
      outcome: "blocked",
      cause: { code: "missing-allow-origin" },
      certainty: "certain",
      mode: { value: "cors", basis: "observed" },
    });
  });

  it("says, in words for Firefox, when permission is missing", async () => {
    const missing = "Firefox does not let Crosscheck see requests";
    const says = (told: boolean) =>
      panel.waitFor(
        (text, wanted) => document.body.textContent?.includes(text) === wanted,
        missing,
        told,
      );
    await setting.browser.setHostPermission(false);
    await says(true);
    await setting.browser.setHostPermission(true);
    await says(false);
  });

  it("opens the settings", async () => {
    await panel.press("Settings");
    const address = setting.browser.extensionUrl("src/options/options.html");
    await setting.browser.chrome.waitFor((wanted) => {
      type Tabs = { tabs: { linkedBrowser: { currentURI: { spec: string } } }[] };
      const { gBrowser } = globalThis as unknown as { gBrowser: Tabs };
      return gBrowser.tabs.some((tab) => tab.linkedBrowser.currentURI.spec === wanted);
    }, address);
  });
});
