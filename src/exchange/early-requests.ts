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
  const { hops = [] } = requests.get(requestId)?.read ?? {};
  const since = hops[hops.length - 1]?.response?.receivedAt ?? timeStamp;
  const isThen = startedAt >= since && startedAt < timeStamp;
  const frame = isNavigation(trace) ? facts.parentFrameId : facts.frameId;
  if (!isThen || frame !== frameId || facts.initiator !== originOf(url)) return null;
  // The document may have been prerendered, or restored.
  if (documentId === null || documents.firstOf(documentId)?.timeStamp !== timeStamp) return null;
  return facts.resourceType !== "ping" && !wasAborted(ending);
}

/**
 * Assigns early requests to the document that a frame shows: on a busy machine Chromium reports them as
 * requested by the document before (seen in 156).
 *
 * @param ids the requests that have not been checked yet.
 */
export function adoptEarly(
  evidence: TabEvidence,
  frameId: number,
  ids: Iterable<string>,
  change: ChangeBuilder,
): void {
  const shown = evidence.documents.shownIn(frameId, Number.POSITIVE_INFINITY);
  if (shown === null) return;
  const { documentId } = shown;
  for (const id of ids) {
    const entry = evidence.requests.get(id);
    const facts = entry?.trace.facts;
    if (entry === undefined || facts === undefined || facts.documentId === null) continue;
    if (facts.documentId === documentId || !wasRequestedEarly(evidence, shown, entry)) continue;
    recordTrace(evidence, { ...entry.trace, facts: { ...facts, documentId } }, change);
  }
}
