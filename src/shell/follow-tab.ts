import { openJournal } from "../platform/journal-port.ts";
import { followUncaught } from "../platform/uncaught.ts";
import { openViewPort, type ViewPort } from "../platform/view-port.ts";
import { loadPart } from "../view/model/load-part.ts";
import type { Store } from "../view/model/store.ts";
import { noteTrouble, tellTroublesTo } from "../view/model/troubles.ts";
import { exportReport } from "./export-report.ts";

/** The views that follow a tab. */
type Follower = "panel" | "popup";

/** Sends troubles of a view to the worker's journal. Must be called as soon as the tab is known. */
export function tellTroubles(tabId: number): void {
  tellTroublesTo(openJournal(tabId));
  followUncaught((error) => noteTrouble("view-error", error));
}

/** Connects a store to the recording of a tab. */
export function followTab(view: Follower, tabId: number, store: Store): ViewPort {
  return openViewPort(view, tabId, {
    onMessage: store.receive,
    onLost: () => {
      // Further attempts to reconnect fail in the same way.
      if (store.connection.value === "live") noteTrouble("view-disconnected");
      store.connection.value = "lost";
    },
  });
}

/** Offers to save a bug report of a tab. */
export async function reportBug(store: Store, tabId: number, view: Follower): Promise<void> {
  const part = await loadPart(() => import("./bug-report.tsx"));
  part?.offerBugReport(store, tabId, view, exportReport);
}
