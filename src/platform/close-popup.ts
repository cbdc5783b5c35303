import { browser } from "./browser.ts";

/** Closes this page if it is the toolbar button's popup, and not a tab. */
export function closePopup(): void {
  if (browser.extension.getViews({ type: "popup" }).includes(window)) window.close();
}
