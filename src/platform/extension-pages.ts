import { browser } from "./browser.ts";

/** Opens a page of the extension in a new tab, by its path in the package. */
export function openPage(path: string): void {
  void browser.tabs.create({ url: browser.runtime.getURL(path) });
}

/** Opens the extension's page of settings. */
export function openOptions(): void {
  void browser.runtime.openOptionsPage();
}
