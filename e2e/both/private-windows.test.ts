import { describe, expect, it } from "vitest";
import { tellsOf } from "../chromium/setting.ts";
import { BROWSERS, type DrivenBrowser, type DrivenPage } from "./driven-browser.ts";

/** Whether a storage area of the extension contains a text: "session" is in memory, "local" on disk. */
async function stores(browser: DrivenBrowser, area: "session" | "local", what: string) {
  const page = await browser.openExtensionPage("icons/icon-16.png");
  const text = await page.evaluate(async (of) => {
    type Api = { storage: Record<string, { get(keys: null): Promise<object> }> };
    const { browser, chrome } = globalThis as unknown as { browser?: Api; chrome: Api };
    return JSON.stringify(await (browser ?? chrome).storage[of]?.get(null));
  }, area);
  await page.close();
  return text.includes(what);
}

describe.each(BROWSERS)("private windows in %s", (_product, use) => {
  const browser: DrivenBrowser = use("to be restarted");

  const urlOf = (name: string) => browser.lab.url("apiA", name);
  const fetchIn = (page: DrivenPage, name: string) => {
    browser.lab.respond(name, { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
    return page.fetch(urlOf(name));
  };
  const openPrivate = () => browser.openPrivatePage(`${browser.lab.origins.page}/blank`);
  const inSession = (name: string) => expect.poll(() => stores(browser, "session", name));

  it("are not recorded where the user has not allowed it", async () => {
    const page = await openPrivate();
    await fetchIn(page, "unallowed");
    await fetchIn(browser.page, "usual");
    await inSession("usual").toBe(true);
    expect(await stores(browser, "session", "unallowed")).toBe(false);
    await page.close();
  });

  it("are recorded where the user has, each for its own panel, in memory, until they are closed", async () => {
    await browser.allowPrivateWindows();
    const page = await openPrivate();
    const panel = await page.openPanel();
    await fetchIn(page, "private");
    await fetchIn(browser.page, "ordinary");
    const har = await panel.exportHarWhen(tellsOf(urlOf("private")));
    expect(JSON.stringify(har).includes("ordinary")).toBe(false);
    await panel.close();

    const usual = await browser.page.openPanel();
    const twin = await usual.exportHarWhen(tellsOf(urlOf("ordinary")));
    expect(JSON.stringify(twin).includes("private")).toBe(false);
    expect(JSON.stringify(await usual.saveBugReport()).includes("private")).toBe(false);
    await inSession("private").toBe(true);
    expect(await stores(browser, "local", "private")).toBe(false);

    await page.close();
    await inSession("private").toBe(false);
    expect(await stores(browser, "session", "ordinary")).toBe(true);
  });
});
