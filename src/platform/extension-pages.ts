import { browser } from "./browser.ts";

/** The page of configurations, by its path in the package. */
export const CONFIG_PAGE = "src/site/site.html";

/** The address of a page of the extension, by its path in the package. */
export function pageUrl(path: string): string {
  return browser.runtime.getURL(path);
}

/** Opens a page of the extension in a new tab, by its path in the package. */
export function openPage(path: string): void {
  void browser.tabs.create({ url: pageUrl(path) });
}

/** Opens the extension's page of settings. */
export function openOptions(): void {
  void browser.runtime.openOptionsPage();
}
