import { browser } from "./browser.ts";

/** The host of the page in a tab, or null where the browser does not tell (inside DevTools). */
export async function tabHost(tabId: number): Promise<string | null> {
  try {
    const { url } = await browser.tabs.get(tabId);
    return new URL(url ?? "").host || null;
  } catch {
    return null;
  }
}
