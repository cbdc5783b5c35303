import type { RawNavigation } from "../observation/from-web-navigation.ts";
import { browser } from "./browser.ts";
import { listenToRequests, type RequestListener } from "./web-request.ts";

/** What the worker hears of the browser. To be listened to in the first turn of the worker. */
export interface BrowserEvents {
  /** @returns ends it. */
  onRequest(listener: RequestListener): () => void;
  /** @returns ends it. */
  onNavigation(listener: (details: RawNavigation) => void): () => void;
  onTabClosed(listener: (tabId: number) => void): void;
  /** Only after the first installation, not after an update. */
  onInstalled(listener: () => void): void;
  /** The tabs that are open now, and of each whether it is in a private window. */
  openTabs(): Promise<ReadonlyMap<number, boolean>>;
  /** Whether a tab is in a private window; rejects where there is no tab that the extension may see. */
  readonly isPrivate: (tabId: number) => Promise<boolean>;
}

/** The events of this browser. */
export const browserEvents: BrowserEvents = {
  onRequest: listenToRequests,
  onNavigation: (listener) => {
    const { onCommitted } = browser.webNavigation;
    onCommitted.addListener(listener);
    return () => onCommitted.removeListener(listener);
  },
  onTabClosed: (listener) => browser.tabs.onRemoved.addListener((tabId) => listener(tabId)),
  onInstalled: (listener) => {
    browser.runtime.onInstalled.addListener(({ reason }) => {
      if (reason === "install") listener();
    });
  },
  openTabs: async () => {
    const tabs = await browser.tabs.query({});
    return new Map(
      tabs.flatMap(({ id, incognito }) => (id === undefined ? [] : [[id, incognito]])),
    );
  },
  isPrivate: async (tabId) => (await browser.tabs.get(tabId)).incognito,
};
