import { browser } from "./browser.ts";

/** The path of the page of configurations in the package. */
export const CONFIG_PAGE = "src/site/site.html";

/** The URL of an extension page, from its path in the package. */
export function pageUrl(path: string): string {
  return browser.runtime.getURL(path);
}

/** Opens an extension page in a new tab, from its path in the package. */
export function openPage(path: string): void {
  void browser.tabs.create({ url: pageUrl(path) });
}

/** Opens the extension's settings page. */
export function openOptions(): void {
  void browser.runtime.openOptionsPage();
}
