import { afterAll, beforeAll } from "vitest";
import { BrowserPool } from "../both/browser-pool.ts";
import type { Seen } from "../lab/call.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import type { Document } from "./document.ts";
import { FirefoxBrowser, type LaunchOptions } from "./driver.ts";

/** The environment of a test file: the lab, Firefox with the extension, a page of the lab. */
export interface Setting {
  readonly lab: Lab;
  readonly browser: FirefoxBrowser;
  readonly page: Document;
  /** Restarts Firefox with the same profile; `browser` and `page` are then new. */
  restart(): Promise<void>;
}

/** Firefox without options, which most test files need. */
const pool = new BrowserPool(() => FirefoxBrowser.launch());

/**
 * Starts the lab and Firefox for a test file, and closes them after it. The lab also has TLS.
 * @param options how to start Firefox, or a function of the lab that returns it. Without them it can be another
 *   file's, renewed.
 */
export function useSetting(options?: LaunchOptions | ((lab: Lab) => LaunchOptions)): Setting {
  const setting: { lab?: Lab; browser?: FirefoxBrowser; page?: Document; restart: unknown } = {
    restart: async () => {
      if (setting.browser) await show(await setting.browser.restart());
    },
  };
  const show = async (browser: FirefoxBrowser) => {
    setting.browser = browser;
    setting.page = browser.page;
    await setting.page.goto(`${setting.lab?.origins.page}/blank`);
  };
  const lent = options === undefined ? pool.forSuite() : null;
  const begin = (lab: Lab) =>
    lent?.take() ?? FirefoxBrowser.launch(typeof options === "function" ? options(lab) : options);
  beforeAll(async () => {
    const lab = await startLab({ secure: true });
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

/** Fetches in the page and returns the page's result. */
export function fetchIn(page: Document, url: string, init: RequestInit = {}): Promise<Seen> {
  return page.evaluate(
    async (target, options) => {
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
    url,
    init,
  );
}
