import { browser } from "./browser.ts";

/** A badge's meaning for its tooltip: the name of a message that takes the badge's text. */
export type BadgeMeaning = "badge_count" | "badge_trial" | "badge_no_access" | "extension_name";

/** The extension's button in the browser's toolbar: the part of `action` that we need. */
export interface Toolbar {
  /**
   * Sets the badge and tooltip of one tab, or those of all tabs without their own.
   *
   * @param text null removes the tab's own badge; its tooltip should then be the one of all tabs.
   */
  setBadge(tabId: number | null, text: string | null, meaning: BadgeMeaning): void;
  /** Sets the background colour of all badges, as a CSS value. */
  setColor(color: string): void;
}

/** The extension's button; errors are ignored because a tab may have been closed. */
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
