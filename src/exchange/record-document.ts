import { factsOf } from "../browsers/facts-of.ts";
import { get } from "../http/header-list.ts";
import { originOf, withoutUserinfo } from "../http/origin.ts";
import type { Browser } from "../observation/observation.ts";
import type { ChangeBuilder } from "./change.ts";
import { neverRequested } from "./never-requested.ts";
import { type ShownDocument, ShownDocuments } from "./shown-documents.ts";
import { type CallEntry, type Entry, isExchange, isUnsent, type TabLog } from "./tab-log.ts";

/** Keeps a document that a frame shows from now on, and finds the request that brought it. */
export function recordDocument(
  tab: TabLog,
  shown: ShownDocument,
  browser: Browser,
  change: ChangeBuilder,
): void {
  put(tab, shown, change);
  const origin = originOf(shown.url);
  if (origin !== "null") tab.origins.add(origin);
  settleDocuments(tab, shown.frameId, browser, change);
  for (const old of tab.documents.superfluous()) forgetDocument(tab, old, change);
}

/**
 * Finds out which of a frame's requests brought which of its documents. Observations come in any
 * order: a request's response may be told after its document is shown.
 */
export function settleDocuments(
  tab: TabLog,
  frameId: number,
  browser: Browser,
  change: ChangeBuilder,
): void {
  const taken = new Set<string>();
  for (const shown of tab.documents.ofFrame(frameId)) {
    const found = broughtBy(tab, shown, taken, browser);
    if (found.requestId !== null) taken.add(found.requestId);
    const isNews =
      found.requestId !== shown.requestId ||
      found.embedderPolicy !== shown.embedderPolicy ||
      found.isErrorPage !== shown.isErrorPage;
    if (isNews) put(tab, { ...shown, ...found }, change);
  }
}

/** The request that brought a document: the newest response of its URL before it was shown. */
function broughtBy(
  tab: TabLog,
  shown: ShownDocument,
  taken: ReadonlySet<string>,
  browser: Browser,
): Pick<ShownDocument, "requestId" | "embedderPolicy" | "isErrorPage"> {
  const { requestId, embedderPolicy, isErrorPage } = shown;
  const known = { requestId, embedderPolicy, isErrorPage };
  if (requestId !== null && !tab.entries.has(requestId)) return known;
  // It may come from the back/forward cache, or was rendered before it was shown.
  const first = shown.documentId === null ? null : tab.documents.firstOf(shown.documentId);
  if (first !== null && first.timeStamp < shown.timeStamp) {
    const { requestId, embedderPolicy, isErrorPage } = first;
    return { requestId, embedderPolicy, isErrorPage };
  }
  let newest: Entry | null = null;
  let id: string | null = null;
  for (const candidate of tab.navigations.get(String(shown.frameId)) ?? []) {
    const entry = tab.entries.get(candidate) as Entry;
    if (taken.has(candidate) || !mayHaveBrought(entry, shown, browser)) continue;
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
 * Whether a request can have brought a document. A download and a response without content bring
 * none; where there was no response at all, Gecko shows an error page under that URL (seen in 153),
 * and Chromium says nothing of its own.
 * https://html.spec.whatwg.org/multipage/browsing-the-web.html#loading-a-document
 */
function mayHaveBrought({ read }: Entry, shown: ShownDocument, browser: Browser): boolean {
  const last = read.hops[read.hops.length - 1];
  if (last === undefined || last.redirect !== null) return false;
  // Where one of the two APIs tells of userinfo, the other need not.
  if (withoutUserinfo(last.url) !== withoutUserinfo(shown.url)) return false;
  if (read.startedAt > shown.timeStamp) return false;
  const { response } = last;
  if (response === null) return factsOf(browser).commitsErrorPages && read.ending.kind === "failed";
  if (response.status === 204 || response.status === 205) return false;
  return !/^\s*attachment\b/i.test(get(response.headers, "Content-Disposition") ?? "");
}

/** Forgets a document that was shown. */
export function forgetDocument(tab: TabLog, shown: ShownDocument, change: ChangeBuilder): void {
  const key = ShownDocuments.keyOf(shown);
  tab.documents.delete(shown);
  tab.notes.delete(key);
  tab.reportsSize -= sizeOf(shown);
  change.forgotten.add(key);
}

function put(tab: TabLog, shown: ShownDocument, change: ChangeBuilder): void {
  const noteKey = ShownDocuments.keyOf(shown);
  const before = tab.notes.get(noteKey)?.note as ShownDocument | undefined;
  tab.reportsSize += sizeOf(shown) - (before === undefined ? 0 : sizeOf(before));
  tab.documents.put(shown);
  tab.notes.set(noteKey, { noteKey, note: shown });
  change.touched.add(noteKey);
  noteContext(tab, shown, change);
}

/** What was asked since then, or by this document before it was known, may be seen otherwise now. */
function noteContext(tab: TabLog, shown: ShownDocument, change: ChangeBuilder): void {
  const { timeStamp, documentId, requestId } = shown;
  if (requestId !== null && tab.entries.has(requestId)) change.changed.add(requestId);
  for (const [id, entry] of tab.entries) {
    const { facts } = entry.trace;
    const isItsOwn = documentId !== null && facts.documentId === documentId;
    if ((isItsOwn || entry.read.startedAt >= timeStamp) && isExchange(entry))
      change.changed.add(id);
  }
  for (const [key, call] of tab.calls) {
    if (isConcerned(call, shown) && isUnsent(call)) change.changed.add(key);
  }
  for (const [id, it] of neverRequested(tab)) if (it.timeStamp >= timeStamp) change.changed.add(id);
}

function isConcerned({ trace }: CallEntry, { timeStamp, documentId }: ShownDocument): boolean {
  return trace.startedAt >= timeStamp || (documentId !== null && trace.documentId === documentId);
}

function sizeOf({ url, embedderPolicy }: ShownDocument): number {
  return 500 + url.length + (embedderPolicy?.length ?? 0);
}
