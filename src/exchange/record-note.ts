import type {
  ElementSettled,
  PolicyViolated,
  ResourceTimed,
  SeenByDevTools,
} from "../observation/observation.ts";
import type { ChangeBuilder } from "./change.ts";
import { requestsAffectedBy } from "./element-of.ts";
import type { Hop } from "./exchange.ts";
import { askersOf } from "./header-lines.ts";
import { addTo, deleteFrom } from "./multi-map.ts";
import { changeNeverRequested, neverRequested } from "./never-requested.ts";
import { overlappingAt, type Span } from "./overlapping-spans.ts";
import { pairSightings, spanOfSighting } from "./pair-sightings.ts";
import { pairingUrl } from "./pairing-url.ts";
import {
  type CallEntry,
  type Entry,
  isExchange,
  isUnsent,
  type Note,
  requestsBegunIn,
  type Sighting,
  type TabLog,
} from "./tab-log.ts";
import { requestsSpannedBy } from "./timed-status.ts";

const VIOLATIONS_REMEMBERED = 200;

/**
 * Keeps what is noted beside requests and calls, also for when the worker has died.
 *
 * @param noteKey under which it is stored; what is there already is not taken twice.
 * @param most how many sightings, and how many timings, a tab keeps; beyond it the oldest goes.
 */
export function takeNote(
  tab: TabLog,
  note: Note,
  noteKey: string,
  most: number,
  change: ChangeBuilder,
): void {
  if (tab.notes.has(noteKey)) return;
  tab.notes.set(noteKey, { noteKey, note });
  tab.noteKeys.set(note, noteKey);
  change.touched.add(noteKey);
  if (note.kind === "policy-violated") recordViolation(tab, note, change);
  else if (note.kind === "seen-by-devtools") recordSighting(tab, noteKey, note, most, change);
  else if (note.kind === "resource-timed") recordTiming(tab, noteKey, note, most, change);
  else recordElement(tab, noteKey, note, most, change);
}

/** Forgets one report, whatever it is about, while the requests that it may be about stay. */
export function forgetReport(tab: TabLog, noteKey: string, change: ChangeBuilder): void {
  const note = tab.notes.get(noteKey)?.note;
  if (note === undefined || note.kind === "navigated") return;
  if (note.kind === "seen-by-devtools") removeSighting(tab, noteKey, change);
  else if (note.kind === "resource-timed") {
    removeTiming(tab, noteKey, change);
    noteTimed(tab, note, change);
  } else if (note.kind === "policy-violated") {
    changeNeverRequested(tab, note.violation.blockedUrl, change, () =>
      forgetViolations(tab, (it) => it === note, change),
    );
  } else {
    changeNeverRequested(tab, note.element.url, change, () => removeElement(tab, noteKey, change));
    for (const id of requestsAffectedBy(tab, note)) change.changed.add(id);
  }
}

/** Forgets those of a tab's violations that the predicate picks. */
export function forgetViolations(
  tab: TabLog,
  which: (violation: PolicyViolated) => boolean,
  change: ChangeBuilder,
): void {
  for (const it of [...tab.violations]) {
    if (!which(it)) continue;
    tab.violations.splice(tab.violations.indexOf(it), 1);
    tab.reportsSize -= sizeOfViolation(it);
    forgetNote(tab, it, change);
  }
}

function forgetNote(tab: TabLog, note: Note, change: ChangeBuilder): void {
  const key = tab.noteKeys.get(note);
  if (key === undefined) return;
  tab.noteKeys.delete(note);
  tab.notes.delete(key);
  change.forgotten.add(key);
}

