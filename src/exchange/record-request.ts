import { get } from "../http/header-list.ts";
import { withoutUserinfo } from "../http/origin.ts";
import type { Browser, RequestObservation } from "../observation/observation.ts";
import type { ChangeBuilder } from "./change.ts";
import { noteAffectedBeside } from "./element-of.ts";
import { type Hop, wasAborted } from "./exchange.ts";
import { addTo, deleteFrom } from "./multi-map.ts";
import { changeNeverRequested, neverRequested } from "./never-requested.ts";
import { around, overlappingAt, type Span } from "./overlapping-spans.ts";
import {
  type PairableHop,
  type PairablePreflight,
  pairPreflights,
  spanOfHop,
} from "./pair-preflights.ts";
import { pairingUrl } from "./pairing-url.ts";
import { pairCallsOf, removeCall } from "./record-call.ts";
import { settleDocuments } from "./record-document.ts";
import {
  forgetReport,
  forgetViolations,
  pairSightingsOf,
  removeElement,
  removeSighting,
  removeTiming,
} from "./record-note.ts";
import {
  isPreflight,
  type ReadTrace,
  type RequestTrace,
  readTrace,
  type TraceEvent,
  withObservation,
} from "./request-trace.ts";
import {
  type CallEntry,
  type Entry,
  isExchange,
  isUnsent,
  noteAsker,
  type TabLog,
} from "./tab-log.ts";
import { requestsTimedBeside, requestsTimedWith } from "./timed-status.ts";

const LET_GO_REMEMBERED = 1000;

/** Takes in one event of a request: what it tells of it, and who belongs to whom by it. */
export function recordRequest(
  tab: TabLog,
  observation: RequestObservation,
  browser: Browser,
  change: ChangeBuilder,
): void {
  const id = observation.requestId;
  if (tab.letGo.has(id)) return;
  const before = tab.entries.get(id);
  const trace = withObservation(before?.trace, observation);
  if (trace === before?.trace) return;
  const read = readTrace(trace);
  change.touched.add(id);
  if (before !== undefined && isExchange(before)) change.removed.add(id);

  const size = trace.events.reduce((sum, event) => sum + sizeOf(event), 0);
  tab.size += size - (before?.size ?? 0);
  const entry: Entry = {
    trace,
    read,
    size,
    groups: groupsOf(trace, read),
    owner: before?.owner ?? null,
    preflights: before?.preflights ?? new Map(),
    call: before?.call ?? null,
    sighting: before?.sighting ?? null,
    interrupted: false,
  };
  const { url } = read.hops[0] as Hop;
  const filedUnder = (before?.read.hops[0] as Hop | undefined)?.url ?? url;
  // Most events change nothing about when and where a request was made.
  const isSame = before !== undefined && url === filedUnder && isSameToOthers(before, entry);
  const known = isSame ? [] : [before, entry];
  noteAffectedBeside(tab, known, change);
  const put = () => {
    tab.entries.set(id, entry);
    if (filedUnder !== url) removeFromIndexes(tab, filedUnder, id);
    addTo(tab.requestsByUrl, url, id);
    addTo(tab.requestsByCallUrl, pairingUrl(url), id);
    pairAnew(tab, id, before, browser, change);
  };
  if (filedUnder === url) changeNeverRequested(tab, url, change, put);
  else
    changeNeverRequested(tab, filedUnder, change, () =>
      changeNeverRequested(tab, url, change, put),
    );
  noteAsker(tab, observation);
  if (isOfLetGo(tab, entry)) {
    removeRequest(tab, id, change);
    return;
  }
  if (BRINGS_DOCUMENTS.has(trace.facts.resourceType)) {
    const { frameId } = trace.facts;
    addTo(tab.navigations, String(frameId), id);
    settleDocuments(tab, frameId, browser, change);
  }
  noteAffectedBeside(tab, known, change);
  for (const one of requestsTimedBeside(tab, before, entry)) change.changed.add(one);
  if (isExchange(entry)) change.changed.add(id);
  else if (entry.owner !== null) change.changed.add(entry.owner.requestId);
}

/** Whether what is newly known of a request leaves elements' reports on others as they are. */
function isSameToOthers(before: Entry, after: Entry): boolean {
  return (
    before.read.startedAt === after.read.startedAt &&
    before.read.endedAt === after.read.endedAt &&
    isExchange(before) === isExchange(after)
  );
}

