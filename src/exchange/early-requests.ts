import { originOf } from "../http/origin.ts";
import type { ChangeBuilder } from "./change.ts";
import { wasAborted } from "./exchange.ts";
import { recordTrace } from "./record-request.ts";
import type { ShownDocument } from "./shown-documents.ts";
import { type Entry, isNavigation, type TabEvidence } from "./tab-evidence.ts";

/**
 * Whether a document, or a frame in it, made a request after its response arrived but before its commit was
 * reported. Requests aborted in that time belonged to the document before. null for requests that began at
 * another time, or elsewhere.
 */
export function wasRequestedEarly(
  { documents, requests }: TabEvidence,
  { frameId, documentId, requestId, timeStamp, url }: ShownDocument,
  { trace, read }: Entry,
): boolean | null {
  const { facts } = trace;
  const { startedAt, ending } = read;
  // The cheap checks come first: each commit of a navigation checks all requests of the tab.
  if (startedAt >= timeStamp) return null;
  if ((isNavigation(trace) ? facts.parentFrameId : facts.frameId) !== frameId) return null;
  const { hops = [] } = requests.get(requestId)?.read ?? {};
  const since = hops[hops.length - 1]?.response?.receivedAt ?? timeStamp;
  if (startedAt < since || facts.initiator !== originOf(url)) return null;
  // The document may have been prerendered, or restored.
  if (documentId === null || documents.firstOf(documentId)?.timeStamp !== timeStamp) return null;
  return facts.resourceType !== "ping" && !wasAborted(ending);
}

/**
 * Assigns early requests to the document that a frame shows: on a busy machine Chromium reports them as
 * requested by the document before (seen in 156).
 *
 * @param requests those that have not been checked yet.
 */
export function adoptEarly(
  evidence: TabEvidence,
  frameId: number,
  requests: Iterable<Entry>,
  change: ChangeBuilder,
): void {
  const shown = evidence.documents.shownIn(frameId, Number.POSITIVE_INFINITY);
  if (shown === null) return;
  const { documentId } = shown;
  for (const entry of requests) {
    const { facts } = entry.trace;
    if (facts.documentId === null || facts.documentId === documentId) continue;
    if (!wasRequestedEarly(evidence, shown, entry)) continue;
    recordTrace(evidence, { ...entry.trace, facts: { ...facts, documentId } }, change);
  }
}
