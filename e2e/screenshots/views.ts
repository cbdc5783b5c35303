import type { Page } from "playwright";
import type { ExtensionBrowser } from "../chromium/browser.ts";

/** The state from which a view is opened. */
interface Scene {
  readonly browser: ExtensionBrowser;
  /** The page that made the requests. */
  readonly page: Page;
  /** The page's panel. */
  readonly panel: Page;
  readonly tabId: number;
}

interface View {
  /** The name of the picture, without "-light.png" and "-dark.png". */
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  /** Opens the view, whatever the state of the panel. */
  readonly open: (scene: Scene) => Promise<Page>;
}

/** The size that the Chrome Web Store requires; addons.mozilla.org accepts any. */
export const STORE = { width: 1280, height: 800 };
const NARROW = { width: 340, height: 800 };

/** All views, in the order of the README. */
export const VIEWS: readonly View[] = [
  { name: "panel-request", size: STORE, open: ({ panel }) => choose(panel, /auth-before-cors/) },
  { name: "panel-narrow", size: NARROW, open: ({ panel }) => choose(panel, /redirect-to-null/) },
  {
    name: "panel-issues",
    size: STORE,
    open: async ({ panel }) => {
      await panel.getByRole("tab", { name: /Issues/ }).click();
      await panel.getByRole("option").first().click();
      await panel.getByRole("region", { name: "Issue in detail" }).waitFor();
      return panel;
    },
  },
  {
    name: "panel-filter",
    size: STORE,
    open: async ({ panel }) => {
      await panel.getByRole("tab", { name: /Requests/ }).click();
      await panel.keyboard.press("Escape");
      const field = panel.getByLabel("Filter");
      await field.fill("");
      await field.pressSequentially("outcome:blocked cause:");
      await panel
        .getByRole("option", { name: /cause:/ })
        .first()
        .waitFor();
      return panel;
    },
  },
  {
    name: "panel-what-if",
    size: STORE,
    open: async ({ panel }) => {
      await panel.getByLabel("Filter").fill("");
      await choose(panel, /star-with-cookies/);
      await unfold(panel, "What if");
      await panel.getByLabel("Requesting origin").waitFor();
      return panel;
    },
  },
  {
    name: "panel-steps",
    size: STORE,
    open: async ({ panel }) => {
      await fold(panel, "What if");
      await choose(panel, /json-not-allowed/);
      await unfold(panel, "Requests and headers");
      await unfold(panel, "CORS check, step by step");
      return panel;
    },
  },
  {
    name: "popup",
    size: { width: 400, height: 680 },
    open: async ({ browser, tabId }) => {
      const popup = await browser.openPopup(tabId);
      await popup.getByText("What to change").waitFor();
      return popup;
    },
  },
  {
    name: "popup-all-well",
    size: { width: 400, height: 320 },
    open: async ({ browser, page, panel, tabId }) => {
      await panel.getByRole("button", { name: "Clear" }).click();
      await page.evaluate(() =>
        (globalThis as unknown as { runCase(id: string): Promise<unknown> }).runCase("simple-get"),
      );
      const popup = await browser.openPopup(tabId);
      await popup.getByText("No blocked requests").waitFor();
      return popup;
    },
  },
  {
    name: "panel-empty",
    size: { width: 800, height: 500 },
    open: async ({ panel }) => {
      await panel.getByRole("button", { name: "Clear" }).click();
      await panel.getByRole("button", { name: "Reload page" }).waitFor();
      return panel;
    },
  },
  {
    name: "settings",
    size: { width: 800, height: 640 },
    open: openPage("src/options/options.html"),
  },
  {
    name: "welcome",
    size: { width: 800, height: 900 },
    open: openPage("src/welcome/welcome.html"),
  },
];

async function choose(panel: Page, request: RegExp): Promise<Page> {
  // The list scrolls to new rows until one is selected, and only visible rows are in the document.
  await panel.getByRole("listbox").press("Home");
  await panel.getByRole("option", { name: request }).first().click();
  const detail = panel.getByRole("region", { name: "Request in detail" });
  await detail.getByText(request).first().waitFor();
  return panel;
}

async function unfold(panel: Page, title: string): Promise<void> {
  const section = panel.locator(".section", { hasText: title });
  if (!(await section.evaluate((one) => (one as HTMLDetailsElement).open))) {
    await section.locator("summary").first().click();
  }
  await section.scrollIntoViewIfNeeded();
}

async function fold(panel: Page, title: string): Promise<void> {
  const section = panel.locator(".section", { hasText: title });
  if (await section.evaluate((one) => (one as HTMLDetailsElement).open)) {
    await section.locator("summary").first().click();
  }
}

function openPage(path: string): View["open"] {
  return async ({ browser }) => {
    const page = await browser.context.newPage();
    await page.goto(browser.extensionUrl(path));
    await page.getByRole("heading", { level: 1 }).waitFor();
    return page;
  };
}
