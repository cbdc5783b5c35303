import type { Browser, ResourceTimed } from "../observation/observation.ts";
import type { CallTrace } from "./call-trace.ts";
import type { Exchange, Hop } from "./exchange.ts";
import { isPreflight } from "./request-trace.ts";
import { type CallEntry, type Entry, isExchange, type TabLog } from "./tab-log.ts";
import { isFrom } from "./violations.ts";

/**
 * How far the page's clock and the browser's may be apart, in milliseconds. An entry begins when the
 * page asks, 5 to 80 ms before the browser tells of the request.
 */
const CLOCK_SLACK = 5;

/**
 * The status that the timeline of its document shows for a request. A timeline knows no request
 * ids: where there may be several entries for one request, or several requests for one entry, it
 * counts only if all the entries say the same and each of the requests has one.
 */
export function timedStatus(tab: TabLog, { trace, read }: Entry): number | null {
  const { url } = read.hops[0] as Hop;
  const keys = tab.timingsByUrl.get(url);
  if (keys === undefined) return null;
  const { frameId, documentId, initiator: origin } = trace.facts;
  const asked = { frameId, documentId, origin };
  const timings = [...keys]
    .map((key) => tab.timings.get(key) as ResourceTimed)
    .filter((it) => isFrom(it, asked));
  const mine = timings.filter((it) => spans(it, read.startedAt));
  const [first] = mine;
  if (first === undefined) return null;
  const rivals = [...(tab.requestsByUrl.get(url) ?? [])].filter((id) => {
    const other = tab.entries.get(id) as Entry;
    if (isPreflight(other.read) === true || !isExchange(other)) return false;
    return mine.some((it) => spans(it, other.read.startedAt));
  });
  const { status } = first.resource;
  const agreed = mine.every((it) => it.resource.status === status);
  return agreed && mine.length >= rivals.length ? status : null;
}

/**
 * What the timeline of its document shows for a call of which no request was seen. It counts only if
 * all entries say the same and each of the calls has one. Chromium tells by the worker's part in it
 * that a service worker has answered, Firefox by there being a status (seen in 156 and 153).
 */
export function timingOfCall(
  tab: TabLog,
  { trace }: CallEntry,
  browser: Browser,
): Pick<Exchange, "timedStatus" | "answeredByWorker"> {
  const nothing = { timedStatus: null, answeredByWorker: null };
  const { call, frameId, documentId, origin } = trace;
  const keys = call === null ? undefined : tab.timingsByUrl.get(call.url);
  if (call === null || keys === undefined) return nothing;
  const mine = [...keys]
    .map((key) => tab.timings.get(key) as ResourceTimed)
    .filter((it) => isFrom(it, { frameId, documentId, origin }) && isDuring(it, trace));
  const [first] = mine;
  if (first === undefined) return nothing;
  const rivals = [...(tab.callsByUrl.get(call.url) ?? [])].filter((key) => {
    const other = tab.calls.get(key)?.trace;
    return other !== undefined && mine.some((it) => isDuring(it, other));
  });
  const { status, byWorker } = first.resource;
  const agreed = mine.every(
    ({ resource }) => resource.status === status && resource.byWorker === byWorker,
  );
  if (!agreed || mine.length < rivals.length) return nothing;
  const answeredByWorker = browser === "chromium" ? byWorker : status > 0 || null;
  return { timedStatus: status, answeredByWorker };
}

/** Whether a timeline's entry began while a call was under way. */
function isDuring({ resource }: ResourceTimed, { startedAt, endedAt }: CallTrace): boolean {
  const at = resource.startedAt;
  return startedAt - CLOCK_SLACK <= at && at <= (endedAt ?? at) + CLOCK_SLACK;
}

/** Whether a request that began then may be the one of which a timeline told. */
export function spans({ resource }: ResourceTimed, startedAt: number): boolean {
  const { startedAt: from, endedAt: to } = resource;
  return from - CLOCK_SLACK <= startedAt && startedAt <= to + CLOCK_SLACK;
}
