import { expect, test } from "vitest";
import { useSetting as useChromium } from "../chromium/setting.ts";
import { useSetting as useFirefox } from "../firefox/setting.ts";
import type { DrivenDocument, DrivenPage } from "./driven-browser.ts";

interface Api {
  storage: Record<"local" | "session", { get(keys: null): Promise<object> }> & {
    local: { set(items: object): Promise<void> };
  };
  scripting: { getRegisteredContentScripts(): Promise<unknown[]> };
}

const keep = async () => {
  const { browser, chrome } = globalThis as unknown as { browser?: Api; chrome: Api };
  await (browser ?? chrome).storage.local.set({ left: "behind" });
};

/** What the extension has stored, as text, and how many scripts it has registered for pages. */
const kept = async () => {
  const { browser, chrome } = globalThis as unknown as { browser?: Api; chrome: Api };
  const { storage, scripting } = browser ?? chrome;
  const stored = [await storage.local.get(null), await storage.session.get(null)];
  const scripts = await scripting.getRegisteredContentScripts();
  return { stored: JSON.stringify(stored), scripts: scripts.length };
};

const leaveCookie = () => {
  // biome-ignore lint/suspicious/noDocumentCookie: the older API is in both browsers.
  document.cookie = "left=behind; max-age=600";
};
const cookies = () => document.cookie;

/** Leaves something in the extension, in the page and in the recording. */
async function leaveTraces(
  panel: Pick<DrivenDocument, "evaluate">,
  page: Pick<DrivenPage, "evaluate" | "goto">,
  url: string,
): Promise<void> {
  await panel.evaluate(keep);
  await page.evaluate(leaveCookie);
  await page.goto(url);
  expect(await panel.evaluate(kept)).toMatchObject({
    stored: expect.stringContaining("behind"),
    scripts: 2,
  });
}

const inChromium = useChromium();
const inFirefox = useFirefox();

test("a renewed Chromium has nothing that was left in it", async () => {
  const { lab, browser, page } = inChromium;
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  await leaveTraces(panel, page, `${lab.origins.page}/blank?left-behind`);

  expect(await browser.renew()).toBe(browser);
  const [only, ...others] = browser.context.pages();
  expect([only?.url(), others.length]).toEqual(["about:blank", 0]);
  const inside = await browser.context.newPage();
  await inside.goto(browser.extensionUrl("icons/icon-16.png"));
  const left = await inside.evaluate(kept);
  expect(left.stored).not.toContain("behind");
  expect(left.scripts).toBe(0);
  await inside.goto(`${lab.origins.page}/blank`);
  expect(await inside.evaluate(cookies)).toBe("");
});

test("a renewed Firefox has nothing that was left in it", async () => {
  const { lab, browser, page } = inFirefox;
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  await leaveTraces(panel, page, `${lab.origins.page}/blank?left-behind`);

  const renewed = await browser.renew();
  if (renewed === null) throw new Error("It is not renewed.");
  const left = await renewed.inside.evaluate(kept);
  expect(left.stored).not.toContain("behind");
  expect(left.scripts).toBe(0);
  await renewed.page.goto(`${lab.origins.page}/blank`);
  expect(await renewed.page.evaluate(cookies)).toBe("");
});
