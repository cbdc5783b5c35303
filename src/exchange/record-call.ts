import type { CallTrace } from "./call-trace.ts";
import type { ChangeBuilder } from "./change.ts";
import { noteAffectedBeside } from "./element-of.ts";
import { changeNeverRequested } from "./never-requested.ts";
import { around, overlappingAt, type Span } from "./overlapping-spans.ts";
import { type PairableRequest, pairCalls, spanOfCall } from "./pair-calls.ts";
import { pairingUrl } from "./pairing-url.ts";
import { type CallEntry, type Entry, isUnsent, type TabEvidence } from "./tab-evidence.ts";
import { callsTimedBeside } from "./timed-status.ts";

/** Records a call that the probe reported, or new facts about it. */
export function recordCall(evidence: TabEvidence, trace: CallTrace, change: ChangeBuilder): void {
  const { callKey } = trace;
  const before = evidence.calls.get(callKey);
  const entry: CallEntry = { trace, requestId: before?.requestId ?? null };
  evidence.calls.put(callKey, entry, change);
  if (entry.requestId !== null) change.changed.add(entry.requestId);
  if (trace.call !== null) {
    const { url } = trace.call;
    const when = around(spanOfCall(trace), before && spanOfCall(before.trace));
    changeNeverRequested(evidence, [url], change, () => pairCallsOf(evidence, url, when, change));
  }
  for (const one of before === undefined ? [trace] : [trace, before.trace]) {
    for (const key of callsTimedBeside(evidence, one)) change.changed.add(key);
  }
  if (!isUnsent(entry)) return;
  if (evidence.evicted.wasOversized(trace.call?.url ?? "")) removeCall(evidence, callKey, change);
  else change.changed.add(callKey);
}

/**
 * Pairs the calls and requests of one URL again.
 *
 * @param when the time of the new facts: calls of other times keep their pairs.
 */
export function pairCallsOf(
  evidence: TabEvidence,
  url: string,
  when: Span,
  change: ChangeBuilder,
): void {
  const callUrl = pairingUrl(url);
  const calls = evidence.calls.find("callUrl", callUrl);
  if (calls.size === 0) return;
  for (const { span, members } of overlappingAt(
    calls.values(),
    ({ trace }) => spanOfCall(trace),
    when,
  )) {
    const requests = evidence
      .requestsBegunIn("callUrl", callUrl, span)
      .filter(([, { read }]) => !read.isHandedToWorker);
    const pairing = pairCalls(
      members.map((call) => call.trace),
      requests.map((request) => pairable(...request)),
      evidence.browser,
    );
    for (const call of members) {
      putPair(evidence, call, pairing.get(call.trace.callKey) ?? null, change);
    }
  }
}

function pairable(requestId: string, { trace, read }: Entry): PairableRequest {
  const { hops, ending, startedAt, endedAt } = read;
  return { ...trace.facts, requestId, hops, ending, startedAt, endedAt };
}

function putPair(
  evidence: TabEvidence,
  call: CallEntry,
  requestId: string | null,
  change: ChangeBuilder,
): void {
  if (requestId === call.requestId) return;
  const old = evidence.requests.get(call.requestId);
  const entry = evidence.requests.get(requestId);
  noteAffectedBeside(evidence, [old, entry], change);
  if (old?.call === call.trace.callKey) old.call = null;
  if (call.requestId !== null) change.changed.add(call.requestId);
  if (isUnsent(call)) change.removed.add(call.trace.callKey);
  call.requestId = requestId;
  if (entry !== undefined && requestId !== null) {
    entry.call = call.trace.callKey;
    change.changed.add(requestId);
  } else if (isUnsent(call)) change.changed.add(call.trace.callKey);
  noteAffectedBeside(evidence, [old, entry], change);
}

/** Forgets a call; one without a request is then gone from the exchanges. */
export function removeCall(evidence: TabEvidence, key: string, change: ChangeBuilder): void {
  const call = evidence.calls.forget(key, change);
  if (call === undefined) return;
  if (call.requestId === null) change.removed.add(key);
  for (const one of callsTimedBeside(evidence, call.trace)) change.changed.add(one);
}
