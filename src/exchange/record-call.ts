import type { Browser } from "../observation/observation.ts";
import type { CallTrace } from "./call-trace.ts";
import type { ChangeBuilder } from "./change.ts";
import { noteAffectedBeside } from "./element-of.ts";
import { addTo, deleteFrom } from "./multi-map.ts";
import { changeNeverRequested } from "./never-requested.ts";
import { around, overlappingAt, type Span } from "./overlapping-spans.ts";
import { type PairableRequest, pairCalls, spanOfCall } from "./pair-calls.ts";
import { pairingUrl } from "./pairing-url.ts";
import { isHandedToWorker } from "./request-trace.ts";
import { type CallEntry, type Entry, isUnsent, requestsForCalls, type TabLog } from "./tab-log.ts";
import { callsTimedBeside } from "./timed-status.ts";

/** Keeps a call that the probe told of, or what is newly known of it. */
export function putCall(
  tab: TabLog,
  trace: CallTrace,
  browser: Browser,
  change: ChangeBuilder,
): void {
  change.touched.add(trace.callKey);
  const before = tab.calls.get(trace.callKey);
  const entry: CallEntry = { trace, requestId: before?.requestId ?? null };
  tab.calls.set(trace.callKey, entry);
  tab.size += sizeOf(trace) - (before === undefined ? 0 : sizeOf(before.trace));
  if (entry.requestId !== null) change.changed.add(entry.requestId);
  if (trace.call !== null) {
    const { url } = trace.call;
    addTo(tab.callsByUrl, pairingUrl(url), trace.callKey);
    const old = before && spanOfCall(before.trace);
    changeNeverRequested(tab, url, change, () =>
      pairCallsOf(tab, url, around(spanOfCall(trace), old), browser, change),
    );
  }
  for (const one of [trace, before?.trace]) {
    for (const key of one ? callsTimedBeside(tab, one) : []) change.changed.add(key);
  }
  if (isUnsent(entry)) {
    if (tab.oversized.has(pairingUrl(trace.call?.url ?? "")))
      removeCall(tab, trace.callKey, change);
    else change.changed.add(trace.callKey);
  }
}

/**
 * Pairs the calls and requests of one URL anew.
 *
 * @param when what is newly known of them: calls of other times keep what they have.
 */
export function pairCallsOf(
  tab: TabLog,
  url: string,
  when: Span,
  browser: Browser,
  change: ChangeBuilder,
): void {
  const keys = tab.callsByUrl.get(pairingUrl(url));
  if (keys === undefined) return;
  const calls = Array.from(keys, (key) => tab.calls.get(key) as CallEntry);
  for (const { span, members } of overlappingAt(calls, ({ trace }) => spanOfCall(trace), when)) {
    const requests = requestsForCalls(tab, url, span).filter(
      ([, { read }]) => !isHandedToWorker(read),
    );
    const pairing = pairCalls(
      members.map((call) => call.trace),
      requests.map((request) => pairable(...request)),
      browser,
    );
    for (const call of members) {
      putPair(tab, call, pairing.get(call.trace.callKey) ?? null, change);
    }
  }
}

function pairable(requestId: string, { trace, read }: Entry): PairableRequest {
  const { hops, ending, startedAt, endedAt } = read;
  return { ...trace.facts, requestId, hops, ending, startedAt, endedAt };
}

function putPair(
  tab: TabLog,
  call: CallEntry,
  requestId: string | null,
  change: ChangeBuilder,
): void {
  if (requestId === call.requestId) return;
  const old = tab.entries.get(call.requestId ?? "");
  const entry = requestId === null ? undefined : tab.entries.get(requestId);
  noteAffectedBeside(tab, [old, entry], change);
  if (old?.call === call.trace.callKey) old.call = null;
  if (call.requestId !== null) change.changed.add(call.requestId);
  if (isUnsent(call)) change.removed.add(call.trace.callKey);
  call.requestId = requestId;
  if (entry !== undefined && requestId !== null) {
    entry.call = call.trace.callKey;
    change.changed.add(requestId);
  } else if (isUnsent(call)) change.changed.add(call.trace.callKey);
  noteAffectedBeside(tab, [old, entry], change);
}

/** Forgets a call. */
export function removeCall(tab: TabLog, key: string, change: ChangeBuilder): void {
  const call = tab.calls.get(key);
  if (call === undefined) return;
  tab.calls.delete(key);
  tab.size -= sizeOf(call.trace);
  if (call.trace.call !== null) {
    deleteFrom(tab.callsByUrl, pairingUrl(call.trace.call.url), key);
  }
  change.forgotten.add(key);
  if (call.requestId === null) change.removed.add(key);
  for (const one of callsTimedBeside(tab, call.trace)) change.changed.add(one);
}

function sizeOf({ call }: CallTrace): number {
  let size = 600 + (call?.url.length ?? 0) + (call?.stack?.length ?? 0);
  for (const name of call?.headerNames ?? []) size += name.length + 3;
  return size;
}
