import { normalizeMethod } from "../http/methods.ts";
import type { PageCall } from "../observation/page-call.ts";
import type { CallTrace } from "./call-trace.ts";
import type { Span } from "./lots.ts";

/** A request that may be what became of a call. */
export interface PairableRequest {
  readonly requestId: string;
  readonly frameId: number;
  readonly documentId: string | null;
  /** Serialised origin that asked, as the event told. */
  readonly initiator: string | null;
  readonly resourceType: string;
  readonly method: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** How far the page's clock and the browser's may be apart, in milliseconds. */
const CLOCK_SLACK = 30;

/** How long after a call was given up the browser may still tell of its request. */
const GIVEN_UP_MS = 1000;

/** When the request of a call may begin. */
export function spanOfCall({ call, startedAt, endedAt, result }: CallTrace): Span {
  const from = startedAt - CLOCK_SLACK;
  if (endedAt === null || call?.api === "beacon") return [from, Number.POSITIVE_INFINITY];
  return [from, endedAt + (result?.errorName === "AbortError" ? GIVEN_UP_MS : CLOCK_SLACK)];
}

/**
 * Pairs a tab's calls of one URL that hang together with the requests that they became: same document, method and
 * kind, in the order in which they were made. A call of which no request came stays unpaired: it
 * was stopped before the network, or answered without it.
 *
 * Chromium tells the requests of a frame's initial empty document as its creator's: calls from
 * there take, of what is left, a request of another frame of the same origin. And Gecko tells no
 * document of a fetch with `keepalive`, which is to outlive it (seen in 153).
 *
 * @param requests those that began in the time of these calls.
 * @returns call key → request id.
 */
export function pairCalls(
  calls: readonly CallTrace[],
  requests: readonly PairableRequest[],
): ReadonlyMap<string, string> {
  const waiting = [...requests].sort(
    (a, b) => a.startedAt - b.startedAt || (a.requestId < b.requestId ? -1 : 1),
  );
  const inOrder = [...calls].sort(
    (a, b) => a.startedAt - b.startedAt || (a.callKey < b.callKey ? -1 : 1),
  );
  const pairing = new Map<string, string>();
  const hasOthers = requests.length > calls.length;
  const pair = (
    trace: CallTrace,
    isFrom: (request: PairableRequest) => boolean,
    late = CLOCK_SLACK,
  ) => {
    const may = (request: PairableRequest) => isFrom(request) && fits(trace, request, late);
    // By the clocks alone, one that was over before may have been it; but an element may ask too.
    const isOver = ({ endedAt }: PairableRequest) => endedAt !== null && endedAt < trace.startedAt;
    const later = hasOthers ? waiting.findIndex((one) => may(one) && !isOver(one)) : -1;
    const at = later === -1 ? waiting.findIndex(may) : later;
    if (at === -1) return;
    pairing.set(trace.callKey, (waiting[at] as PairableRequest).requestId);
    waiting.splice(at, 1);
  };
  const isOfItsDocument = (trace: CallTrace) => (it: PairableRequest) =>
    it.frameId === trace.frameId && it.documentId === trace.documentId;
  for (const trace of inOrder) pair(trace, isOfItsDocument(trace));
  for (const trace of inOrder) {
    if (trace.result?.errorName !== "AbortError" || pairing.has(trace.callKey)) continue;
    pair(trace, isOfItsDocument(trace), GIVEN_UP_MS);
  }
  for (const trace of inOrder) {
    if (!trace.isInitialDocument || pairing.has(trace.callKey)) continue;
    pair(trace, (it) => it.frameId !== trace.frameId && it.initiator === trace.origin);
  }
  for (const trace of inOrder) {
    if (!trace.call?.keepalive || pairing.has(trace.callKey)) continue;
    pair(trace, (it) => it.frameId === trace.frameId && it.documentId === null);
  }
  return pairing;
}

function fits(trace: CallTrace, request: PairableRequest, late: number): boolean {
  const { call } = trace;
  if (call === null || normalizeMethod(call.method) !== request.method) return false;
  if (!TYPES[call.api].includes(request.resourceType)) return false;
  if (request.startedAt < trace.startedAt - CLOCK_SLACK) return false;
  // sendBeacon() returns at once, and the browser sends it when it has the time.
  if (trace.endedAt === null || call.api === "beacon") return true;
  return request.startedAt <= trace.endedAt + late;
}

/** webRequest's types for each API, in either browser. */
const TYPES: Readonly<Record<PageCall["api"], readonly string[]>> = {
  fetch: ["xmlhttprequest", "other"],
  xhr: ["xmlhttprequest"],
  "event-source": ["xmlhttprequest", "other"],
  beacon: ["ping", "beacon", "xmlhttprequest"],
};
