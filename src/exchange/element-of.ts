import type { ElementSettled } from "../observation/observation.ts";
import type { ChangeBuilder } from "./change.ts";
import type { ElementPart } from "./exchange.ts";
import { firstFrom } from "./in-order.ts";
import { mayBeOf } from "./never-requested.ts";
import type { ReadTrace } from "./request-events.ts";
import { type Entry, isExchange, type TabEvidence } from "./tab-evidence.ts";
import { isFrom } from "./violations.ts";

/** How long after the end of its request an element usually reports, in milliseconds. */
const SETTLED_MS = 1000;

const NO_ELEMENT = { element: null, elementFailed: false } as const;

/** The element that made a request, and whether it failed, from the elements' reports for this URL. */
export function elementOf(evidence: TabEvidence, entry: Entry): ElementPart {
  const { read } = entry;
  const { startedAt } = read;
  if (entry.trace.facts.resourceType === "sub_frame") return iframeOf(evidence, entry);
  const settled = settledFor(evidence, entry);
  const [mine] = settled;
  const siblings = mine === undefined ? [] : siblingsOf(evidence, entry);
  const isAnothers = siblings.some(
    (other) => other.startedAt > startedAt && other.startedAt <= (mine?.timeStamp ?? 0),
  );
  if (mine === undefined || isAnothers) return NO_ELEMENT;
  // Among concurrent requests for one URL, the elements' own requests cannot be distinguished.
  const atOnce = siblings.filter(
    (other) =>
      (other.endedAt ?? mine.timeStamp) >= startedAt &&
      other.startedAt <= (read.endedAt ?? mine.timeStamp),
  );
  const near = settled.filter((it) => isNear(it.timeStamp, read));
  const isSure =
    atOnce.length === 0 ||
    (near.length > atOnce.length &&
      near.every(
        ({ element: { mode, credentials } }) =>
          mode === mine.element.mode && credentials === mine.element.credentials,
      ));
  return {
    element: isSure ? mine.element : { ...mine.element, mode: null, credentials: null },
    elementFailed: mine.kind === "element-failed",
  };
}

/** The iframe that requested a document, from its report; of several with the URL, only if they are alike. */
function iframeOf(evidence: TabEvidence, { trace, read }: Entry): ElementPart {
  const { parentFrameId } = trace.facts;
  const around = [...evidence.elements.find("url", read.url).values()].filter(
    ({ kind, frameId, timeStamp }) =>
      kind === "element-requested" && frameId === parentFrameId && isNear(timeStamp, read),
  );
  const [mine, ...others] = around.map(({ element }) => element);
  const isSure = others.every(({ credentialless }) => credentialless === mine?.credentialless);
  if (mine === undefined || !isSure) return NO_ELEMENT;
  // The iframe's document has its own service worker.
  return { element: { ...mine, served: false, answered: null }, elementFailed: false };
}

/** The requests whose element may change when an element's report is added or removed. */
export function requestsAffectedBy(evidence: TabEvidence, settled: ElementSettled): string[] {
  const { timeStamp: at, element } = settled;
  return reportableRequests(evidence, element.url, [at])
    .filter(({ read, next }) => isNear(at, read) || (at >= read.startedAt - 1 && at < next))
    .map(({ id }) => id);
}

/**
 * Marks as changed the requests whose element may change when a request is added or removed, or is found to
 * be a call's or a preflight. Call it before and after: the request to which an element belonged may no
 * longer be the last.
 */
export function noteAffectedBeside(
  evidence: TabEvidence,
  entries: readonly (Entry | undefined)[],
  change: ChangeBuilder,
): void {
  for (const entry of entries) {
    if (entry === undefined) continue;
    for (const id of requestsBeside(evidence, entry.read)) change.changed.add(id);
  }
}

function requestsBeside(evidence: TabEvidence, beside: ReadTrace): string[] {
  return reportableRequests(evidence, beside.url)
    .filter(({ read, reportedAt }) => reportedAt >= beside.startedAt - 1 || overlap(read, beside))
    .map(({ id }) => id);
}

/** A request that an element's report may be about. */
interface ReportableRequest {
  readonly id: string;
  readonly read: ReadTrace;
  /** When an element first reported on the request's URL after its beginning. */
  readonly reportedAt: number;
  /** When the next request of its frame begins. */
  readonly next: number;
}

/**
 * The requests for a URL that an element's report may be about: other requests of the same frame begin only
 * after the first report. Reports do not affect the remaining requests.
 *
 * @param alsoAt the times of reports that may no longer be stored.
 */
function reportableRequests(
  evidence: TabEvidence,
  url: string,
  alsoAt: readonly number[] = [],
): ReportableRequest[] {
  const times = [...alsoAt];
  for (const [, { timeStamp }] of evidence.elements.find("url", url)) times.push(timeStamp);
  if (times.length === 0) return [];
  times.sort((a, b) => a - b);
  const requests: { id: string; frameId: number; read: ReadTrace }[] = [];
  for (const [id, entry] of evidence.requests.find("url", url)) {
    if (entry.call !== null || !isExchange(entry)) continue;
    requests.push({ id, frameId: entry.trace.facts.frameId, read: entry.read });
  }
  requests.sort((a, b) => b.read.startedAt - a.read.startedAt);
  const found: ReportableRequest[] = [];
  /** By frame: when the last examined request begins, and when the one after it does. */
  const begins = new Map<number, readonly [at: number, next: number]>();
  for (const { id, frameId, read } of requests) {
    let [at, next] = begins.get(frameId) ?? [read.startedAt, Number.POSITIVE_INFINITY];
    if (at > read.startedAt) [at, next] = [read.startedAt, at];
    begins.set(frameId, [at, next]);
    const reportedAt = times[firstFrom(times, read.startedAt - 1, (time) => time)];
    if (reportedAt !== undefined && reportedAt < next) found.push({ id, read, reportedAt, next });
  }
  return found;
}

/** The reports that may be about a request, in chronological order. */
function settledFor(evidence: TabEvidence, entry: Entry): ElementSettled[] {
  const { trace, read } = entry;
  const { frameId, documentId, initiator: origin } = trace.facts;
  const found: (readonly [key: string, ElementSettled])[] = [];
  for (const [key, it] of evidence.elements.find("url", read.url)) {
    if (it.kind === "element-requested" || it.timeStamp < read.startedAt - 1) continue;
    if (!mayBeOf(entry, it.element.resourceType)) continue;
    if (isFrom(it, { frameId, documentId, origin })) found.push([key, it]);
  }
  found.sort(([a, one], [b, other]) => one.timeStamp - other.timeStamp || (a < b ? -1 : 1));
  return found.map(([, it]) => it);
}

/** The other requests for the same URL and frame that were not made by a call. */
function siblingsOf(evidence: TabEvidence, { trace, read }: Entry): ReadTrace[] {
  const found: ReadTrace[] = [];
  for (const [, other] of evidence.requests.find("url", read.url)) {
    if (other.call !== null || other.trace.facts.frameId !== trace.facts.frameId) continue;
    if (other.read !== read && isExchange(other)) found.push(other.read);
  }
  return found;
}

function overlap(one: ReadTrace, other: ReadTrace): boolean {
  const endOf = ({ endedAt }: ReadTrace) => endedAt ?? Number.POSITIVE_INFINITY;
  return one.startedAt <= endOf(other) && other.startedAt <= endOf(one);
}

/** Whether an element's report at that time may be about a request. */
function isNear(at: number, { startedAt, endedAt }: ReadTrace): boolean {
  return at >= startedAt - 1 && at <= (endedAt ?? at) + SETTLED_MS;
}
