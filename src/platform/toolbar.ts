import { browser } from "./browser.ts";

/** What a badge stands for, which its tooltip says: the name of a message that takes the badge's text. */
export type BadgeMeaning = "badge_count" | "badge_trial" | "badge_no_access" | "extension_name";

/** The extension's button in the browser's toolbar: what we need of `action`. */
export interface Toolbar {
  /**
   * Sets the badge of one tab, or that of all tabs which have none of their own, and the tooltip with it.
   *
   * @param text null takes the tab's own badge away, and the tooltip is to be the one of all tabs.
   */
  setBadge(tabId: number | null, text: string | null, meaning: BadgeMeaning): void;
  /** Sets the colour behind all badges, as CSS writes it. */
  setColor(color: string): void;
}

/** The extension's button, of which a tab may be gone by the time that its badge is set. */
export const toolbar: Toolbar = {
  setBadge: (tabId, text, meaning) => {
    const { action, i18n } = browser;
    const of = tabId === null ? {} : { tabId };
    const title = i18n.getMessage(meaning, [text ?? ""]);
    action.setBadgeText({ ...of, text }).catch(() => undefined);
    action.setTitle({ ...of, title }).catch(() => undefined);
  },
  setColor: (color) => {
    browser.action.setBadgeBackgroundColor({ color }).catch(() => undefined);
  },
};
