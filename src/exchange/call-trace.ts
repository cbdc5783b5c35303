import type { PageCallEnd, PageCallStart } from "../observation/observation.ts";
import type { PageCall, PageCallResult } from "../observation/page-call.ts";

/** All that the probe reported of one call of a page. Plain JSON, stored beside the requests' events. */
export interface CallTrace {
  /** Unique in the browser session. */
  readonly callKey: string;
  readonly tabId: number;
  readonly frameId: number;
  readonly documentId: string | null;
  /** Serialised origin of the calling document, as the browser vouches; null where it is not known. */
  readonly origin: string | null;
  readonly isInitialDocument: boolean;
  /** null while only the end is known. */
  readonly call: PageCall | null;
  readonly startedAt: number;
  readonly result: PageCallResult | null;
  readonly endedAt: number | null;
  /** Set where the page was there before the probe, and may have made it up. */
  readonly late?: true;
  /** Set where it was under way while nobody listened: its request may have been missed. */
  readonly mayBeMissed?: true;
}

/** Whether the browser refused to make a call at all: then no request came of it. */
export function wasNotMade(call: PageCall | null, result: PageCallResult | null): boolean {
  // Its constructor throws for what a policy refuses, not for what is no call.
  if (call?.api === "worker" || call?.api === "websocket") return false;
  if (call?.api === "beacon") return result !== null && result.result !== "resolved";
  // Synchronous ones throw what the others report by an event.
  const mayBeSynchronous = call?.api === "xhr" && SETTLED.test(result?.errorName ?? "");
  return result?.result === "thrown" && !mayBeSynchronous;
}

/** Whether a page saw its call end as aborted. */
export function isAbort(result: PageCallResult | null): boolean {
  return result?.errorName === "AbortError" || result?.errorName === "TimeoutError";
}

/** https://xhr.spec.whatwg.org/#handle-errors */
const SETTLED = /^(?:Network|Abort|Timeout)Error$/;

/** The key under which both messages about a call meet. */
export function callKeyOf(observation: PageCallStart | PageCallEnd): string {
  return `call:${observation.frameId}:${observation.documentId ?? ""}:${observation.callId}`;
}

/** The trace with what one more message tells. */
export function withCallObservation(
  trace: CallTrace | undefined,
  observation: PageCallStart | PageCallEnd,
): CallTrace {
  const { tabId, frameId, documentId, origin, isInitialDocument, timeStamp, late } = observation;
  const before: CallTrace = trace ?? {
    callKey: callKeyOf(observation),
    tabId,
    frameId,
    documentId,
    origin,
    isInitialDocument,
    call: null,
    startedAt: timeStamp,
    result: null,
    endedAt: null,
    ...(late && { late }),
  };
  return observation.kind === "call-started"
    ? { ...before, call: observation.call, startedAt: timeStamp }
    : { ...before, result: observation.result, endedAt: timeStamp };
}
