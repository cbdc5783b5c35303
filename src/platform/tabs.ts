import { browser } from "./browser.ts";

/** The tab id from `?tabId=N` in the page's URL, or null. */
export function namedTab(): number | null {
  const named = new URLSearchParams(location.search).get("tabId");
  return named !== null && /^\d+$/.test(named) ? Number(named) : null;
}

/** The tab that this DevTools window inspects; null outside DevTools. */
export function inspectedTab(): number | null {
  return (browser.devtools?.inspectedWindow?.tabId as number | undefined) ?? null;
}

/** The active tab of the popup's window. */
export async function activeTab(): Promise<number | null> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? null;
}

/** The URL of the page in a tab; null where the browser does not report it, as for its own pages. */
export async function tabUrl(tabId: number): Promise<URL | null> {
  try {
    const { url } = await browser.tabs.get(tabId);
    return new URL(url ?? "");
  } catch {
    return null;
  }
}

/** Like `tabUrl`, but also works in DevTools, where Firefox lacks `tabs`; waits while the page is busy. */
export async function inspectedUrl(tabId: number): Promise<URL | null> {
  const inspected = browser.devtools?.inspectedWindow;
  if (!inspected) return tabUrl(tabId);
  try {
    const result: unknown = await inspected.eval("location.href");
    // Chromium's own promise has the value; the polyfill's, and Firefox's, the value and the exception.
    return new URL(String(Array.isArray(result) ? result[0] : result));
  } catch {
    return null;
  }
}

/**
 * Calls the listener with the URL of each new page in a tab; "" where the browser does not report it, as for
 * its own pages.
 *
 * @returns removes the listener.
 */
export function onNavigated(tabId: number, listener: (url: string) => void): () => void {
  const inTab = (id: number, { status }: { status?: string }, { url = "" }: { url?: string }) => {
    if (id === tabId && status === "complete") listener(url);
  };
  const inTools = browser.devtools?.network?.onNavigated;
  if (inTools) inTools.addListener(listener);
  else browser.tabs.onUpdated.addListener(inTab);
  return () =>
    inTools ? inTools.removeListener(listener) : browser.tabs.onUpdated.removeListener(inTab);
}

/** The host of the page in a tab, "" where it has none; null where the browser does not report it. */
export async function tabHost(tabId: number): Promise<string | null> {
  return (await tabUrl(tabId))?.host ?? null;
}

/** Reloads a tab; inside DevTools the inspected tab. */
export function reloadTab(tabId: number): void {
  const inspected = browser.devtools?.inspectedWindow;
  if (inspected) void inspected.reload();
  else void browser.tabs.reload(tabId);
}
