import type { DevToolsEntry } from "../observation/observation.ts";
import { compareIds } from "./in-order.ts";
import type { Span } from "./overlapping-spans.ts";
import { pairInOrder } from "./pair-in-order.ts";

/** A request that DevTools may have reported as well. */
export interface EntryRequest {
  readonly requestId: string;
  readonly method: string;
  readonly startedAt: number;
}

/** DevTools counts whole milliseconds, and from when the page made the request. */
const CLOCK_SLACK = 5;

/** When the request that DevTools reported may have begun, as webRequest reports it. */
export function spanOfEntry({ timeStamp, endedAt }: DevToolsEntry): Span {
  return [timeStamp - CLOCK_SLACK, endedAt + CLOCK_SLACK];
}

/**
 * Pairs what DevTools reported of one URL in a tab with the requests that webRequest reported: same
 * method, begun after DevTools saw it begin and before it saw it end, in the order in which they
 * began.
 *
 * @returns key → request id.
 */
export function pairDevToolsEntries(
  entries: ReadonlyMap<string, DevToolsEntry>,
  requests: readonly EntryRequest[],
): ReadonlyMap<string, string> {
  const waiting = [...requests].sort(
    (a, b) => a.startedAt - b.startedAt || compareIds(a.requestId, b.requestId),
  );
  const inOrder = [...entries].sort(
    ([a, one], [b, other]) =>
      one.timeStamp - other.timeStamp || one.endedAt - other.endedAt || (a < b ? -1 : 1),
  );
  const pairs = pairInOrder(inOrder, waiting, ([, entry], { method, startedAt }) => {
    const [from, to] = spanOfEntry(entry);
    return method === entry.method && startedAt >= from && startedAt <= to;
  });
  return new Map(Array.from(pairs, ([[key], { requestId }]) => [key, requestId]));
}
