import type { ViewDoor } from "../platform/view-door.ts";
import { type ToJournal, tabOfJournalPort, type WorkerReport } from "../protocol/messages.ts";
import type { Journal } from "./journal.ts";

/**
 * Lets views read the journal and add troubles of their own. Must be called in the worker's first turn.
 *
 * @param state the rest of the worker's report.
 */
export function openJournal(
  door: ViewDoor,
  journal: Journal,
  state: (tabId: number) => Promise<Omit<WorkerReport, "troubles" | "lost">>,
): void {
  door.onConnect((connection) => {
    const tabId = tabOfJournalPort(connection.name);
    if (tabId === null) return;
    connection.onMessage((message) => {
      const { kind, error = "" } = Object(message) as ToJournal;
      if (kind !== undefined) return journal.note(kind, { tabId, error });
      void state(tabId)
        .then((said) => connection.send({ ...said, ...journal.of(tabId) }))
        // The view closed meanwhile.
        .catch(() => {});
    });
  });
}
