import type { TimedResource } from "../observation/page-call.ts";
import { MAX_TIMED, MAX_TIMED_URL } from "./channel.ts";
import { bare, execute, getterOf, indexOf, now, slice, uncurried } from "./pristine.ts";
import { timed } from "./reporter.ts";

// Read in the page's own world, where a status is shown just for what the page may read. To an
// extension's world Firefox shows that of every response, and so tells nothing of what the page has.

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

/** When the document's time began, in milliseconds since the epoch. */
let zero = 0;
/** What two looks at both clocks come apart by, in milliseconds, as neither shows all of its time. */
const LOOKS_APART = 3;
const home = `${location.origin}/`;

const observer = new PerformanceObserver((list) => {
  try {
    tellOf(entriesOf(list));
  } catch {}
});

/**
 * Begins to tell what the timeline says, with what it has held so far. An observer of one's own
 * leaves the page's buffer and observers as they are.
 */
export function followTimeline(): void {
  observe(observer, bare({ type: "resource", buffered: true }));
}

/** Ends it. */
export function leaveTimeline(): void {
  disconnect(observer);
}

function tellOf(entries: ArrayLike<unknown>): void {
  // Not always anew, or what is reported again would not be the same; but after sleep the document's time lags.
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

/** null for what needs no permission of another origin, or has no request of its own. */
function resourceOf(entry: unknown): TimedResource | null {
  const name = nameOf(entry);
  if (name.length > MAX_TIMED_URL || execute(/^https?:/, name) === null) return null;
  const byWorker = workerStartOf(entry) > 0;
  // Its times are shown: no redirect has led away from home.
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
