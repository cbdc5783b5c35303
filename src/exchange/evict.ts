import type { DevToolsEntry, FromPage } from "../observation/observation.ts";
import type { CallTrace } from "./call-trace.ts";
import type { ChangeBuilder } from "./change.ts";
import { neverRequested } from "./never-requested.ts";
import { removeCall } from "./record-call.ts";
import { forgetDevToolsEntry, forgetReport, oldestReport } from "./record-report.ts";
import { removeRequest } from "./record-request.ts";
import { type Entry, isExchange, isUnsent, type TabEvidence } from "./tab-evidence.ts";

/** The parts of a tab's recording to evict. */
export interface EvictionFilter {
  request(id: string, entry: Entry): boolean;
  /** Applies to calls without a request. */
  call(call: CallTrace): boolean;
  report(report: FromPage): boolean;
  /** Applies to DevTools entries without a known request. */
  devToolsEntry(entry: DevToolsEntry): boolean;
}

/** Evicts what a filter matches, and all that belongs only to it. */
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
  // Requests come after the reports: each removed request iterates over the remaining reports.
  for (const [id, entry] of requests) {
    // A preflight is evicted with its request, never alone.
    if (entry.owner === null && filter.request(id, entry)) removeRequest(evidence, id, change);
  }
  const left = neverRequested(evidence);
  for (const id of shown) if (!left.has(id)) change.removed.add(id);
  for (const [key, { trace, requestId }] of calls) {
    const isGone = requestId === null ? filter.call(trace) : !requests.has(requestId);
    if (isGone) removeCall(evidence, key, change);
  }
  for (const [key, { entry, requestId }] of devToolsEntries) {
    // A DevTools entry is kept as long as its request.
    if (requests.get(requestId) === undefined && filter.devToolsEntry(entry)) {
      forgetDevToolsEntry(evidence, key, change);
    }
  }
}

/**
 * The number of exchanges in a tab. Requests that are, or may be, preflights do not count. Nor do calls with
 * only a start or only an end, which busy pages cause by the thousand when their reports are dropped.
 */
export function exchangesIn({ requests, calls }: TabEvidence): number {
  let count = 0;
  for (const entry of requests.values()) if (isExchange(entry)) count++;
  for (const call of calls.values()) if (isUnsent(call)) count++;
  return count;
}

/**
 * Evicts the oldest request or call without a request.
 *
 * @returns how many exchanges were evicted; null where there is nothing to evict.
 */
export function evictOldest(evidence: TabEvidence, change: ChangeBuilder): number | null {
  // Both are in the order of their first event: the first is the oldest.
  const request = firstOf(evidence.requests, ({ owner }) => owner === null);
  const startedAt = request?.[1].read.startedAt ?? Number.POSITIVE_INFINITY;
  for (const [key, entry] of evidence.calls) {
    // Stops early: thousands of calls may have their requests.
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
 * Evicts the oldest report of pages or DevTools, or else the oldest document of earlier pages.
 *
 * @returns how many exchanges were evicted; null where there is nothing to evict.
 */
export function evictOldestReport(evidence: TabEvidence, change: ChangeBuilder): number | null {
  const key = oldestReport(evidence);
  if (key !== undefined) {
    const removedBefore = change.removed.size;
    forgetReport(evidence, key, change);
    // A failed element without a request is a separate exchange.
    return change.removed.size - removedBefore;
  }
  const document = evidence.documents.oldest();
  if (document === undefined) return null;
  evidence.documents.forget(document, change);
  return 0;
}

/** The request that takes more than a quarter of the room, as only a hostile server's responses do. */
export function oversizedIn({ requests }: TabEvidence, room: number): string | undefined {
  const id = requests.largest();
  if (id === undefined || requests.bytesOf(id) <= room / 4) return undefined;
  return requests.get(id)?.owner?.requestId ?? id;
}
