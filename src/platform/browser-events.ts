import type { RawNavigation } from "../observation/from-web-navigation.ts";
import { browser } from "./browser.ts";
import { listenToRequests, type RequestListener } from "./web-request.ts";

/** The browser events that the worker needs. Listeners must be added in the worker's first turn. */
export interface BrowserEvents {
  /** @returns removes the listener. */
  onRequest(listener: RequestListener): () => void;
  /** @returns removes the listener. */
  onNavigation(listener: (details: RawNavigation) => void): () => void;
  onTabClosed(listener: (tabId: number) => void): void;
  /** Fires only after the first installation, not after an update. */
  onInstalled(listener: () => void): void;
  /** The open tabs, each with whether it is in a private window. */
  openTabs(): Promise<ReadonlyMap<number, boolean>>;
  /** Whether a tab is in a private window; rejects for a tab that the extension cannot see. */
  readonly isPrivate: (tabId: number) => Promise<boolean>;
}

/** The events of the real browser. */
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
