import { factsOf } from "../browsers/facts-of.ts";
import { get } from "../http/header-list.ts";
import { withoutUserinfo } from "../http/origin.ts";
import type { ChangeBuilder } from "./change.ts";
import { neverRequested } from "./never-requested.ts";
import type { ShownDocument } from "./shown-documents.ts";
import {
  type CallEntry,
  type Entry,
  isExchange,
  isUnsent,
  type TabEvidence,
} from "./tab-evidence.ts";

/** Records a document that a frame now shows, and finds the request that brought it. */
export function recordDocument(
  evidence: TabEvidence,
  shown: ShownDocument,
  change: ChangeBuilder,
): void {
  put(evidence, shown, change);
  settleDocuments(evidence, shown.frameId, change);
  for (const old of evidence.documents.superfluous()) evidence.documents.forget(old, change);
}

/**
 * Determines which request of a frame brought which of its documents. Observations come in any order: a
 * request's response may be reported after its document is committed.
 */
export function settleDocuments(
  evidence: TabEvidence,
  frameId: number,
  change: ChangeBuilder,
): void {
  const taken = new Set<string>();
  for (const shown of evidence.documents.ofFrame(frameId)) {
    const found = broughtBy(evidence, shown, taken);
    if (found.requestId !== null) taken.add(found.requestId);
    const isNews =
      found.requestId !== shown.requestId ||
      found.embedderPolicy !== shown.embedderPolicy ||
      found.isErrorPage !== shown.isErrorPage;
    if (isNews) put(evidence, { ...shown, ...found }, change);
  }
}

/** The request that brought a document: the newest response for its URL before the commit. */
function broughtBy(
  evidence: TabEvidence,
  shown: ShownDocument,
  taken: ReadonlySet<string>,
): Pick<ShownDocument, "requestId" | "embedderPolicy" | "isErrorPage"> {
  const { requestId, embedderPolicy, isErrorPage } = shown;
  const known = { requestId, embedderPolicy, isErrorPage };
  if (requestId !== null && !evidence.requests.has(requestId)) return known;
  // The document may come from the back/forward cache, or was prerendered.
  const first = shown.documentId === null ? null : evidence.documents.firstOf(shown.documentId);
  if (first !== null && first.timeStamp < shown.timeStamp) {
    const { requestId, embedderPolicy, isErrorPage } = first;
    return { requestId, embedderPolicy, isErrorPage };
  }
  let newest: Entry | null = null;
  let id: string | null = null;
  for (const [candidate, entry] of evidence.requests.find("frame", String(shown.frameId))) {
    if (taken.has(candidate) || !mayHaveBrought(entry, shown, evidence.browser)) continue;
    if (newest !== null && newest.read.startedAt > entry.read.startedAt) continue;
    newest = entry;
    id = candidate;
  }
  const hops = newest?.read.hops ?? [];
  const response = hops[hops.length - 1]?.response ?? null;
  return {
    requestId: id,
    embedderPolicy: response && get(response.headers, "Cross-Origin-Embedder-Policy"),
    isErrorPage: newest !== null && response === null,
  };
}

/**
 * Whether a request can have brought a document. A download and a response without content bring none.
 * Without a response, Gecko shows an error page under that URL (seen in 153), and Chromium reports no commit.
 * https://html.spec.whatwg.org/multipage/browsing-the-web.html#loading-a-document
 */
function mayHaveBrought(
  { read }: Entry,
  shown: ShownDocument,
  browser: TabEvidence["browser"],
): boolean {
  const last = read.hops[read.hops.length - 1];
  if (last === undefined || last.redirect !== null) return false;
  // One of the two APIs may report user name and password where the other does not.
  if (withoutUserinfo(last.url) !== withoutUserinfo(shown.url)) return false;
  if (read.startedAt > shown.timeStamp) return false;
  const { response } = last;
  if (response === null) return factsOf(browser).commitsErrorPages && read.ending.kind === "failed";
  if (response.status === 204 || response.status === 205) return false;
  return !/^\s*attachment\b/i.test(get(response.headers, "Content-Disposition") ?? "");
}

function put(evidence: TabEvidence, shown: ShownDocument, change: ChangeBuilder): void {
  evidence.documents.put(shown, change);
  noteContext(evidence, shown, change);
}

/** Marks as changed what was requested since the commit, or by this document before it. */
function noteContext(evidence: TabEvidence, shown: ShownDocument, change: ChangeBuilder): void {
  const { timeStamp, documentId, requestId } = shown;
  if (requestId !== null && evidence.requests.has(requestId)) change.changed.add(requestId);
  for (const [id, entry] of evidence.requests) {
    const { facts } = entry.trace;
    const isItsOwn = documentId !== null && facts.documentId === documentId;
    if ((isItsOwn || entry.read.startedAt >= timeStamp) && isExchange(entry))
      change.changed.add(id);
  }
  for (const [key, call] of evidence.calls) {
    if (isConcerned(call, shown) && isUnsent(call)) change.changed.add(key);
  }
  for (const [id, it] of neverRequested(evidence))
    if (it.timeStamp >= timeStamp) change.changed.add(id);
}

function isConcerned({ trace }: CallEntry, { timeStamp, documentId }: ShownDocument): boolean {
  return trace.startedAt >= timeStamp || (documentId !== null && trace.documentId === documentId);
}
