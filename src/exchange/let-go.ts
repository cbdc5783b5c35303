import { originOf } from "../http/origin.ts";
import type { FromPage, Navigated, SeenByDevTools } from "../observation/observation.ts";
import type { CallTrace } from "./call-trace.ts";
import type { ChangeBuilder } from "./change.ts";
import { removeCall } from "./record-call.ts";
import { forgetViolations, removeElement, removeSighting, removeTiming } from "./record-note.ts";
import { removeRequest } from "./record-request.ts";
import type { Entry, TabLog } from "./tab-log.ts";
import { unasked } from "./unasked.ts";

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
export function letGoOfOldDocument(tab: TabLog, navigated: Navigated, change: ChangeBuilder): void {
  const { timeStamp, documentId, url } = navigated;
  let navigationRequest: string | null = null;
  let newest = Number.NEGATIVE_INFINITY;
  for (const [id, { trace, read }] of tab.entries) {
    if (trace.facts.resourceType !== "main_frame" || read.startedAt < newest) continue;
    if (read.startedAt > timeStamp) continue;
    newest = read.startedAt;
    navigationRequest = id;
  }
  tab.origins.clear();
  tab.origins.add(originOf(url));
  tab.tablessSince = navigationRequest === null ? timeStamp : newest;
  const leaving: Leaving = {
    request: (id, { trace, read }) => {
      if (id === navigationRequest || read.startedAt >= timeStamp) return false;
      if (trace.facts.documentLifecycle === "prerender") return false;
      return trace.facts.documentId === null || trace.facts.documentId !== documentId;
    },
    call: (call) => call.startedAt < timeStamp && call.documentId !== documentId,
    report: (report) => report.timeStamp < timeStamp && report.documentId !== documentId,
    sighting: (seen) => seen.timeStamp < timeStamp,
  };
  letGo(tab, leaving, change);
}

function letGo(tab: TabLog, leaving: Leaving, change: ChangeBuilder): void {
  for (const [id, entry] of [...tab.entries]) {
    // A preflight goes with its request, never alone.
    if (entry.owner === null && leaving.request(id, entry)) removeRequest(tab, id, change);
  }
  const shown = [...unasked(tab).keys()];
  forgetViolations(tab, leaving.report, change);
  for (const [key, settled] of [...tab.elements]) {
    if (leaving.report(settled)) removeElement(tab, key, change);
  }
  for (const [key, timing] of [...tab.timings]) {
    if (leaving.report(timing)) removeTiming(tab, key, change);
  }
  const left = unasked(tab);
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
