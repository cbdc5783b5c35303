import { afterAll, beforeAll } from "vitest";
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

/**
 * Starts the lab and Firefox for a test file, and closes them after it. The lab also has TLS.
 * @param options how to start Firefox, or a function of the lab that returns it.
 */
export function useSetting(options: LaunchOptions | ((lab: Lab) => LaunchOptions) = {}): Setting {
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
  beforeAll(async () => {
    setting.lab = await startLab({ secure: true });
    await show(
      await FirefoxBrowser.launch(typeof options === "function" ? options(setting.lab) : options),
    );
  });
  afterAll(async () => {
    await setting.browser?.close();
    await setting.lab?.close();
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
