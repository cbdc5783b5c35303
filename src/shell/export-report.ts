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

/**
 * Saves all that a view has recorded as a file. The view shows how far it is, how to cancel it, and a
 * failure.
 *
 * @param host of the page in the tab, or null where nobody knows it.
 * @param madeBy who recorded it; this browser where it is left out.
 */
export async function exportReport(
  store: Store,
  format: ReportFormat,
  {
    includeSecrets,
    host,
    madeBy,
  }: { includeSecrets: boolean; host: string | null; madeBy?: Provenance },
): Promise<void> {
  store.notice.value = null;
  const running = store.exports.begin(format);
  try {
    const { rows, state } = store.recording.value;
    const { dropped } = state;
    // This throws where the extension was updated under the open view.
    const by = madeBy ?? provenance();
    const context = { ...by, includeSecrets, dropped, host, at: new Date() };
    const part = await loadPart(() => import("./exporter.ts"));
    if (part === undefined) return;
    const file = await part.runExport(format, context, [...rows.values()], running);
    if (file !== null) download(file.name, file.content);
  } catch (error) {
    store.notice.value = say("export_failed", String(error));
  } finally {
    running.end();
  }
}
