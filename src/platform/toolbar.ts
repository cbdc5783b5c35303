import { browser } from "./browser.ts";

/** The extension's button in the browser's toolbar: what we need of `action`. */
export interface Toolbar {
  /**
   * Sets the badge of one tab, or that of all tabs which have none of their own.
   *
   * @param text null takes the tab's own badge away.
   */
  setBadge(tabId: number | null, text: string | null): void;
  /** Sets the colour behind all badges, as CSS writes it. */
  setColor(color: string): void;
}

/** The extension's button, of which a tab may be gone by the time that its badge is set. */
export const toolbar: Toolbar = {
  setBadge: (tabId, text) => {
    browser.action.setBadgeText(tabId === null ? { text } : { tabId, text }).catch(() => undefined);
  },
  setColor: (color) => {
    browser.action.setBadgeBackgroundColor({ color }).catch(() => undefined);
  },
};
