import { originOf } from "../http/origin.ts";
import type { FromPage, SeenByDevTools } from "../observation/observation.ts";
import type { CallTrace } from "./call-trace.ts";
import type { ChangeBuilder } from "./change.ts";
import { neverRequested } from "./never-requested.ts";
import { removeCall } from "./record-call.ts";
import { forgetViolations, removeElement, removeSighting, removeTiming } from "./record-note.ts";
import { removeRequest } from "./record-request.ts";
import type { ShownDocument } from "./shown-documents.ts";
import { type Entry, isNavigation, type TabLog } from "./tab-log.ts";

/** What of a tab is let go. */
interface Leaving {
  request(id: string, entry: Entry): boolean;
  /** Of the calls that no request came of. */
  call(call: CallTrace): boolean;
  report(report: FromPage): boolean;
  /** Of what DevTools told of no request that is known. */
  sighting(seen: SeenByDevTools): boolean;
}

/** Lets go of all that is recorded of a tab. */
export function letGoOfAll(tab: TabLog, change: ChangeBuilder): void {
  const all = () => true;
  letGo(tab, { request: all, call: all, report: all, sighting: all }, change);
}

/** A new document took the tab: what belonged to the old one goes. */
export function letGoOfOldDocument(tab: TabLog, page: ShownDocument, change: ChangeBuilder): void {
  tab.page = page;
  tab.tablessSince = page.timeStamp;
  letGo(
    tab,
    {
      request: (id, entry) => isEarlierRequest(tab, id, entry),
      call: (call) => isOfEarlierPage(tab, call, call.startedAt),
      report: (report) => isOfEarlierPage(tab, report, report.timeStamp),
      sighting: (seen) => seen.timeStamp < page.timeStamp,
    },
    change,
  );
  tab.origins.clear();
  for (const origin of originsOf(tab)) tab.origins.add(origin);
}

/** A request of an earlier page may be told of, or turn out to be one, when that page is gone. */
export function letGoOfLatecomer(tab: TabLog, id: string, change: ChangeBuilder): void {
  const entry = tab.entries.get(id);
  const subject = entry?.owner == null ? entry : tab.entries.get(entry.owner.requestId);
  if (subject === undefined) return;
  if (isEarlierRequest(tab, entry?.owner?.requestId ?? id, subject)) removeRequest(tab, id, change);
}

/** After a restart, the page before which nothing is kept is that of the last navigation which let go. */
export function resumePage(tab: TabLog): void {
  const page = tab.documents.ofFrame(0).findLast((it) => !it.preserved) ?? null;
  if (page === null) return;
  tab.page = page;
  tab.tablessSince = page.timeStamp;
}

/** Whether a request belongs to a page that the tab no longer shows. */
function isEarlierRequest({ documents, page }: TabLog, id: string, entry: Entry): boolean {
  if (page === null || entry.read.startedAt >= page.timeStamp) return false;
  const { facts } = entry.trace;
  const current = documents.shownIn(0, page.timeStamp) ?? page;
  if (id === current.requestId) return false;
  const { startedAt, ending } = entry.read;
  if (facts.resourceType === "main_frame") {
    // Of what is still under way, the next page may come.
    const before = documents.ofFrame(0).findLast((it) => it.timeStamp < page.timeStamp);
    return ending.kind !== "pending" || startedAt < (before?.timeStamp ?? 0);
  }
  const asker = isNavigation(entry.trace)
    ? { frameId: facts.parentFrameId, parentFrameId: -1, documentId: null }
    : facts;
  return !isWithin(documents.around(asker, startedAt), facts.documentId, page);
}

/** Whether something that a document told of, at that time, was about an earlier page. */
export function isOfEarlierPage(
  { documents, page }: TabLog,
  { frameId, documentId }: Pick<FromPage, "frameId" | "documentId">,
  at: number,
): boolean {
  if (page === null || at >= page.timeStamp) return false;
  const around = documents.around({ frameId, parentFrameId: -1, documentId }, at);
  return !isWithin(around, documentId, page);
}

/** Whether a document is the page, or in it: it may have been rendered before it was shown. */
function isWithin(
  around: readonly ShownDocument[],
  own: string | null,
  { documentId }: ShownDocument,
): boolean {
  if (documentId === null) return false;
  return own === documentId || around.some((it) => it.documentId === documentId);
}

/** The origins of the documents that are there, and of what asks in them. */
function* originsOf({ documents, page, entries }: TabLog): Iterable<string> {
  if (page !== null) yield originOf(page.url);
  for (const it of documents.all()) {
    const chain = documents.around(it, it.timeStamp);
    if (page !== null && isWithin(chain, it.documentId, page)) yield originOf(it.url);
  }
  for (const { trace } of entries.values()) {
    const { initiator, resourceType } = trace.facts;
    if (initiator !== null && resourceType !== "main_frame") yield initiator;
  }
}

function letGo(tab: TabLog, leaving: Leaving, change: ChangeBuilder): void {
  const shown = [...neverRequested(tab).keys()];
  forgetViolations(tab, leaving.report, change);
  for (const [key, settled] of [...tab.elements]) {
    if (leaving.report(settled)) removeElement(tab, key, change);
  }
  for (const [key, timing] of [...tab.timings]) {
    if (leaving.report(timing)) removeTiming(tab, key, change);
  }
  // After the reports: of each request that goes, those that are left are gone through.
  for (const [id, entry] of [...tab.entries]) {
    // A preflight goes with its request, never alone.
    if (entry.owner === null && leaving.request(id, entry)) removeRequest(tab, id, change);
  }
  const left = neverRequested(tab);
  for (const id of shown) if (!left.has(id)) change.removed.add(id);
  for (const [key, call] of [...tab.calls]) {
    const owner = call.requestId === null ? undefined : tab.entries.get(call.requestId);
    const gone = call.requestId === null ? leaving.call(call.trace) : owner === undefined;
    if (gone) removeCall(tab, key, change);
  }
  for (const [key, { seen, requestId }] of [...tab.sightings]) {
    // What DevTools told of a request stays with it.
    if (!tab.entries.has(requestId ?? "") && leaving.sighting(seen)) {
      removeSighting(tab, key, change);
    }
  }
  if (tab.entries.size === 0) {
    tab.dropped = 0;
    tab.oversized.clear();
  }
}
