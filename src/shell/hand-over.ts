import { yieldingAfter } from "../platform/own-task.ts";
import type { Recorded } from "../report/redact.ts";
import type { ToExporter } from "./export-order.ts";

/** The number of exchanges per message, and the milliseconds after which the view gets a turn. */
const AT_A_TIME = 25;
const TURN_MS = 8;

/** Sends the recording to an export worker, and lets the view work in between. Resolves once it is sent. */
export async function handOver(
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
