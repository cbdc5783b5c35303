import { gzip, sha256 } from "../platform/pack.ts";
import { makeHtmlReport } from "../report/html-report.ts";
import { makeReport, type ReportContext, type ReportFile, STEPS } from "../report/make-report.ts";
import type { Recorded } from "../report/redact.ts";
import { speakFrom } from "../words/message-table.ts";
import { speakWith } from "../words/words.ts";
import type { FromExporter, Order, ToExporter } from "./export-order.ts";

/** Makes one report outside the view's thread, because a long recording takes seconds. */

/** The minimum time between two progress reports, in milliseconds. */
const REPORT_EVERY = 100;

const recorded: Recorded[] = [];

addEventListener("message", ({ data }: MessageEvent<ToExporter>) => {
  if ("recorded" in data) recorded.push(...data.recorded);
  else void make(data).catch((error: unknown) => tell({ failed: String(error) }));
});

async function make(order: Order): Promise<void> {
  speakWith(speakFrom(order.messages));
  const onStep = progress(recorded.length * STEPS[order.format]);
  const { name, mimeType, text } = await fileOf(order, { ...order.context, onStep });
  tell({ name, content: new Blob([text], { type: mimeType }) });
}

async function fileOf(order: Order, context: ReportContext): Promise<ReportFile> {
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
