import { originOf } from "../http/origin.ts";
import type { FromPage } from "../observation/observation.ts";
import { wasRequestedEarly } from "./early-requests.ts";
import type { ShownDocument, ShownDocuments } from "./shown-documents.ts";
import { type Entry, isNavigation, type TabEvidence } from "./tab-evidence.ts";

/** Whether a request belongs to a page that the tab showed before this one. */
export function isEarlierRequest(
  evidence: TabEvidence,
  page: ShownDocument,
  id: string,
  entry: Entry,
): boolean {
  if (entry.read.startedAt >= page.timeStamp) return false;
  const { documents } = evidence;
  const { facts } = entry.trace;
  const current = documents.shownIn(0, page.timeStamp) ?? page;
  if (id === current.requestId) return false;
  const { startedAt, ending } = entry.read;
  if (facts.resourceType === "main_frame") {
    // A pending navigation may bring the next page.
    const before = documents.ofFrame(0).findLast((it) => it.timeStamp < page.timeStamp);
    return ending.kind !== "pending" || startedAt < (before?.timeStamp ?? 0);
  }
  const isEarly = wasRequestedEarly(evidence, current, entry);
  if (isEarly !== null) return !isEarly;
  const requester = isNavigation(entry.trace)
    ? { frameId: facts.parentFrameId, parentFrameId: -1, documentId: null }
    : facts;
  return !isWithin(documents.around(requester, startedAt), facts.documentId, page);
}

/** Whether a document's report at that time was about an earlier page than this one. */
export function isOfEarlierPage(
  documents: ShownDocuments,
  page: ShownDocument,
  { frameId, documentId }: Pick<FromPage, "frameId" | "documentId">,
  at: number,
): boolean {
  if (at >= page.timeStamp) return false;
  const around = documents.around({ frameId, parentFrameId: -1, documentId }, at);
  return !isWithin(around, documentId, page);
}

/** Whether a document is the page, or in it; it may have been prerendered. */
function isWithin(
  around: readonly ShownDocument[],
  own: string | null,
  { documentId }: ShownDocument,
): boolean {
  if (documentId === null) return false;
  return own === documentId || around.some((it) => it.documentId === documentId);
}

/** The origins of a page's documents, and of the requesters in them. */
export function* originsIn(
  { documents, requests }: TabEvidence,
  page: ShownDocument,
): Iterable<string> {
  yield originOf(page.url);
  for (const it of documents.all()) {
    const chain = documents.around(it, it.timeStamp);
    if (isWithin(chain, it.documentId, page)) yield originOf(it.url);
  }
  for (const [, { trace }] of requests) {
    const { initiator, resourceType } = trace.facts;
    if (initiator !== null && resourceType !== "main_frame") yield initiator;
  }
}
