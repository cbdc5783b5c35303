import type { Browser, ResourceTimed } from "../observation/observation.ts";
import type { TimedResource } from "../observation/page-call.ts";
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

/** The status that the timeline of its document shows for a request; null where it is open. */
export function timedStatus(tab: TabLog, { trace, read }: Entry): number | null {
  const { url } = read.hops[0] as Hop;
  const { frameId, documentId, initiator: origin } = trace.facts;
  const asked = { url, frameId, documentId, origin };
  const rivals = [...(tab.requestsByUrl.get(url) ?? [])].flatMap((id) => {
    const other = tab.entries.get(id) as Entry;
    return isPreflight(other.read) === true || !isExchange(other) ? [] : [other.read.startedAt];
  });
  return entryOf(tab, asked, read.startedAt, rivals, spans)?.status ?? null;
}

/**
 * What the timeline of its document shows for a call of which no request was seen. Chromium tells by
 * the worker's part in it that a service worker has answered, Firefox by there being a status (seen
 * in 156 and 153).
 */
export function timingOfCall(
  tab: TabLog,
  { trace }: CallEntry,
  browser: Browser,
): Pick<Exchange, "timedStatus" | "answeredByWorker"> {
  const { url } = trace.call ?? {};
  const rivals = [...(tab.callsByUrl.get(url ?? "") ?? [])].flatMap(
    (key) => tab.calls.get(key)?.trace ?? [],
  );
  const found = url === undefined ? null : entryOf(tab, { ...trace, url }, trace, rivals, isDuring);
  if (found === null) return { timedStatus: null, answeredByWorker: null };
  const { status, byWorker } = found;
  return {
    timedStatus: status,
    answeredByWorker: browser === "chromium" ? byWorker : status > 0 || null,
  };
}

/**
 * What the timeline has on one of those who asked for a URL. It knows no request ids: where there may
 * be several entries for one asker, or several askers for one entry, they count only if all the
 * entries say the same and each of the askers has one.
 */
function entryOf<T>(
  tab: TabLog,
  asked: Parameters<typeof isFrom>[1] & { readonly url: string },
  asker: T,
  askers: readonly T[],
  isAbout: (timing: ResourceTimed, asker: T) => boolean,
): TimedResource | null {
  const mine = [...(tab.timingsByUrl.get(asked.url) ?? [])]
    .map((key) => tab.timings.get(key) as ResourceTimed)
    .filter((it) => isFrom(it, asked) && isAbout(it, asker));
  const [first] = mine;
  if (first === undefined) return null;
  const { status, byWorker } = first.resource;
  const agreed = mine.every(
    ({ resource }) => resource.status === status && resource.byWorker === byWorker,
  );
  const rivals = askers.filter((other) => mine.some((it) => isAbout(it, other)));
  return agreed && mine.length >= rivals.length ? first.resource : null;
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
