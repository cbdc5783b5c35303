import { yieldingAfter } from "../platform/own-task.ts";
import type { ReportFormat } from "../report/make-report.ts";
import type { Recorded } from "../report/redact.ts";
import type { RunningExport } from "../view/model/export-store.ts";
import { isIncomplete } from "../view/model/load-part.ts";
import { type FromExporter, type Order, orderFor, type ToExporter } from "./export-order.ts";

/** The number of exchanges per message, and the milliseconds after which the view gets a turn. */
const AT_A_TIME = 25;
const TURN_MS = 8;

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
): Promise<{ readonly name: string; readonly content: Blob } | null> {
  const order = await orderFor(format, context);
  if (signal.aborted) return null;
  const worker = new Worker(new URL("./export-worker.ts", import.meta.url), { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
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
  } finally {
    worker.terminate();
  }
}

async function handOver(
  recorded: readonly Recorded[],
  worker: Worker,
  signal: AbortSignal,
): Promise<void> {
  const mayYield = yieldingAfter(TURN_MS);
  for (let at = 0; at < recorded.length && !signal.aborted; at += AT_A_TIME) {
    // Rows contain much besides the exchange that only the view needs.
    const batch = recorded.slice(at, at + AT_A_TIME).map(({ exchange }) => ({ exchange }));
    worker.postMessage({ recorded: batch } satisfies ToExporter);
    await mayYield();
  }
}
