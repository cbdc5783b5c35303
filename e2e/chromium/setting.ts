import type { Page } from "playwright";
import { afterAll, beforeAll, expect } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import { BrowserPool } from "../both/browser-pool.ts";
import type { Seen } from "../lab/call.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { type ExtensionBrowser, type LaunchOptions, launchWithExtension } from "./browser.ts";

/** The environment of a test file: the lab, a browser with the extension, a page of the lab. */
export interface Setting {
  readonly lab: Lab;
  readonly browser: ExtensionBrowser;
  readonly page: Page;
  /** Restarts the browser with the same profile; `browser` and `page` are then new. */
  restart(): Promise<void>;
}

/** Chromium without options, which most test files need. */
const pool = new BrowserPool(() => launchWithExtension());

/**
 * Starts the lab and the browser for a test file, and closes them after it. Without options the browser can be
 * another file's, renewed.
 */
export function useSetting(options?: LaunchOptions | ((lab: Lab) => LaunchOptions)): Setting {
  const setting: { lab?: Lab; browser?: ExtensionBrowser; page?: Page; restart: unknown } = {
    restart: async () => {
      if (setting.browser) await show(await setting.browser.restart());
    },
  };
  const show = async (browser: ExtensionBrowser) => {
    setting.browser = browser;
    setting.page = browser.context.pages()[0] ?? (await browser.context.newPage());
    if (setting.lab) await setting.page.goto(setting.lab.origins.page);
  };
  const lent = options === undefined ? pool.forSuite() : null;
  const begin = (lab: Lab) =>
    lent?.take() ?? launchWithExtension(typeof options === "function" ? options(lab) : options);
  beforeAll(async () => {
    const lab = await startLab();
    setting.lab = lab;
    await show(await begin(lab));
  });
  afterAll(async () => {
    const { browser, lab } = setting;
    if (browser) await (lent?.giveBack(browser) ?? browser.close());
    await lab?.close();
  });
  return setting as Setting;
}

/** Sets up three responses: to a PUT that is not allowed, to a GET without CORS headers, and an open one. */
export function respondThree(lab: Lab, name: string): void {
  const preflight = {
    status: 204,
    headers: [["Access-Control-Allow-Origin", lab.origins.page]],
  } as const;
  lab.respond(`${name}-put`, { preflight, response: { headers: [] } });
  lab.respond(`${name}-get`, { response: { headers: [] } });
  lab.respond(`${name}-open`, { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
}

/** Fetches in the page and returns the page's result. */
export function fetchIn(page: Page, url: string, init: RequestInit = {}): Promise<Seen> {
  return page.evaluate(
    async ([target, options]) => {
      try {
        const response = await fetch(target, options);
        const opaque = response.type === "opaque" || response.type === "opaqueredirect";
        return {
          outcome: opaque ? ("opaque" as const) : ("allowed" as const),
          detail: `${response.status}`,
        };
      } catch (error) {
        return { outcome: "rejected" as const, detail: String(error) };
      }
    },
    [url, init] as const,
  );
}

/** The exchange of a URL in a report; the last one if there are several. */
export function exchangeOf(har: CorsHar, url: string): ReportedExchange | undefined {
  return har.log._cors.exchanges.findLast((exchange) => exchange.url === url);
}

/** Whether a report has a URL's request, with its ending. */
export function tellsOf(url: string): (har: CorsHar) => boolean {
  return (har) => {
    const exchange = exchangeOf(har, url);
    // The probe's reports can arrive a little after the browser's last event.
    return exchange !== undefined && !["pending", "unknown"].includes(exchange.outcome);
  };
}

/** Whether a report on a URL matches, like `toMatchObject`, as a condition to wait for. */
export function tells(url: string, wanted: object): (har: CorsHar) => boolean {
  return (har) => {
    try {
      expect(exchangeOf(har, url)).toMatchObject(wanted);
      return true;
    } catch {
      return false;
    }
  };
}

/** Chooses a language in the settings, and waits until the panel speaks it. */
export async function speak({ browser }: Setting, panel: Page, language: string): Promise<void> {
  const options = await browser.context.newPage();
  await options.goto(browser.extensionUrl("src/options/options.html"));
  await options.locator("select[aria-labelledby=language-title]").selectOption(language);
  await panel.locator(`html[lang=${language}]`).waitFor();
  await options.close();
  await panel.bringToFront();
}
