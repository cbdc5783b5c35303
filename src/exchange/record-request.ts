import { withoutUserinfo } from "../http/origin.ts";
import type { RequestObservation } from "../observation/observation.ts";
import type { ChangeBuilder } from "./change.ts";
import { noteAffectedBeside } from "./element-of.ts";
import { changeNeverRequested, neverRequested, reportKeyOf } from "./never-requested.ts";
import { around, overlappingAt, type Span } from "./overlapping-spans.ts";
import {
  mayOwn,
  type PairableHop,
  type PairablePreflight,
  pairableHops,
  pairPreflights,
  spanOfHop,
} from "./pair-preflights.ts";
import { pairingUrl } from "./pairing-url.ts";
import { pairCallsOf, removeCall } from "./record-call.ts";
import { settleDocuments } from "./record-document.ts";
import { forgetDevToolsEntry, forgetReport, pairEntriesOf } from "./record-report.ts";
import {
  type ReadTrace,
  type RequestEvents,
  readTrace,
  withObservation,
} from "./request-events.ts";
import {
  type Entry,
  isExchange,
  isUnsent,
  mayBringDocument,
  type Owner,
  type Preflights,
  type TabEvidence,
} from "./tab-evidence.ts";
import { requestsTimedBeside, requestsTimedWith } from "./timed-status.ts";

/** Records one event of a request, and pairs the request again. */
export function recordRequest(
  evidence: TabEvidence,
  observation: RequestObservation,
  change: ChangeBuilder,
): void {
  const before = evidence.requests.get(observation.requestId);
  const trace = withObservation(before?.trace, observation, before?.mayLack);
  if (trace === before?.trace) return;
  if (before !== undefined) before.interrupted = before.mayLack = false;
  recordTrace(evidence, trace, change);
  const owner = evidence.requests.get(observation.requestId)?.owner ?? null;
  const request = evidence.requests.get(owner?.isSure ? owner.requestId : null);
  if (request) request.interrupted = false;
}

/** Records everything known about a request. */
export function recordTrace(
  evidence: TabEvidence,
  trace: RequestEvents,
  change: ChangeBuilder,
): void {
  const id = trace.facts.requestId;
  const before = evidence.requests.get(id);
  const wasExchange = before !== undefined && isExchange(before);
  if (wasExchange) change.removed.add(id);
  const entry = entryOf(trace, before);
  // Most events do not change when and where a request was made.
  const isSame =
    before !== undefined && isSameToOthers(before, entry) && wasExchange === isExchange(entry);
  const known = isSame ? [] : [before, entry];
  const urls = new Set([before ?? entry, entry].map(({ read }) => read.url));
  noteAffectedBeside(evidence, known, change);
  changeNeverRequested(evidence, [...urls], change, () => {
    evidence.requests.put(id, entry, change);
    pairAnew(evidence, id, entry, before, change);
  });
  if (entry.owner === null && evidence.evicted.hadPreflight(entry.groups, entry.read)) {
    removeRequest(evidence, id, change);
    return;
  }
  if (mayBringDocument(trace)) {
    settleDocuments(evidence, trace.facts.frameId, change);
  }
  noteAffectedBeside(evidence, known, change);
  for (const one of requestsTimedBeside(evidence, before, entry)) change.changed.add(one);
  if (isExchange(entry)) change.changed.add(id);
  else if (entry.owner !== null) change.changed.add(entry.owner.requestId);
}

/** Shared by all requests, because most have none. */
const NO_PREFLIGHTS: Preflights = {};

/** A request's current entry, with the pairs found so far. */
function entryOf(trace: RequestEvents, before: Entry | undefined): Entry {
  const read = readTrace(trace);
  return {
    trace,
    read,
    groups: groupsOf(trace, read),
    owner: before?.owner ?? null,
    preflights: before?.preflights ?? NO_PREFLIGHTS,
    maybePreflights: before?.maybePreflights ?? NO_PREFLIGHTS,
    call: before?.call ?? null,
    devToolsEntry: before?.devToolsEntry ?? null,
    interrupted: before?.interrupted ?? false,
    mayLack: before?.mayLack ?? false,
  };
}

/** Whether the new facts about a request do not affect elements' reports on other requests. */
function isSameToOthers(before: Entry, after: Entry): boolean {
  return (
    before.read.url === after.read.url &&
    before.read.startedAt === after.read.startedAt &&
    before.read.endedAt === after.read.endedAt
  );
}

/** Pairs a request again, now that more is known about it. */
function pairAnew(
  evidence: TabEvidence,
  id: string,
  entry: Entry,
  before: Entry | undefined,
  change: ChangeBuilder,
): void {
  const { browser } = evidence;
  const when = around(spanOf(id, entry, browser), before && spanOf(id, before, browser));
  for (const group of entry.groups) pairPreflightsOf(evidence, group, when, change);
  const urls = [before ?? entry, entry].map(({ read }) => read.url);
  for (const url of new Set(urls)) {
    pairCallsOf(evidence, url, when, change);
    pairEntriesOf(evidence, url, when, change);
  }
}

/** When a request, and its preflights, may begin. */
function spanOf(id: string, { read }: Entry, browser: TabEvidence["browser"]): Span {
  const spans = pairableHops(id, read).map((hop) => spanOfHop(hop, browser));
  return spans.reduce((all, span) => around(all, span));
}

/**
 * Pairs a group's preflights again, because new facts about its requests may change the pairs.
 *
 * @param when the time of the new facts: preflights of other times keep their hops.
 */
