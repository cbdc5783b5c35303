import { engine } from "../platform/browser.ts";
import { inspectedUrl, onNavigated, reloadTab } from "../platform/tabs.ts";
import type { PanelActions } from "../view/components/panel-actions.ts";
import { loadPart } from "../view/model/load-part.ts";

type OfPage = Pick<PanelActions, "isPageClosed" | "onNavigated" | "reload">;

/** The panel's functions for the page in its tab. */
export function pageOfTab(tabId: number): OfPage {
  return {
    isPageClosed: async () => {
      const part = await loadPart(() => import("../browsers/hidden-pages.ts"));
      return part?.hidesRequestsOf(engine, await inspectedUrl(tabId)) ?? false;
    },
    onNavigated: (listener) => onNavigated(tabId, listener),
    reload: () => reloadTab(tabId),
  };
}
