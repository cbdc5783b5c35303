import { factsOf } from "../browsers/facts-of.ts";
import type { ResourceTimed } from "../observation/observation.ts";
import type { CallTrace } from "./call-trace.ts";
import type { CallNeverRequested } from "./exchange.ts";
import { pairingUrl } from "./pairing-url.ts";
import { type Entry, isExchange, isUnsent, type TabEvidence } from "./tab-evidence.ts";
import { isFrom } from "./violations.ts";

/**
 * How far the page's clock and the browser's may differ, in milliseconds. An entry begins when the page makes
 * the request, 5 to 80 ms before the browser reports it.
 */
const CLOCK_SLACK = 5;

/**
 * The timeline's entry for a completed request; null where ambiguous, and for other requests, which have no
 * entry.
 */
export function timingOfRequest(
  evidence: TabEvidence,
  { trace, read }: Entry,
): ResourceTimed | null {
  if (read.ending.kind !== "completed") return null;
  const url = read.url;
  const { frameId, documentId, initiator: origin } = trace.facts;
  const mine = timingsOf(evidence, { url, frameId, documentId, origin }, (it) =>
    spans(it, read.startedAt),
  );
  if (mine.length === 0) return null;
  const timed = evidence.requests.keysWhere(
    "url",
    url,
    (other) => mayBeTimed(other) && mine.some((it) => spans(it, other.read.startedAt)),
  );
  return agreed(mine, timed.length);
}

/** Whether a timeline may have an entry for a request. */
function mayBeTimed(entry: Entry): boolean {
  return entry.read.isPreflight !== true && isExchange(entry);
}

/**
 * The exchanges whose timeline entry may change, because a request for their URL was added, removed or turned
 * out to have begun at another time.
 *
 * @param before the request's previous entry; the same object where only other things changed.
 */
export function requestsTimedBeside(
  evidence: TabEvidence,
  before: Entry | undefined,
  after: Entry | undefined,
): string[] {
  const [was, is] = [before, after].map((entry) =>
    entry && mayBeTimed(entry) ? entry : undefined,
  );
  const isSame =
    was !== undefined &&
    is !== undefined &&
    was.read.startedAt === is.read.startedAt &&
    was.read.hops[0]?.url === is.read.hops[0]?.url;
  if (isSame) return [];
  return [was, is].flatMap((entry) =>
    entry === undefined ? [] : requestsTimedWith(evidence, entry),
  );
}

/** The exchanges that share a possible timeline entry with this request. */
export function requestsTimedWith(evidence: TabEvidence, { read }: Entry): string[] {
  const url = read.url;
  const timings: ResourceTimed[] = [];
  for (const it of evidence.timings.find("url", url).values()) {
    if (spans(it, read.startedAt)) timings.push(it);
  }
  return timings.length === 0 ? [] : requestsSpannedBy(evidence, url, timings);
}

/** The exchanges of a URL that one of these entries may be about. */
export function requestsSpannedBy(
  evidence: TabEvidence,
  url: string,
  timings: readonly ResourceTimed[],
): string[] {
  return evidence.requests.keysWhere(
    "url",
    url,
    (entry) => isExchange(entry) && timings.some((it) => spans(it, entry.read.startedAt)),
  );
}

/**
 * The timeline's facts about a call without a request. In Chromium the worker's part in the entry shows that
 * a service worker responded, in Firefox the presence of a status (seen in 156 and 153).
 */
export function timingOfCall(
  evidence: TabEvidence,
  trace: CallTrace,
): Pick<CallNeverRequested, "timedStatus" | "answeredByWorker"> {
  const url = trace.call?.url ?? "";
  const mine = timingsOf(evidence, { ...trace, url }, (it) => isDuring(it, trace));
  const timed = evidence.calls.keysWhere("callUrl", pairingUrl(url), (other) =>
    mine.some((it) => isDuring(it, other.trace)),
  );
  const found = agreed(mine, timed.length);
  if (found === null) return { timedStatus: null, answeredByWorker: null };
  const { status, byWorker } = found.resource;
  return {
    timedStatus: status,
    answeredByWorker: factsOf(evidence.browser).timelineTellsServiceWorker
      ? byWorker
      : status > 0 || null,
  };
}

/** The unsent calls whose timeline entry may change, because it may be this call's. */
export function callsTimedBeside(evidence: TabEvidence, trace: CallTrace): string[] {
  const url = trace.call?.url ?? "";
  const mine = timingsOf(evidence, { ...trace, url }, (it) => isDuring(it, trace));
  if (mine.length === 0) return [];
  return evidence.calls.keysWhere(
    "callUrl",
    pairingUrl(url),
    (other) => isUnsent(other) && mine.some((it) => isDuring(it, other.trace)),
  );
}

/** The timeline entries that may be about a URL's requesters in a document. */
function timingsOf(
  evidence: TabEvidence,
  requested: Parameters<typeof isFrom>[1] & { readonly url: string },
  isAbout: (timing: ResourceTimed) => boolean,
): ResourceTimed[] {
  const found: ResourceTimed[] = [];
  for (const it of evidence.timings.find("url", requested.url).values()) {
    if (isAbout(it) && isFrom(it, requested)) found.push(it);
  }
  return found;
}

/**
 * The entry that all candidates of some requests agree on. A timeline has no request ids: the entries count
 * only if all are the same, and there are at least as many as requests.
 */
function agreed(timings: readonly ResourceTimed[], requests: number): ResourceTimed | null {
  const [first] = timings;
  if (first === undefined || timings.length < requests) return null;
  const { status, byWorker } = first.resource;
  const isSame = timings.every(
    ({ resource }) => resource.status === status && resource.byWorker === byWorker,
  );
  return isSame ? first : null;
}

/** Whether a timeline's entry began while a call was under way. */
function isDuring({ resource }: ResourceTimed, { startedAt, endedAt }: CallTrace): boolean {
  const at = resource.startedAt;
  return startedAt - CLOCK_SLACK <= at && at <= (endedAt ?? at) + CLOCK_SLACK;
}

/** Whether a request that began then may be the one in a timeline's entry. */
export function spans({ resource }: ResourceTimed, startedAt: number): boolean {
  const { startedAt: from, endedAt: to } = resource;
  return from - CLOCK_SLACK <= startedAt && startedAt <= to + CLOCK_SLACK;
}
