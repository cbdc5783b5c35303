import type { PageCallEnd, PageCallStart } from "../observation/observation.ts";
import type { PageCall, PageCallResult } from "../observation/page-call.ts";

/** The probe's reports on one call of a page. Plain JSON, stored beside the requests' events. */
export interface CallTrace {
  /** Unique in the browser session. */
  readonly callKey: string;
  readonly tabId: number;
  readonly frameId: number;
  readonly documentId: string | null;
  /** Serialised origin of the calling document, as the browser vouches; null where unknown. */
  readonly origin: string | null;
  readonly isInitialDocument: boolean;
  /** null while only the end is recorded. */
  readonly call: PageCall | null;
  readonly startedAt: number;
  readonly result: PageCallResult | null;
  readonly endedAt: number | null;
  /** Set where the page was loaded before the probe, and may have forged the call. */
  readonly late?: true;
  /** Set where the call was under way while we were not listening: its request may have been missed. */
  readonly mayBeMissed?: true;
}

/** Whether the browser refused to make a call, so that there was no request. */
export function wasNotMade(call: PageCall | null, result: PageCallResult | null): boolean {
  // These constructors throw also for what a policy refuses, not only for invalid arguments.
  if (call?.api === "worker" || call?.api === "websocket") return false;
  if (call?.api === "beacon") return result !== null && result.result !== "resolved";
  // Synchronous requests throw the errors that asynchronous ones report as events.
  const mayBeSynchronous = call?.api === "xhr" && SETTLED.test(result?.errorName ?? "");
  return result?.result === "thrown" && !mayBeSynchronous;
}

/**
 * Whether the browser may have refused a call for the size of its body: all bodies of pending keepalive requests
 * and beacons may have 64 KiB together. No event and no error shows that.
 * https://fetch.spec.whatwg.org/#http-network-or-cache-fetch : inflightKeepaliveBytes.
 */
export function mayExceedQuota(call: PageCall | null): boolean {
  return call !== null && (call.api === "beacon" || call.keepalive) && call.body !== "none";
}

/** Whether the page saw its call abort. */
export function isAbort(result: PageCallResult | null): boolean {
  return result?.errorName === "AbortError" || result?.errorName === "TimeoutError";
}

/** https://xhr.spec.whatwg.org/#handle-errors */
const SETTLED = /^(?:Network|Abort|Timeout)Error$/;

/** The key that both messages about a call share. */
export function callKeyOf(observation: PageCallStart | PageCallEnd): string {
  return `call:${observation.frameId}:${observation.documentId ?? ""}:${observation.callId}`;
}

/** The trace extended by one message. */
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
