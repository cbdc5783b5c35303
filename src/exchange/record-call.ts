import type { CallTrace } from "./call-trace.ts";
import type { ChangeBuilder } from "./change.ts";
import type { Hop } from "./exchange.ts";
import { addTo, deleteFrom } from "./multi-map.ts";
import { pairCalls } from "./pair-calls.ts";
import { isHandedToWorker, isPreflight } from "./request-trace.ts";
import { type CallEntry, type Entry, isUnsent, type TabLog } from "./tab-log.ts";

/**
 * Keeps a call that the probe told of, or what is newly known of it.
 *
 * @param most how many calls a tab keeps; beyond it the oldest goes.
 */
export function putCall(tab: TabLog, trace: CallTrace, most: number, change: ChangeBuilder): void {
  change.touched.add(trace.callKey);
  const before = tab.calls.get(trace.callKey);
  const entry: CallEntry = { trace, requestId: before?.requestId ?? null };
  tab.calls.set(trace.callKey, entry);
  if (entry.requestId !== null) change.changed.add(entry.requestId);
  if (trace.call !== null) {
    const { url } = trace.call;
    addTo(tab.callsByUrl, url, trace.callKey);
    pairCallsOf(tab, url, change);
  }
  if (isUnsent(entry)) change.changed.add(trace.callKey);
  if (tab.calls.size > most) {
    removeCall(tab, [...tab.calls.keys()][0] as string, change);
  }
}

/** Pairs the calls and requests of one URL anew. */
export function pairCallsOf(tab: TabLog, url: string, change: ChangeBuilder): void {
  const keys = tab.callsByUrl.get(url);
  if (keys === undefined) return;
  const requests = [...(tab.requestsByUrl.get(url) ?? [])].flatMap((requestId) => {
    const { trace, read } = tab.entries.get(requestId) as Entry;
    if (isPreflight(read) === true || isHandedToWorker(read)) return [];
    const { method } = read.hops[0] as Hop;
    const { startedAt, endedAt } = read;
    return [{ ...trace.facts, method, startedAt, endedAt }];
  });
  const calls = [...keys].map((key) => tab.calls.get(key) as CallEntry);
  const pairing = pairCalls(
    calls.map((call) => call.trace),
    requests,
  );
  for (const call of calls) {
    const requestId = pairing.get(call.trace.callKey) ?? null;
    if (requestId === call.requestId) continue;
    if (call.requestId !== null) {
      const old = tab.entries.get(call.requestId);
      if (old?.call === call.trace.callKey) old.call = null;
      change.changed.add(call.requestId);
    }
    if (isUnsent(call)) change.removed.add(call.trace.callKey);
    call.requestId = requestId;
    const entry = requestId === null ? undefined : tab.entries.get(requestId);
    if (entry !== undefined && requestId !== null) {
      entry.call = call.trace.callKey;
      change.changed.add(requestId);
    } else if (isUnsent(call)) change.changed.add(call.trace.callKey);
  }
}

/** Forgets a call. */
export function removeCall(tab: TabLog, key: string, change: ChangeBuilder): void {
  const call = tab.calls.get(key);
  if (call === undefined) return;
  tab.calls.delete(key);
  if (call.trace.call !== null) {
    deleteFrom(tab.callsByUrl, call.trace.call.url, key);
  }
  change.forgotten.add(key);
  if (call.requestId === null) change.removed.add(key);
}