/** Keeps a violation until the call that it stopped is looked at; few are ever needed. */
function recordViolation(tab: TabLog, observation: PolicyViolated, change: ChangeBuilder): void {
  const { blockedUrl } = observation.violation;
  changeNeverRequested(tab, blockedUrl, change, () => {
    tab.violations.push(observation);
    tab.reportsSize += sizeOfViolation(observation);
  });
  // An element's exchange tells of its violation.
  for (const id of neverRequested(tab, blockedUrl).keys()) change.changed.add(id);
  const [oldest] = tab.violations;
  if (tab.violations.length > VIOLATIONS_REMEMBERED && oldest !== undefined) {
    changeNeverRequested(tab, oldest.violation.blockedUrl, change, () =>
      forgetViolations(tab, (it) => it === oldest, change),
    );
  }
  for (const [key, call] of tab.calls) {
    if (call.trace.frameId === observation.frameId && isUnsent(call)) change.changed.add(key);
  }
  for (const id of tab.requestsByUrl.get(blockedUrl) ?? []) {
    if (isExchange(tab.entries.get(id) as Entry)) change.changed.add(id);
  }
}

/** What an element tells may come before the last events of its request, or after. */
function recordElement(
  tab: TabLog,
  key: string,
  observation: ElementSettled,
  most: number,
  change: ChangeBuilder,
): void {
  const { element } = observation;
  changeNeverRequested(tab, element.url, change, () => {
    tab.elements.set(key, observation);
    tab.reportsSize += sizeOfElement(observation);
    addTo(tab.elementsByUrl, element.url, key);
  });
  const [oldest] = tab.elements.keys();
  if (tab.elements.size > most && oldest !== undefined) forgetReport(tab, oldest, change);
  // Not those of its document alone: an initial document's requests are told as its creator's.
  for (const id of requestsAffectedBy(tab, observation)) change.changed.add(id);
}

/** Forgets what an element told. */
export function removeElement(tab: TabLog, key: string, change: ChangeBuilder): void {
  const settled = tab.elements.get(key);
  if (settled === undefined) return;
  tab.elements.delete(key);
  deleteFrom(tab.elementsByUrl, settled.element.url, key);
  tab.reportsSize -= sizeOfElement(settled);
  forgetNote(tab, settled, change);
}

function recordSighting(
  tab: TabLog,
  key: string,
  seen: SeenByDevTools,
  most: number,
  change: ChangeBuilder,
): void {
  tab.sightings.set(key, { seen, requestId: null });
  tab.reportsSize += sizeOfSighting(seen);
  addTo(tab.sightingsByUrl, seen.url, key);
  const [oldest] = tab.sightings.keys();
  if (tab.sightings.size > most && oldest !== undefined) {
    removeSighting(tab, oldest, change);
  }
  pairSightingsOf(tab, seen.url, spanOfSighting(seen), change);
  for (const id of neverRequested(tab, seen.url).keys()) change.changed.add(id);
  if (seen.allowOrigin !== null) for (const id of askersOf(tab, seen.url)) change.changed.add(id);
}

/** Forgets what DevTools told of a request. */
export function removeSighting(tab: TabLog, key: string, change: ChangeBuilder): void {
  const sighting = tab.sightings.get(key);
  if (sighting === undefined) return;
  const { seen, requestId } = sighting;
  tab.sightings.delete(key);
  deleteFrom(tab.sightingsByUrl, seen.url, key);
  tab.reportsSize -= sizeOfSighting(seen);
  forgetNote(tab, seen, change);
  const entry = tab.entries.get(requestId ?? "");
  if (entry?.sighting === key) entry.sighting = null;
  if (requestId !== null && entry !== undefined && isExchange(entry)) change.changed.add(requestId);
  for (const id of neverRequested(tab, seen.url).keys()) change.changed.add(id);
}

/**
 * Pairs what DevTools told of one URL with its requests anew.
 *
 * @param when what is newly known of them: what was told of other times keeps what it has.
 */
