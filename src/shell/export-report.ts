import { download } from "../platform/download.ts";
import type { Provenance, ReportContext, ReportFormat } from "../report/make-report.ts";
import { loadPart } from "../view/model/load-part.ts";
import type { Store } from "../view/model/store.ts";
import { noteTrouble } from "../view/model/troubles.ts";
import { say } from "../words/words.ts";
import { provenance } from "./provenance.ts";

/** The content of a report, and its author. */
interface ReportOrder extends Pick<ReportContext, "includeSecrets" | "host" | "bugReport"> {
  /** The recording browser and extension; defaults to the current ones. */
  readonly madeBy?: Provenance;
  readonly isEmpty?: boolean;
}

/**
 * Saves the whole recording as a file. The view shows the progress, a cancel button and any failure.
 *
 * @returns false on failure.
 */
export async function exportReport(
  store: Store,
  format: ReportFormat,
  order: ReportOrder,
): Promise<boolean> {
  store.notice.value = null;
  try {
    const file = await made(store, format, order);
    if (file !== null) download(file.name, file.content);
    return true;
  } catch (error) {
    noteTrouble("export-failed", error);
    store.notice.value = say("export_failed", String(error));
    return false;
  }
}

/** The recording as Markdown; undefined if cancelled or a part is missing. Rejects if the worker fails. */
export async function reportText(store: Store, order: ReportOrder): Promise<string | undefined> {
  return (await made(store, "markdown", order))?.content.text();
}

async function made(
  store: Store,
  format: ReportFormat,
  { madeBy, isEmpty = false, ...order }: ReportOrder,
): Promise<{ readonly name: string; readonly content: Blob } | null> {
  const running = store.exports.begin(format);
  try {
    const { rows, state } = store.recording.value;
    // Throws if the extension was updated under the open view.
    const by = madeBy ?? provenance();
    const context = { ...by, ...order, dropped: state.dropped, at: new Date() };
    const recorded = isEmpty ? [] : [...rows.values()];
    const part = await loadPart(() => import("./exporter.ts"));
    return (await part?.runExport(format, context, recorded, running)) ?? null;
  } finally {
    running.end();
  }
}
