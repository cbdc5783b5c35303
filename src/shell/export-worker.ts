import { gzip, sha256 } from "../platform/pack.ts";
import { makeHtmlReport } from "../report/html-report.ts";
import { makeReport, type ReportContext, type ReportFile, STEPS } from "../report/make-report.ts";
import type { Recorded } from "../report/redact.ts";
import { speakFrom } from "../words/message-table.ts";
import { speakWith } from "../words/words.ts";
import type { FromExporter, Order, ToExporter } from "./export-order.ts";

/** Makes reports outside the view's thread, one at a time, because a long recording takes seconds. */

/** The minimum time between two progress reports, in milliseconds. */
const REPORT_EVERY = 100;

/** The exchanges for the next report. */
const received: Recorded[] = [];

addEventListener("message", ({ data }: MessageEvent<ToExporter>) => {
  if ("recorded" in data) received.push(...data.recorded);
  else void make(data).catch((error: unknown) => tell({ failed: String(error) }));
});

async function make(order: Order): Promise<void> {
  speakWith(speakFrom(order.messages));
  const recorded = received.splice(0);
  const onStep = progress(recorded.length * STEPS[order.format]);
  const { name, mimeType, text } = await fileOf(order, recorded, { ...order.context, onStep });
  tell({ name, content: new Blob([text], { type: mimeType }) });
}

async function fileOf(
  order: Order,
  recorded: readonly Recorded[],
  context: ReportContext,
): Promise<ReportFile> {
  if (order.format !== "html") return makeReport(order.format, recorded, context);
  const { page, messages } = order;
  return makeHtmlReport(recorded, context, { ...page, messages }, { gzip, sha256 });
}

function progress(steps: number): () => void {
  let done = 0;
  let reportedAt = performance.now();
  return () => {
    done++;
    if (performance.now() - reportedAt < REPORT_EVERY) return;
    reportedAt = performance.now();
    tell({ done: done / steps });
  };
}

function tell(message: FromExporter): void {
  postMessage(message);
}
