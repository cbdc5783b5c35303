import { ReusedWorker } from "../platform/reused-worker.ts";
import type { ReportFormat } from "../report/make-report.ts";
import type { Recorded } from "../report/redact.ts";
import type { RunningExport } from "../view/model/export-store.ts";
import { isIncomplete } from "../view/model/load-part.ts";
import { type FromExporter, type Order, orderFor } from "./export-order.ts";
import { handOver } from "./hand-over.ts";

/** A report as a file. */
type ReportContent = { readonly name: string; readonly content: Blob };

const workers = new ReusedWorker(
  () => new Worker(new URL("./export-worker.ts", import.meta.url), { type: "module" }),
);

/**
 * Has a worker make a report. The view's own thread only transfers the recording.
 *
 * @returns null if cancelled, or if a part of the extension is missing, which the view then shows. @throws
 * the worker's error.
 */
export async function runExport(
  format: ReportFormat,
  context: Order["context"],
  recorded: readonly Recorded[],
  { advance, signal }: RunningExport,
): Promise<ReportContent | null> {
  const order = await orderFor(format, context);
  if (signal.aborted) return null;
  const worker = workers.take();
  let file: ReportContent | null = null;
  try {
    file = await new Promise<ReportContent | null>((resolve, reject) => {
      signal.addEventListener("abort", () => resolve(null));
      worker.onerror = ({ message }) => {
        // The browser gives no message if the script is missing.
        isIncomplete.value ||= !message;
        message ? reject(new Error(message)) : resolve(null);
      };
      worker.onmessage = ({ data }: MessageEvent<FromExporter>) => {
        if ("done" in data) advance(data.done);
        else if ("failed" in data) reject(new Error(data.failed));
        else resolve(data);
      };
      handOver(recorded, worker, signal).then(() => worker.postMessage(order), reject);
    });
    return file;
  } finally {
    if (file === null) worker.terminate();
    else workers.keep(worker);
  }
}
