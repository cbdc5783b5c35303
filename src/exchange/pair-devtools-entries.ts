import type { DevToolsEntry } from "../observation/observation.ts";
import { compareIds } from "./in-order.ts";
import type { Span } from "./overlapping-spans.ts";
import { pairInOrder } from "./pair-in-order.ts";

/** A request that DevTools may also have reported. */
export interface EntryRequest {
  readonly requestId: string;
  readonly method: string;
  readonly startedAt: number;
}

/** DevTools counts whole milliseconds, from when the page made the request. */
const CLOCK_SLACK = 5;

/** When webRequest may report the beginning of a request that DevTools reported. */
export function spanOfEntry({ timeStamp, endedAt }: DevToolsEntry): Span {
  return [timeStamp - CLOCK_SLACK, endedAt + CLOCK_SLACK];
}

/**
 * Pairs the DevTools entries of one URL in a tab with webRequest's requests: same method, begun within the
 * span of the DevTools entry, in the order in which they began.
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
