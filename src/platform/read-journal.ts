import { journalPortName, type WorkerReport } from "../protocol/messages.ts";
import { browser } from "./browser.ts";

/** How long to wait for the worker; after that the report says that it does not respond. */
const PATIENCE_MS = 5_000;

/** The worker's report about itself, with its journal for a tab; null where it does not respond. */
export async function readJournal(tabId: number): Promise<WorkerReport | null> {
  try {
    const port = browser.runtime.connect({ name: journalPortName(tabId) });
    const said = await new Promise<WorkerReport | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), PATIENCE_MS);
      port.onMessage.addListener((message) => {
        clearTimeout(timer);
        resolve(message as WorkerReport);
      });
      port.onDisconnect.addListener(() => resolve(null));
      port.postMessage({});
    });
    port.disconnect();
    return said;
  } catch {
    // The extension was updated or removed under the view.
    return null;
  }
}
