import { normalizeMethod } from "../http/methods.ts";
import { originOf } from "../http/origin.ts";
import type { PageCall } from "../observation/page-call.ts";
import { wasNotMade } from "./call-trace.ts";
import { contextOf } from "./documents.ts";
import type { CallNeverRequested, ElementNeverRequested } from "./exchange.ts";
import { type NeverRequested, typeOf } from "./never-requested.ts";
import type { CallEntry, TabEvidence } from "./tab-evidence.ts";
import { timingOfCall } from "./timed-status.ts";
import { violationOf } from "./violations.ts";

/** The exchange of a call that ended without any request; null for other calls. */
export function callNeverRequested(
  { trace, requestId }: CallEntry,
  evidence: TabEvidence,
): CallNeverRequested | null {
  const { call, result: callResult, startedAt, endedAt } = trace;
  if (requestId !== null || call === null || callResult === null) return null;
  const violation = violationOf(evidence.violations, {
    ...trace,
    url: call.url,
    from: startedAt,
    to: endedAt,
  });
  const isMissed =
    trace.mayBeMissed === true && violation === null && !wasNotMade(call, callResult);
  // A resolved beacon only means that the browser queued it.
  const isCompleted = callResult.result === "resolved" && call.api !== "beacon";
  return {
    ...neverRequestedPart(evidence, trace, startedAt, call.url, call.method),
    kind: "call-never-requested",
    id: trace.callKey,
    resourceType: TYPES[call.api] ?? "xmlhttprequest",
    endedAt,
    ending: { kind: isMissed ? "pending" : isCompleted ? "completed" : "not-sent" },
    completeness: isMissed ? "interrupted" : "complete",
    stack: call.stack,
    call,
    callResult,
    violation,
    element: null,
    elementFailed: false,
    ...timingOfCall(evidence, trace),
    ...(trace.late && { fromLatePage: true }),
  };
}

/** webRequest's type for each API, where it is not "xmlhttprequest". */
const TYPES: Readonly<Partial<Record<PageCall["api"], string>>> = {
  beacon: "ping",
  websocket: "websocket",
};

/** The exchange of an element or a policy violation without a request. */
export function elementNeverRequested(
  id: string,
  it: NeverRequested,
  evidence: TabEvidence,
): ElementNeverRequested {
  const { timeStamp } = it;
  const isElement = it.kind !== "policy-violated";
  const url = isElement ? it.element.url : it.violation.blockedUrl;
  const requested = { ...it, url, from: timeStamp - 1000, to: timeStamp };
  const violation = isElement ? violationOf(evidence.violations, requested) : it.violation;
  const isMissed = isElement && it.mayBeMissed === true && violation === null;
  return {
    ...neverRequestedPart(evidence, it, timeStamp, url, "GET"),
    kind: "element-never-requested",
    id,
    resourceType: typeOf(it),
    endedAt: timeStamp,
    ending: { kind: isMissed ? "pending" : "not-sent" },
    completeness: isMissed ? "interrupted" : "complete",
    stack: stackOf(evidence, url, timeStamp),
    call: null,
    callResult: null,
    ...(isElement
      ? {
          element: it.element,
          elementFailed: true,
          violation,
        }
      : { element: null, elementFailed: false, violation: it.violation }),
    timedStatus: null,
    answeredByWorker: null,
  };
}

/** The fields that all exchanges without a request share. */
function neverRequestedPart(
  { browser, documents }: TabEvidence,
  { tabId, frameId, documentId, origin }: Reported,
  startedAt: number,
  url: string,
  method: string,
) {
  return {
    browser,
    tabId,
    frameId,
    parentFrameId: -1,
    documentId,
    documentLifecycle: null,
    initiatorOrigin: origin,
    startedAt,
    hops: [
      {
        url,
        origin: originOf(url),
        method: normalizeMethod(method),
        startedAt,
        requestHeaders: null,
        sentAt: null,
        preflight: null,
        response: null,
        redirect: null,
      },
    ],
    cachedFrom: null,
    requesters: [],
    embedderPolicy: null,
    ancestorOrigins: [],
    documentShown: false,
    ...contextOf(documents, { frameId, parentFrameId: -1, documentId }, startedAt),
    completeness: "complete",
  } as const;
}

/** The document that the probe's report came from. */
interface Reported {
  readonly tabId: number;
  readonly frameId: number;
  readonly documentId: string | null;
  readonly origin: string | null;
}

/** The stack from DevTools, which also reports some requests that the renderer refused. */
function stackOf(evidence: TabEvidence, url: string, timeStamp: number): string | null {
  for (const [, { entry, requestId }] of evidence.devToolsEntries.find("url", url)) {
    const isNear = entry.timeStamp <= timeStamp + 1 && timeStamp <= entry.endedAt + 1000;
    if (requestId === null && isNear) return entry.stack;
  }
  return null;
}
