import { setTimeout } from "node:timers/promises";
import type { Exchange } from "../../src/exchange/exchange.ts";
import { type Inside, known, type Recorded, recordedByWorker } from "../both/recorded-by-worker.ts";

/**
 * How long a recording must not change to count as whole, in milliseconds. The worker holds a call without a
 * request back for up to 100, and sends changes after 600 at the latest.
 */
const QUIET_MS = 1_000;
/** A batch may contain a request that stays pending. */
const DEADLINE_MS = 10_000;
const BETWEEN_MS = 200;

/**
 * The worker's recording of a tab once it no longer changes and nothing in it is pending: events may arrive
 * late. Read from the worker and not from exports, each of which takes seconds on a busy machine.
 * @param panel a page of the extension.
 * @returns the last recording, if it still changes at the deadline.
 */
export async function settledRecording(panel: Inside, tabId: number): Promise<readonly Exchange[]> {
  const isSame = (a: Recorded, b: Recorded) =>
    JSON.stringify(known(a).digests) === JSON.stringify(known(b).digests);
  const deadline = Date.now() + DEADLINE_MS;
  // Compares by digests; reading whole exchanges each time is work for the worker.
  let last = await recordedByWorker(panel, undefined, tabId);
  let since = Date.now();
  while (Date.now() < deadline) {
    await setTimeout(BETWEEN_MS);
    const now = await recordedByWorker(panel, undefined, tabId);
    if (!isSame(now, last)) since = Date.now();
    last = now;
    const isOver = Object.keys(now.digests).length > 0 && now.pending.length === 0;
    if (isOver && Date.now() - since >= QUIET_MS) break;
  }
  const { wanted, state, journal } = await recordedByWorker(panel, "", tabId);
  if (journal !== null) console.info(`the worker's journal: ${journal}`);
  if (state.dropped + state.notUnderstood > 0) console.info("the recording:", state);
  return wanted;
}