/** Finds out what a request belongs to, and what to it, now that more is known of it. */
function pairAnew(
  tab: TabLog,
  id: string,
  before: Entry | undefined,
  browser: Browser,
  change: ChangeBuilder,
): void {
  const entry = tab.entries.get(id) as Entry;
  const when = around(spanOf(id, entry, browser), before && spanOf(id, before, browser));
  for (const group of before?.groups ?? []) {
    if (!entry.groups.includes(group)) tab.groups.get(group)?.delete(id);
  }
  for (const group of entry.groups) {
    addTo(tab.groups, group, id);
    pairPreflightsOf(tab, tab.groups.get(group) as Set<string>, when, browser, change);
  }
  const urls = [before ?? entry, entry].map(({ read }) => (read.hops[0] as Hop).url);
  for (const url of new Set(urls)) {
    pairCallsOf(tab, url, when, browser, change);
    pairSightingsOf(tab, url, when, change);
  }
}

/** webRequest's types of what is to be a frame's document. */
const BRINGS_DOCUMENTS: ReadonlySet<string> = new Set(["main_frame", "sub_frame", "object"]);

/** When a request's preflights may begin, and it may. */
function spanOf(id: string, { read }: Entry, browser: Browser): Span {
  const spans = hopsOf(id, read).map((hop) => spanOfHop(hop, browser));
  return spans.reduce((all, span) => around(all, span));
}

function hopsOf(requestId: string, { hops, endedAt, ending }: ReadTrace): PairableHop[] {
  return hops.map((hop, index) => {
    const isLast = index === hops.length - 1;
    const end = { endedAt: isLast ? endedAt : null, wasAborted: isLast && wasAborted(ending) };
    return { requestId, index, hop, ...end };
  });
}

/**
 * Pairs a group anew: what is known of its requests may have changed who belongs to whom.
 *
 * @param when what is newly known of them: preflights of other times keep the hop that they have.
 */
function pairPreflightsOf(
  tab: TabLog,
  members: ReadonlySet<string>,
  when: Span,
  browser: Browser,
  change: ChangeBuilder,
): void {
  const hops: PairableHop[] = [];
  const preflights: PairablePreflight[] = [];
  for (const requestId of members) {
    const { read } = tab.entries.get(requestId) as Entry;
    if (isPreflight(read) === true) preflights.push({ requestId, read });
  }
  if (preflights.length === 0) return;
  for (const requestId of members) {
    const { read } = tab.entries.get(requestId) as Entry;
    if (isPreflight(read) !== true) hops.push(...hopsOf(requestId, read));
  }
  const begunIn = (span: Span) =>
    preflights.filter(({ read: { startedAt } }) => startedAt >= span[0] && startedAt <= span[1]);
  const owners = new Map<string, PairableHop | null>();
  for (const { requestId } of begunIn(when)) owners.set(requestId, null);
  for (const group of overlappingAt(hops, (hop) => spanOfHop(hop, browser), when)) {
    const within = begunIn(group.span);
    const pairing = pairPreflights(group.members, within, browser);
    for (const { requestId } of within) owners.set(requestId, pairing.get(requestId) ?? null);
  }
  for (const [requestId, owner] of owners) putOwner(tab, requestId, owner, change);
}

function putOwner(
  tab: TabLog,
  requestId: string,
  owner: PairableHop | null,
  change: ChangeBuilder,
): void {
  const entry = tab.entries.get(requestId) as Entry;
  if (owner?.requestId === entry.owner?.requestId && owner?.index === entry.owner?.index) return;
  const wasExchange = isExchange(entry);
  noteAffectedBeside(tab, [entry], change);
  if (entry.owner !== null) {
    const old = tab.entries.get(entry.owner.requestId);
    if (old?.preflights.get(entry.owner.index) === requestId) {
      old.preflights.delete(entry.owner.index);
    }
    change.changed.add(entry.owner.requestId);
  }
  entry.owner = owner;
  if (owner !== null) {
    tab.entries.get(owner.requestId)?.preflights.set(owner.index, requestId);
    change.changed.add(owner.requestId);
    if (wasExchange) change.removed.add(requestId);
  } else if (isExchange(entry)) change.changed.add(requestId);
  // A timeline's entry may be about it now, or no longer.
  if (wasExchange !== isExchange(entry)) {
    for (const id of requestsTimedWith(tab, entry)) change.changed.add(id);
    noteAffectedBeside(tab, [entry], change);
  }
}

