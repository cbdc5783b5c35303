import { textOfError } from "../journal/error-text.ts";
import type { TroubleKind } from "../journal/trouble.ts";
import { journalPortName } from "../protocol/messages.ts";
import { browser } from "./browser.ts";

/** The limit of reports by a view that fails repeatedly. */
const MOST = 50;

/**
 * Records a view's troubles in the worker's journal, so that another view can report them where this one
 * cannot.
 */
export function openJournal(tabId: number): (kind: TroubleKind, error?: unknown) => void {
  let port: ReturnType<typeof browser.runtime.connect> | null = null;
  let left = MOST;
  return (kind, error = "") => {
    if (left-- <= 0) return;
    try {
      if (port === null) {
        port = browser.runtime.connect({ name: journalPortName(tabId) });
        port.onDisconnect.addListener(() => {
          port = null;
        });
      }
      port.postMessage({ kind, error: textOfError(error) });
    } catch {
      // The extension was updated or removed under the view.
    }
  };
}
