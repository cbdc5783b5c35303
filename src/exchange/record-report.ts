import type {
  DevToolsEntry,
  ElementSettled,
  PolicyViolated,
  ResourceTimed,
} from "../observation/observation.ts";
import type { ChangeBuilder } from "./change.ts";
import { requestsAffectedBy } from "./element-of.ts";
import type { Hop } from "./exchange.ts";
import { requestersOf } from "./header-lines.ts";
import { changeNeverRequested, neverRequested } from "./never-requested.ts";
import { overlappingAt, type Span } from "./overlapping-spans.ts";
import { pairDevToolsEntries, spanOfEntry } from "./pair-devtools-entries.ts";
import { pairingUrl } from "./pairing-url.ts";
import { isExchange, isUnsent, type SideReport, type TabEvidence } from "./tab-evidence.ts";
import { requestsSpannedBy } from "./timed-status.ts";

/**
 * Records a side report, so that it survives the worker.
 *
 * @param key the report's key in the storage; an existing one is not recorded twice.
 * @param most how many reports of each kind a tab keeps; beyond it the oldest is evicted.
 */
export function recordReport(
  evidence: TabEvidence,
  report: SideReport,
  key: string,
  most: number,
  change: ChangeBuilder,
): void {
  if (evidence.reports.some((store) => store.has(key))) return;
  if (report.kind === "policy-violated") recordViolation(evidence, key, report, change);
  else if (report.kind === "seen-by-devtools") recordEntry(evidence, key, report, change);
  else if (report.kind === "resource-timed") recordTiming(evidence, key, report, change);
  else recordElement(evidence, key, report, change);
  for (const store of evidence.reports) {
    const oldest = store.oldest();
    if (store.count > most && oldest !== undefined) forgetReport(evidence, oldest[0], change);
  }
}

/** The key of a tab's oldest report; undefined where there is none. */
export function oldestReport(evidence: TabEvidence): string | undefined {
  const { elements, violations, timings, devToolsEntries } = evidence;
  const entry = devToolsEntries.oldest();
  const oldest = [
    ...[elements.oldest(), violations.oldest(), timings.oldest()],
    entry && ([entry[0], entry[1].entry] as const),
  ];
  let first: readonly [string, SideReport] | undefined;
  for (const it of oldest) {
    if (it !== undefined && !(first && first[1].timeStamp <= it[1].timeStamp)) first = it;
  }
  return first?.[0];
}

/** Forgets one report of any kind; the requests that it may be about stay. */
export function forgetReport(evidence: TabEvidence, key: string, change: ChangeBuilder): void {
  const { elements, violations, timings } = evidence;
  const element = elements.get(key);
  const url = element?.element.url ?? violations.get(key)?.violation.blockedUrl;
  if (url !== undefined) {
    changeNeverRequested(evidence, [url], change, () => {
      elements.forget(key, change);
      violations.forget(key, change);
    });
  }
  if (element !== undefined) {
    for (const id of requestsAffectedBy(evidence, element)) change.changed.add(id);
  }
  const timing = timings.forget(key, change);
  if (timing !== undefined) noteTimed(evidence, timing, change);
  forgetDevToolsEntry(evidence, key, change);
}

/** Records a violation, which the exchange of its call then includes. */
function recordViolation(
  evidence: TabEvidence,
  key: string,
  report: PolicyViolated,
  change: ChangeBuilder,
): void {
  const { blockedUrl } = report.violation;
  changeNeverRequested(evidence, [blockedUrl], change, () =>
    evidence.violations.put(key, report, change),
  );
  // An element's exchange includes its violation.
  for (const id of neverRequested(evidence, blockedUrl).keys()) change.changed.add(id);
  for (const [callKey, call] of evidence.calls) {
    if (call.trace.frameId === report.frameId && isUnsent(call)) change.changed.add(callKey);
  }
  for (const [id, entry] of evidence.requests.find("url", blockedUrl)) {
    if (isExchange(entry)) change.changed.add(id);
  }
}

/** Records an element's report, which may come before or after the last events of its request. */
function recordElement(
  evidence: TabEvidence,
  key: string,
  report: ElementSettled,
  change: ChangeBuilder,
): void {
  changeNeverRequested(evidence, [report.element.url], change, () =>
    evidence.elements.put(key, report, change),
  );
  // Not only the document's requests: an initial document's requests are reported as its creator's.
  for (const id of requestsAffectedBy(evidence, report)) change.changed.add(id);
}