/** Forgets a request and what belongs to it alone. */
export function removeRequest(tab: TabLog, id: string, change: ChangeBuilder): void {
  const entry = tab.entries.get(id);
  if (entry === undefined) return;
  const { url } = entry.read.hops[0] as Hop;
  const neverRequestedBefore = neverRequested(tab, url);
  tab.entries.delete(id);
  tab.size -= entry.size;
  for (const group of entry.groups) deleteFrom(tab.groups, group, id);
  deleteFrom(tab.navigations, String(entry.trace.facts.frameId), id);
  removeFromIndexes(tab, url, id);
  if (!tab.requestsByUrl.has(url)) {
    // Without their request they would look as if there had been none.
    for (const key of [...(tab.elementsByUrl.get(url) ?? [])]) removeElement(tab, key, change);
    forgetViolations(tab, (it) => it.violation.blockedUrl === url, change);
    for (const key of [...(tab.timingsByUrl.get(url) ?? [])]) removeTiming(tab, key, change);
    for (const key of tab.callsByUrl.get(pairingUrl(url)) ?? []) {
      if (isUnsent(tab.calls.get(key) as CallEntry)) change.changed.add(key);
    }
  }
  const neverRequestedNow = neverRequested(tab, url);
  for (const never of neverRequestedBefore.keys()) {
    if (!neverRequestedNow.has(never)) change.removed.add(never);
  }
  for (const [never, note] of neverRequestedNow) {
    const key = neverRequestedBefore.has(never) ? undefined : tab.noteKeys.get(note);
    if (key !== undefined) forgetReport(tab, key, change);
  }
  for (const one of requestsTimedBeside(tab, entry, undefined)) change.changed.add(one);
  noteAffectedBeside(tab, [entry], change);
  rememberLetGo(tab, id, entry);
  // A preflight goes with its request, never alone.
  for (const preflight of entry.preflights.values()) removeRequest(tab, preflight, change);
  change.forgotten.add(id);
  if (entry.owner === null) change.removed.add(id);
  if (entry.call !== null) removeCall(tab, entry.call, change);
  if (entry.sighting !== null) removeSighting(tab, entry.sighting, change);
}

/** Keeps in mind what may still be told of a request that is let go. */
function rememberLetGo(tab: TabLog, id: string, { groups, read }: Entry): void {
  const { ending, hops } = read;
  const { method, response } = hops[hops.length - 1] as Hop;
  const remember = (what: string) => {
    tab.letGo.delete(what);
    tab.letGo.add(what);
    const [oldest] = tab.letGo;
    if (tab.letGo.size > LET_GO_REMEMBERED && oldest !== undefined) tab.letGo.delete(oldest);
  };
  if (ending.kind === "pending") remember(id);
  // Its preflight may come after it was given up.
  if (response === null && isPreflight(read) !== true) {
    for (const group of groups) remember(`${method} ${group}`);
  }
}

/** Whether a preflight without a request is that of one that was let go. */
function isOfLetGo(tab: TabLog, { groups, owner, read }: Entry): boolean {
  if (owner !== null || tab.letGo.size === 0 || isPreflight(read) !== true) return false;
  const { requestHeaders } = read.hops[0] as Hop;
  const method = requestHeaders && get(requestHeaders, "Access-Control-Request-Method");
  return groups.some((group) => tab.letGo.has(`${method} ${group}`));
}

function removeFromIndexes(tab: TabLog, url: string, id: string): void {
  deleteFrom(tab.requestsByUrl, url, id);
  deleteFrom(tab.requestsByCallUrl, pairingUrl(url), id);
}

/** Requests pair within one document and URL. */
function groupsOf(trace: RequestTrace, read: ReadTrace): string[] {
  const { frameId, documentId } = trace.facts;
  const urls = new Set(read.hops.map((hop) => withoutUserinfo(hop.url)));
  return [...urls].map((url) => groupKey(frameId, documentId, url));
}

function groupKey(frameId: number, documentId: string | null, url: string): string {
  return `${frameId} ${documentId ?? ""} ${url}`;
}

function sizeOf(event: TraceEvent): number {
  let size = 250 + event.url.length;
  if ("headers" in event && event.headers !== null) {
    for (const [name, value] of event.headers) size += name.length + value.length + 8;
  }
  return size;
}
