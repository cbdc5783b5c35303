import { browserVersion, extensionVersion } from "../platform/browser-version.ts";
import { download } from "../platform/download.ts";
import type { Provenance, ReportFormat } from "../report/make-report.ts";
import { loadPart } from "../view/model/load-part.ts";
import type { Store } from "../view/model/store.ts";
import { say } from "../words/words.ts";

/** What a report says of the extension and the browser that made it. */
export function provenance(): Provenance {
  return { creatorVersion: extensionVersion(), browser: browserVersion() };
}

/** What of a recording is to be reported, and by whom. */
interface ReportOrder {
  readonly includeSecrets: boolean;
  /** Of the page in the tab, or null where nobody knows it. */
  readonly host: string | null;
  /** Who recorded it; this browser where it is left out. */
  readonly madeBy?: Provenance;
}

/** Saves all that is recorded as a file. The view shows how far it is, how to cancel it, and a failure. */
export async function exportReport(
  store: Store,
  format: ReportFormat,
  order: ReportOrder,
): Promise<void> {
  store.notice.value = null;
  try {
    const file = await made(store, format, order);
    if (file !== null) download(file.name, file.content);
  } catch (error) {
    store.notice.value = say("export_failed", String(error));
  }
}

/** All that is recorded as Markdown; undefined where it was cancelled or a part is gone. Rejects as a worker does. */
export async function reportText(store: Store, order: ReportOrder): Promise<string | undefined> {
  return (await made(store, "markdown", order))?.content.text();
}

async function made(
  store: Store,
  format: ReportFormat,
  { includeSecrets, host, madeBy }: ReportOrder,
): Promise<{ readonly name: string; readonly content: Blob } | null> {
  const running = store.exports.begin(format);
  try {
    const { rows, state } = store.recording.value;
    const { dropped } = state;
    // This throws where the extension was updated under the open view.
    const by = madeBy ?? provenance();
    const context = { ...by, includeSecrets, dropped, host, at: new Date() };
    const part = await loadPart(() => import("./exporter.ts"));
    return (await part?.runExport(format, context, [...rows.values()], running)) ?? null;
  } finally {
    running.end();
  }
}
