import { mkdir, rm } from "node:fs/promises";
import type { Page } from "playwright";
import { type ExtensionBrowser, launchWithExtension } from "../chromium/browser.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { STORE, VIEWS } from "./views.ts";

const FOLDER = new URL("../../docs/images", import.meta.url).pathname;

/** The page's requests in the pictures: enough to show each kind of result, few enough to read. */
const CASES = [
  "simple-get",
  "put",
  "cookies",
  "opaque-image",
  "redirect-to-null",
  "json-not-allowed",
  "star-with-cookies",
  "origin-with-slash",
  "gateway-error",
  "csp",
  "connection-refused",
  "never-configured",
  "auth-before-cors",
];

/** Takes pictures of every view, light and dark, into docs/images. */
async function main(): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const lab = await startLab();
  const browser = await launchWithExtension();
  try {
    await takeAll(browser, lab);
  } finally {
    await browser.close();
    await lab.close();
  }
}

async function takeAll(browser: ExtensionBrowser, lab: Lab): Promise<void> {
  const page = browser.context.pages()[0] as Page;
  await page.goto(lab.origins.page);
  const tabId = await browser.tabIdOf(page);
  const panel = await browser.openPanel(tabId);
  await page.reload();
  for (const id of CASES) {
    await page.evaluate(
      (one) => (globalThis as unknown as { runCase(id: string): Promise<unknown> }).runCase(one),
      id,
    );
  }
  for (const { name, size, open } of VIEWS) {
    // In a narrow panel, the selected request hides the list.
    await panel.setViewportSize(STORE);
    const view = await open({ browser, page, panel, tabId });
    await view.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await view.emulateMedia({ colorScheme });
      await view.screenshot({ path: `${FOLDER}/${name}-${colorScheme}.png` });
    }
    if (view !== panel) await view.close();
    console.log(`${name}: light, dark`);
  }
}

await main();
