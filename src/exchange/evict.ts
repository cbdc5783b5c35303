import type { DevToolsEntry, FromPage } from "../observation/observation.ts";
import type { CallTrace } from "./call-trace.ts";
import type { ChangeBuilder } from "./change.ts";
import { neverRequested } from "./never-requested.ts";
import { removeCall } from "./record-call.ts";
import { forgetEntry, forgetReport, oldestReport } from "./record-report.ts";
import { removeRequest } from "./record-request.ts";
import { type Entry, isExchange, isUnsent, type TabEvidence } from "./tab-evidence.ts";

/** What of a tab is evicted. */
export interface EvictionFilter {
  request(id: string, entry: Entry): boolean;
  /** Of the calls that no request came of. */
  call(call: CallTrace): boolean;
  report(report: FromPage): boolean;
  /** Of what DevTools reported of no request that is known. */
  devToolsEntry(entry: DevToolsEntry): boolean;
}

/** Evicts what a filter picks, with what belongs to it alone. */
export function evictAll(
  evidence: TabEvidence,
  filter: EvictionFilter,
  change: ChangeBuilder,
): void {
  const { requests, calls, elements, violations, timings, devToolsEntries } = evidence;
  const shown = [...neverRequested(evidence).keys()];
  for (const store of [violations, elements, timings]) {
    for (const [key, report] of store) if (filter.report(report)) store.forget(key, change);
  }
  // After the reports: of each request that goes, those that are left are gone through.
  for (const [id, entry] of requests) {
    // A preflight goes with its request, never alone.
    if (entry.owner === null && filter.request(id, entry)) removeRequest(evidence, id, change);
  }
  const left = neverRequested(evidence);
  for (const id of shown) if (!left.has(id)) change.removed.add(id);
  for (const [key, { trace, requestId }] of calls) {
    const isGone = requestId === null ? filter.call(trace) : !requests.has(requestId);
    if (isGone) removeCall(evidence, key, change);
  }
  for (const [key, { entry, requestId }] of devToolsEntries) {
    // What DevTools reported of a request stays with it.
    if (requests.get(requestId) === undefined && filter.devToolsEntry(entry)) {
      forgetEntry(evidence, key, change);
    }
  }
}

/** How many exchanges a tab holds: a preflight, or what may be one, is none. */
export function exchangesIn({ requests, calls }: TabEvidence): number {
  let count = 0;
  for (const entry of requests.values()) if (isExchange(entry)) count++;
  for (const call of calls.values()) if (call.requestId === null) count++;
  return count;
}

/**
 * Evicts the request, or the call without one, that began first.
 *
 * @returns how many exchanges went; null where there is nothing to evict.
 */
export function evictOldest(evidence: TabEvidence, change: ChangeBuilder): number | null {
  // Both stand in the order in which their first event came: the first is the oldest.
  const request = firstOf(evidence.requests, ({ owner }) => owner === null);
  const startedAt = request?.[1].read.startedAt ?? Number.POSITIVE_INFINITY;
  for (const [key, entry] of evidence.calls) {
    // Not all of thousands, of which each has its request.
    if (entry.trace.startedAt >= startedAt) break;
    if (entry.requestId !== null) continue;
    removeCall(evidence, key, change);
    return isUnsent(entry) ? 1 : 0;
  }
  if (request === undefined) return null;
  removeRequest(evidence, request[0], change);
  return 1;
}

function firstOf<Item>(
  items: Iterable<[string, Item]>,
  which: (item: Item) => boolean,
): readonly [string, Item] | undefined {
  for (const one of items) if (which(one[1])) return one;
  return undefined;
}

/**
 * Evicts what came first of all that pages and DevTools reported, and of documents of earlier pages.
 *
 * @returns how many exchanges went; null where there is nothing to evict.
 */
export function evictOldestReport(evidence: TabEvidence, change: ChangeBuilder): number | null {
  const key = oldestReport(evidence);
  if (key !== undefined) {
    const removedBefore = change.removed.size;
    forgetReport(evidence, key, change);
    // An element that requested nothing is a separate exchange.
    return change.removed.size - removedBefore;
  }
  const document = evidence.documents.oldest();
  if (document === undefined) return null;
  evidence.documents.forget(document, change);
  return 0;
}

/** The request that alone takes a good part of the room, as only a hostile server's responses do. */
export function oversizedIn({ requests }: TabEvidence, room: number): string | undefined {
  const id = requests.largest();
  if (id === undefined || requests.bytesOf(id) <= room / 4) return undefined;
  return requests.get(id)?.owner?.requestId ?? id;
}