function recordEntry(
  evidence: TabEvidence,
  key: string,
  entry: DevToolsEntry,
  change: ChangeBuilder,
): void {
  const { url } = entry;
  evidence.devToolsEntries.put(key, { entry, requestId: null }, change);
  pairEntriesOf(evidence, url, spanOfEntry(entry), change);
  for (const id of neverRequested(evidence, url).keys()) change.changed.add(id);
  if (entry.allowOrigin === null) return;
  for (const id of requestersOf(evidence, url)) change.changed.add(id);
}

/** Forgets a DevTools entry; its request, or the resource that it named, changes. */
export function forgetDevToolsEntry(
  evidence: TabEvidence,
  key: string,
  change: ChangeBuilder,
): void {
  const paired = evidence.devToolsEntries.forget(key, change);
  if (paired === undefined) return;
  const request = evidence.requests.get(paired.requestId);
  if (request?.devToolsEntry === key) request.devToolsEntry = null;
  if (paired.requestId !== null && request !== undefined && isExchange(request)) {
    change.changed.add(paired.requestId);
  }
  for (const id of neverRequested(evidence, paired.entry.url).keys()) change.changed.add(id);
}

/**
 * Pairs the DevTools entries of one URL with its requests again.
 *
 * @param when the time of the new facts: entries of other times keep their pairs.
 */
export function pairEntriesOf(
  evidence: TabEvidence,
  url: string,
  when: Span,
  change: ChangeBuilder,
): void {
  const waiting = evidence.devToolsEntries.find("url", url);
  if (waiting.size === 0) return;
  let isNews = false;
  for (const group of overlappingAt(waiting, ([, { entry }]) => spanOfEntry(entry), when)) {
    const entries = new Map(group.members.map(([key, { entry }]) => [key, entry]));
    const requests = evidence
      .requestsBegunIn("url", url, group.span)
      .map(([requestId, { read }]) => {
        const { method } = read.hops[0] as Hop;
        return { requestId, method, startedAt: read.startedAt };
      });
    const pairing = pairDevToolsEntries(entries, requests);
    for (const [key, paired] of group.members) {
      const requestId = pairing.get(key) ?? null;
      if (requestId === paired.requestId) continue;
      const old = evidence.requests.get(paired.requestId);
      if (old?.devToolsEntry === key) old.devToolsEntry = null;
      for (const id of [paired.requestId, requestId]) if (id !== null) change.changed.add(id);
      paired.requestId = requestId;
      isNews = true;
      const request = evidence.requests.get(requestId);
      if (request !== undefined) request.devToolsEntry = key;
    }
  }
  // An exchange without a request takes its stack from an unpaired entry.
  if (isNews) for (const id of neverRequested(evidence, url).keys()) change.changed.add(id);
}

function recordTiming(
  evidence: TabEvidence,
  key: string,
  report: ResourceTimed,
  change: ChangeBuilder,
): void {
  evidence.timings.put(key, report, change);
  noteTimed(evidence, report, change);
}

/** Marks as changed the exchanges that a timeline's entry may be about, not all of a polling page. */
function noteTimed(evidence: TabEvidence, report: ResourceTimed, change: ChangeBuilder): void {
  const { url } = report.resource;
  for (const id of requestsSpannedBy(evidence, url, [report])) change.changed.add(id);
  for (const [key, call] of evidence.calls.find("callUrl", pairingUrl(url))) {
    if (isUnsent(call)) change.changed.add(key);
  }
}

/**
 * A new report's key. DevTools repeats its entries for each panel that opens, and a timeline for each probe,
 * so that equal reports get the same key.
 */
export function newReportKey(evidence: TabEvidence, report: SideReport): string {
  const key = `report:${report.kind}:${report.timeStamp}:${hashOf(JSON.stringify(report))}`;
  if (report.kind === "seen-by-devtools" || report.kind === "resource-timed") return key;
  // Two elements may report the same within one millisecond.
  const store = report.kind === "policy-violated" ? evidence.violations : evidence.elements;
  for (let number = 0; ; number++) if (!store.has(`${key}:${number}`)) return `${key}:${number}`;
}

/** FNV-1a, 32 bits: short, and distinct enough for reports within one millisecond. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
