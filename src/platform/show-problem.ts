import { browser } from "./browser.ts";
import { openPage } from "./extension-pages.ts";

/** From the popup to the panels: show a problem of a tab. */
interface ShowProblem {
  readonly type: "show-problem";
  readonly tabId: number;
  readonly id: string;
}

/** Behind the "#" of the panel's address: the problem to begin with. */
const HASH = "#problem=";

/**
 * Shows a problem in the panel that is open, and seen, for the tab; where there is none, in a panel in a
 * tab of its own, as no extension can open DevTools.
 */
export async function showProblem(tabId: number, id: string): Promise<void> {
  const message: ShowProblem = { type: "show-problem", tabId, id };
  // Rejects where nobody listens.
  const isShown = await browser.runtime.sendMessage(message).catch(() => false);
  if (isShown !== true)
    openPage(`src/panel/panel.html?tabId=${tabId}${HASH}${encodeURIComponent(id)}`);
}

/** Hears which problem of the tab the reader wants to see: at once from the address, later from the popup. */
export function onShowProblem(tabId: number, show: (id: string) => void): void {
  if (location.hash.startsWith(HASH)) show(decodeURIComponent(location.hash.slice(HASH.length)));
  // In Firefox's toolbox a part of the API is missing.
  browser.runtime.onMessage?.addListener((message: unknown) => {
    const { type, tabId: of, id } = (message ?? {}) as Partial<ShowProblem>;
    // Behind another of DevTools' panels it has no width: nobody would see it.
    if (type !== "show-problem" || of !== tabId || id === undefined || innerWidth === 0) return;
    show(id);
    return Promise.resolve(true);
  });
}
