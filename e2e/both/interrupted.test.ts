import { beforeAll, describe, expect, it } from "vitest";
import { exchangeOf, tells } from "../chromium/setting.ts";
import { BROWSERS, type DrivenPage, type DrivenPanel } from "./driven-browser.ts";

/** A call without a request: only the probe reports it. */
const UNSENT = { mode: "same-origin" } as const;
const HEARD = { outcome: "blocked", reachedServer: false };

/** More reports than a page may send at once: each of these calls throws, and makes two. */
const CALLS = 3_000;

/** Leaves a page and returns to it; resolves to whether the browser had kept it in the cache. */
async function goAndComeBack(page: DrivenPage, elsewhere: string): Promise<boolean> {
  const address = await page.evaluate(() => location.href);
  await page.evaluate(() =>
    addEventListener("pageshow", ({ persisted }) => {
      document.title = persisted ? "restored" : "loaded";
    }),
  );
  await page.goto(elsewhere);
  await page.evaluate(() => void window.setTimeout(() => history.back(), 10));
  const isBack = () => page.evaluate(() => location.href).catch(() => "");
  await expect.poll(isBack).toBe(address);
  return (await page.evaluate(() => document.title)) === "restored";
}

/** Closes its own tab, a page of the extension. */
async function closeTab(): Promise<void> {
  type Api = {
    tabs: { getCurrent(): Promise<{ id: number }>; remove(id: number): Promise<void> };
  };
  const { tabs } = (globalThis as unknown as { chrome: Api }).chrome;
  await tabs.remove((await tabs.getCurrent()).id);
}

describe.each(BROWSERS)("in %s", (_product, use) => {
  const browser = use(undefined, undefined, { keepsPages: true });

  let panel: DrivenPanel;
  beforeAll(async () => {
    panel = await browser.page.openPanel();
  });

  /** Shows a page of its own, with the panel open; a URL without CORS headers. */
  async function aPage(name: string) {
    const { lab, page } = browser;
    lab.respond(name, { response: { headers: [] } });
    await page.goto(`${lab.origins.page}/blank?${name}`);
    return { page, url: lab.url("apiA", name) };
  }

  it("the status line says how many reports a page that calls too often has lost", async () => {
    const { page, url } = await aPage("floods");
    const status = () =>
      panel.evaluate(() => document.querySelector(".status-bar")?.textContent ?? "");
    expect(await status()).not.toMatch(/reports/);
    await page.evaluate((count: number) => {
      for (let call = 0; call < count; call++) {
        try {
          new XMLHttpRequest().open("TRACE", "/forbidden");
        } catch {
          // The method is forbidden for pages.
        }
      }
    }, CALLS);
    await page.fetch(url);
    // A thousand at once and some more each second are accepted.
    await expect.poll(status).toMatch(/[2-5],?\d{3} .*reports/);
    const har = await panel.exportHarWhen(tells(url, { outcome: "blocked" }));
    expect(exchangeOf(har, url)).toMatchObject({ certainty: "certain" });
  });

  it("a page that is brought back from the cache is heard again, also its probe", async () => {
    const { lab } = browser;
    const { page, url } = await aPage("restored");
    await page.fetch(`${url}?before`, UNSENT);
    await panel.exportHarWhen(tells(`${url}?before`, HEARD));
    expect(await goAndComeBack(page, `${lab.origins.page}/blank?elsewhere`)).toBe(true);
    await page.fetch(`${url}?after`, UNSENT);
    const har = await panel.exportHarWhen(tells(`${url}?after`, HEARD));
    expect(exchangeOf(har, `${url}?after`)).toMatchObject(HEARD);
  });

  it("two panels on a tab hear the same, and one goes on where the other closes", async () => {
    const { page, url } = await aPage("two-panels");
    const [first, second] = [panel, await page.openPanel()];
    await page.fetch(`${url}?both`, UNSENT);
    for (const one of [first, second]) {
      const har = await one.exportHarWhen(tells(`${url}?both`, HEARD));
      expect(exchangeOf(har, `${url}?both`)).toMatchObject(HEARD);
    }
    await first.evaluate(closeTab).catch(() => {});
    await page.fetch(`${url}?one`, UNSENT);
    const har = await second.exportHarWhen(tells(`${url}?one`, HEARD));
    expect(exchangeOf(har, `${url}?one`)).toMatchObject(HEARD);
  });
});
