import type { SeenByDevTools } from "../observation/observation.ts";
import { compareIds } from "./in-order.ts";
import type { Span } from "./overlapping-spans.ts";
import { pairInOrder } from "./pair-in-order.ts";

/** A request that DevTools may have told of as well. */
export interface SeenRequest {
  readonly requestId: string;
  readonly method: string;
  readonly startedAt: number;
}

/** DevTools counts whole milliseconds, and from when the page asked. */
const CLOCK_SLACK = 5;

/** When the request of which DevTools told may have begun, as webRequest tells it. */
export function spanOfSighting({ timeStamp, endedAt }: SeenByDevTools): Span {
  return [timeStamp - CLOCK_SLACK, endedAt + CLOCK_SLACK];
}

/**
 * Pairs what DevTools told of one URL in a tab with the requests that webRequest told of: same
 * method, begun after DevTools saw it begin and before it saw it end, in the order in which they
 * began.
 *
 * @returns key → request id.
 */
export function pairSightings(
  sightings: ReadonlyMap<string, SeenByDevTools>,
  requests: readonly SeenRequest[],
): ReadonlyMap<string, string> {
  const waiting = [...requests].sort(
    (a, b) => a.startedAt - b.startedAt || compareIds(a.requestId, b.requestId),
  );
  const inOrder = [...sightings].sort(
    ([a, one], [b, other]) =>
      one.timeStamp - other.timeStamp || one.endedAt - other.endedAt || (a < b ? -1 : 1),
  );
  const pairs = pairInOrder(inOrder, waiting, ([, seen], { method, startedAt }) => {
    const [from, to] = spanOfSighting(seen);
    return method === seen.method && startedAt >= from && startedAt <= to;
  });
  return new Map(Array.from(pairs, ([[key], { requestId }]) => [key, requestId]));
}
