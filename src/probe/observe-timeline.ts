import type { TimedResource } from "../observation/page-call.ts";
import { MAX_TIMED, MAX_TIMED_URL } from "./channel.ts";
import { bare, execute, getterOf, indexOf, now, slice, uncurried } from "./pristine.ts";
import { timed } from "./reporter.ts";

// Read in the page's own world, which sees a status only for responses that the page may read. Firefox shows
// an extension's world the status of every response, which does not reveal what the page may read.

const nameOf = getterOf(PerformanceEntry.prototype, "name");
const startOf = getterOf(PerformanceEntry.prototype, "startTime");
const durationOf = getterOf(PerformanceEntry.prototype, "duration");
const statusOf = getterOf(PerformanceResourceTiming.prototype, "responseStatus");
const workerStartOf = getterOf(PerformanceResourceTiming.prototype, "workerStart");
const requestStartOf = getterOf(PerformanceResourceTiming.prototype, "requestStart");
const entriesOf = uncurried(PerformanceObserverEntryList.prototype.getEntries);
const observe = uncurried(PerformanceObserver.prototype.observe);
const disconnect = uncurried(PerformanceObserver.prototype.disconnect);
const sinceZero = uncurried(Performance.prototype.now);
const ownPerformance = performance;

/** The document's time origin, in milliseconds since the epoch. */
let zero = 0;
/** Two readings of both clocks may differ by this much, in milliseconds, as neither has full precision. */
const LOOKS_APART = 3;
const home = `${location.origin}/`;

const observer = new PerformanceObserver((list) => {
  try {
    reportEntries(entriesOf(list));
  } catch {}
});

/**
 * Starts to report the timeline's entries, with those that it already holds. A separate observer does not
 * affect the page's buffer and observers.
 */
export function followTimeline(): void {
  observe(observer, bare({ type: "resource", buffered: true }));
}

export function leaveTimeline(): void {
  disconnect(observer);
}

function reportEntries(entries: ArrayLike<unknown>): void {
  // The offset is kept while it is stable, so that repeated reports are equal; after sleep the document's
  // time lags.
  const seen = now() - sinceZero(ownPerformance);
  if (seen - zero > LOOKS_APART || zero - seen > LOOKS_APART) zero = seen;
  let reported: TimedResource[] = [];
  for (let i = 0; i < entries.length; i++) {
    const resource = resourceOf(entries[i]);
    if (resource !== null) reported[reported.length] = resource;
    if (reported.length === MAX_TIMED || (reported.length > 0 && i === entries.length - 1)) {
      timed(reported);
      reported = [];
    }
  }
}

/** null for resources that need no CORS check, have no network request, or a URL too long to report. */
function resourceOf(entry: unknown): TimedResource | null {
  const name = nameOf(entry);
  if (name.length > MAX_TIMED_URL || execute(/^https?:/, name) === null) return null;
  const byWorker = workerStartOf(entry) > 0;
  // Its timing details are visible: no redirect went to another origin.
  if (indexOf(name, home) === 0 && requestStartOf(entry) > 0 && !byWorker) return null;
  const hash = indexOf(name, "#");
  const startedAt = zero + startOf(entry);
  return bare({
    url: hash === -1 ? name : slice(name, 0, hash),
    status: statusOf(entry),
    byWorker,
    startedAt,
    endedAt: startedAt + durationOf(entry),
  });
}