export function pairSightingsOf(tab: TabLog, url: string, when: Span, change: ChangeBuilder): void {
  const keys = tab.sightingsByUrl.get(url);
  if (keys === undefined) return;
  let isNews = false;
  const sightings = Array.from(keys, (key) => [key, tab.sightings.get(key) as Sighting] as const);
  for (const group of overlappingAt(sightings, ([, { seen }]) => spanOfSighting(seen), when)) {
    const seen = new Map(group.members.map(([key, sighting]) => [key, sighting.seen]));
    const requests = requestsBegunIn(tab, url, group.span).map(([requestId, { read }]) => {
      const { method } = read.hops[0] as Hop;
      return { requestId, method, startedAt: read.startedAt };
    });
    const pairing = pairSightings(seen, requests);
    for (const [key, sighting] of group.members) {
      const requestId = pairing.get(key) ?? null;
      if (requestId === sighting.requestId) continue;
      const old = tab.entries.get(sighting.requestId ?? "");
      if (old?.sighting === key) old.sighting = null;
      for (const id of [sighting.requestId, requestId]) if (id !== null) change.changed.add(id);
      sighting.requestId = requestId;
      isNews = true;
      const entry = tab.entries.get(requestId ?? "");
      if (entry !== undefined) entry.sighting = key;
    }
  }
  // What was never requested takes its stack from an entry that belongs to no request.
  if (isNews) for (const id of neverRequested(tab, url).keys()) change.changed.add(id);
}

function recordTiming(
  tab: TabLog,
  key: string,
  note: ResourceTimed,
  most: number,
  change: ChangeBuilder,
): void {
  const { url } = note.resource;
  tab.timings.set(key, note);
  tab.reportsSize += sizeOfTiming(note);
  addTo(tab.timingsByUrl, url, key);
  const [oldest] = tab.timings.keys();
  if (tab.timings.size > most && oldest !== undefined) forgetReport(tab, oldest, change);
  noteTimed(tab, note, change);
}

/** Notes the exchanges that a timeline's entry may be about; not all those of a page that polls. */
function noteTimed(tab: TabLog, note: ResourceTimed, change: ChangeBuilder): void {
  const { url } = note.resource;
  for (const id of requestsSpannedBy(tab, url, [note])) change.changed.add(id);
  for (const id of tab.callsByUrl.get(pairingUrl(url)) ?? []) {
    if (isUnsent(tab.calls.get(id) as CallEntry)) change.changed.add(id);
  }
}

/** Forgets what a timeline told. */
export function removeTiming(tab: TabLog, key: string, change: ChangeBuilder): void {
  const note = tab.timings.get(key);
  if (note === undefined) return;
  tab.timings.delete(key);
  deleteFrom(tab.timingsByUrl, note.resource.url, key);
  tab.reportsSize -= sizeOfTiming(note);
  forgetNote(tab, note, change);
}

/**
 * DevTools tells all that it knows to each panel that opens, and so does a timeline to each probe:
 * the same has the same key.
 */
export function newNoteKey({ notes }: TabLog, note: Note): string {
  const key = `note:${note.kind}:${note.timeStamp}:${hashOf(JSON.stringify(note))}`;
  if (note.kind === "seen-by-devtools" || note.kind === "resource-timed") return key;
  // Two elements may tell the same in one millisecond.
  for (let number = 0; ; number++) if (!notes.has(`${key}:${number}`)) return `${key}:${number}`;
}

/** FNV-1a, 32 bits: short, and different enough for notes of one millisecond. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

function sizeOfSighting({ url, stack, allowOrigin }: SeenByDevTools): number {
  const ofLines = allowOrigin === null ? 0 : JSON.stringify(allowOrigin).length;
  return 300 + url.length + (stack?.length ?? 0) + ofLines;
}

function sizeOfViolation({ violation }: PolicyViolated): number {
  return 400 + violation.blockedUrl.length + violation.effectiveDirective.length;
}

function sizeOfElement({ element }: ElementSettled): number {
  return 400 + element.url.length;
}

function sizeOfTiming({ resource }: ResourceTimed): number {
  return 400 + resource.url.length;
}