function pairPreflightsOf(
  evidence: TabEvidence,
  group: string,
  when: Span,
  change: ChangeBuilder,
): void {
  const { browser } = evidence;
  const inGroup = evidence.requests.find("group", group);
  const hops: PairableHop[] = [];
  const preflights: PairablePreflight[] = [];
  const unclear: PairablePreflight[] = [];
  const others: PairablePreflight[] = [];
  for (const [requestId, { read, trace }] of inGroup) {
    const { isPreflight, whole } = read;
    const isUnclear = isPreflight === null && (!whole || trace.gaps);
    (isPreflight ? preflights : isUnclear ? unclear : others).push({ requestId, read });
  }
  // These requests may have been unclear before.
  for (const { requestId } of others) putOwner(evidence, requestId, null, change);
  if (preflights.length + unclear.length === 0) return;
  for (const { requestId, read } of others) hops.push(...pairableHops(requestId, read));
  for (const { requestId, read } of unclear) {
    const owner = hops.find((hop) => mayOwn(hop, read, browser));
    putOwner(evidence, requestId, owner ? { ...owner, isSure: false } : null, change);
  }
  const begunIn = (span: Span) =>
    preflights.filter(({ read: { startedAt } }) => startedAt >= span[0] && startedAt <= span[1]);
  const owners = new Map<string, PairableHop | null>();
  for (const { requestId } of begunIn(when)) owners.set(requestId, null);
  for (const { span, members } of overlappingAt(hops, (hop) => spanOfHop(hop, browser), when)) {
    const within = begunIn(span);
    const pairing = pairPreflights(members, within, browser);
    for (const { requestId } of within) owners.set(requestId, pairing.get(requestId) ?? null);
  }
  for (const [requestId, owner] of owners) {
    putOwner(evidence, requestId, owner && { ...owner, isSure: true }, change);
  }
}

function putOwner(
  evidence: TabEvidence,
  requestId: string,
  owner: Owner | null,
  change: ChangeBuilder,
): void {
  const entry = evidence.requests.get(requestId) as Entry;
  if (isSameOwner(owner, entry.owner)) return;
  const wasExchange = isExchange(entry);
  noteAffectedBeside(evidence, [entry], change);
  if (entry.owner !== null) {
    const { index } = entry.owner;
    changePreflights(evidence, entry.owner, (all) => {
      const { [index]: old, ...others } = all;
      return old === requestId ? others : all;
    });
    change.changed.add(entry.owner.requestId);
  }
  entry.owner = owner;
  if (owner !== null) {
    changePreflights(evidence, owner, (all) => ({ ...all, [owner.index]: requestId }));
    change.changed.add(owner.requestId);
    change.removed.add(requestId);
  } else if (isExchange(entry)) change.changed.add(requestId);
  // A timeline's entry may now be about this request, or no longer.
  if (wasExchange !== isExchange(entry)) {
    for (const id of requestsTimedWith(evidence, entry)) change.changed.add(id);
    noteAffectedBeside(evidence, [entry], change);
  }
}

const isSameOwner = (a: Owner | null, b: Owner | null): boolean =>
  a?.requestId === b?.requestId && a?.index === b?.index && a?.isSure === b?.isSure;

/** Changes the request's preflights, or its possible ones where the owner is not certain. */
function changePreflights(
  { requests }: TabEvidence,
  { requestId, isSure }: Owner,
  changed: (all: Preflights) => Preflights,
): void {
  const request = requests.get(requestId);
  if (request === undefined) return;
  const which = isSure ? "preflights" : "maybePreflights";
  request[which] = changed(request[which]);
}

/** Forgets a request and everything that belongs only to it. */
export function removeRequest(evidence: TabEvidence, id: string, change: ChangeBuilder): void {
  const entry = evidence.requests.get(id);
  if (entry === undefined) return;
  const url = entry.read.url;
  const neverRequestedBefore = neverRequested(evidence, url);
  evidence.requests.forget(id, change);
  if (evidence.requests.find("url", url).size === 0) forgetAllOf(evidence, url, change);
  const neverRequestedNow = neverRequested(evidence, url);
  for (const never of neverRequestedBefore.keys()) {
    if (!neverRequestedNow.has(never)) change.removed.add(never);
  }
  for (const never of neverRequestedNow.keys()) {
    const key = neverRequestedBefore.has(never) ? null : reportKeyOf(never);
    if (key !== null) forgetReport(evidence, key, change);
  }
  for (const one of requestsTimedBeside(evidence, entry, undefined)) change.changed.add(one);
  noteAffectedBeside(evidence, [entry], change);
  evidence.evicted.remember(id, entry.groups, entry.read);
  // A preflight is removed with its request, never alone.
  for (const preflights of [entry.preflights, entry.maybePreflights]) {
    for (const preflight of Object.values(preflights)) removeRequest(evidence, preflight, change);
  }
  if (entry.owner === null) change.removed.add(id);
  if (entry.call !== null) removeCall(evidence, entry.call, change);
  if (entry.devToolsEntry !== null) forgetDevToolsEntry(evidence, entry.devToolsEntry, change);
}

/** Forgets the reports of a URL: without its requests the URL would look never requested. */
function forgetAllOf(evidence: TabEvidence, url: string, change: ChangeBuilder): void {
  for (const store of [evidence.elements, evidence.violations, evidence.timings]) {
    for (const [key] of store.find("url", url)) store.forget(key, change);
  }
  for (const [key, call] of evidence.calls.find("callUrl", pairingUrl(url))) {
    if (isUnsent(call)) change.changed.add(key);
  }
}

/** The groups of a request: pairs are within one document and URL. */
function groupsOf(trace: RequestEvents, read: ReadTrace): string[] {
  const { frameId, documentId } = trace.facts;
  const urls = new Set(read.hops.map((hop) => withoutUserinfo(hop.url)));
  return [...urls].map((url) => `${frameId} ${documentId ?? ""} ${url}`);
}
