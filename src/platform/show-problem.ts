import { browser } from "./browser.ts";
import { openPage } from "./extension-pages.ts";

/** The popup's message to the panels: show a problem of a tab. */
interface ShowProblem {
  readonly type: "show-problem";
  readonly tabId: number;
  readonly id: string;
}

/** The prefix of the panel's URL fragment that names the problem to show first. */
const HASH = "#problem=";

/**
 * Shows a problem in the tab's panel if one is open and visible, else in a panel in a new tab, because
 * extensions cannot open DevTools.
 */
export async function showProblem(tabId: number, id: string): Promise<void> {
  const message: ShowProblem = { type: "show-problem", tabId, id };
  // Rejects where there is no listener.
  const isShown = await browser.runtime.sendMessage(message).catch(() => false);
  if (isShown !== true)
    openPage(`src/panel/panel.html?tabId=${tabId}${HASH}${encodeURIComponent(id)}`);
}

/** Calls `show` for each problem to show: immediately from the URL, later from the popup. */
export function onShowProblem(tabId: number, show: (id: string) => void): void {
  if (location.hash.startsWith(HASH)) show(decodeURIComponent(location.hash.slice(HASH.length)));
  // Firefox's toolbox lacks a part of the API.
  browser.runtime.onMessage?.addListener((message: unknown) => {
    const { type, tabId: of, id } = (message ?? {}) as Partial<ShowProblem>;
    // Behind another DevTools panel the width is 0: the problem would not be visible.
    if (type !== "show-problem" || of !== tabId || id === undefined || innerWidth === 0) return;
    show(id);
    return Promise.resolve(true);
  });
}
