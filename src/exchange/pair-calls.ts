import { normalizeMethod } from "../http/methods.ts";
import type { PageCall } from "../observation/page-call.ts";
import type { CallTrace } from "./call-trace.ts";

/** A request that may be what became of a call. */
export interface PairableRequest {
  readonly requestId: string;
  readonly resourceType: string;
  readonly url: string;
  readonly method: string;
  readonly startedAt: number;
}

/** How far the page's clock and the browser's may be apart, in milliseconds. */
const CLOCK_SLACK = 30;

/**
 * Pairs a page's calls with the requests that they became: same URL, method and kind, in the order
 * in which they were made. All given ones share frame and document. A call of which no request
 * came stays unpaired: it was stopped before the network, or answered without it.
 *
 * @returns call key → request id.
 */
export function pairCalls(
  calls: readonly CallTrace[],
  requests: readonly PairableRequest[],
): ReadonlyMap<string, string> {
  const waiting = [...requests].sort(
    (a, b) => a.startedAt - b.startedAt || (a.requestId < b.requestId ? -1 : 1),
  );
  const pairing = new Map<string, string>();
  const inOrder = [...calls].sort(
    (a, b) => a.startedAt - b.startedAt || (a.callKey < b.callKey ? -1 : 1),
  );
  for (const trace of inOrder) {
    const at = waiting.findIndex((request) => fits(trace, request));
    if (at === -1) continue;
    pairing.set(trace.callKey, (waiting[at] as PairableRequest).requestId);
    waiting.splice(at, 1);
  }
  return pairing;
}

function fits(trace: CallTrace, request: PairableRequest): boolean {
  const { call } = trace;
  if (call === null || call.url !== request.url) return false;
  if (normalizeMethod(call.method) !== request.method) return false;
  if (!TYPES[call.api].includes(request.resourceType)) return false;
  if (request.startedAt < trace.startedAt - CLOCK_SLACK) return false;
  return trace.endedAt === null || request.startedAt <= trace.endedAt + CLOCK_SLACK;
}

/** webRequest's types for each API, in either browser. */
const TYPES: Readonly<Record<PageCall["api"], readonly string[]>> = {
  fetch: ["xmlhttprequest", "other"],
  xhr: ["xmlhttprequest"],
  "event-source": ["xmlhttprequest", "other"],
  beacon: ["ping", "beacon", "xmlhttprequest"],
};
