import type { BrowserFacts } from "../browsers/browser-facts.ts";
import { isCorsSafelistedMethod } from "../http/methods.ts";
import { callerHeaders, corsUnsafeRequestHeaders } from "../http/safelist.ts";
import { type Hop, wasAborted } from "./exchange.ts";
import {
  distance,
  inOrder,
  type ReadTrace,
  type RequestEvents,
  type TraceEvent,
} from "./request-events.ts";

/** What may be missing of a request, as nobody listened for a while: its preflight, or what decides. */
export type Missed = "preflight" | "part";

/**
 * What may be missing of a request; undefined where all that was heard follows each other at once. Events
 * are not heard in their order: an event page of Firefox that wakes hears of all that began, then of
 * all that was sent.
 *
 * @param preflights those that were heard of it.
 */
export function missedOf(
  { events, gaps = [] }: RequestEvents,
  facts: BrowserFacts,
  preflights: readonly ReadTrace[],
): Missed | undefined {
  let missed: Missed | undefined;
  for (const gap of gaps) {
    const [before] = inOrder(events.slice(0, gap)).slice(-1) as [TraceEvent];
    const [after] = inOrder(events.slice(gap)) as [TraceEvent];
    const between = preflights.find(
      ({ startedAt }) => startedAt >= before.timeStamp && startedAt <= after.timeStamp,
    );
    const here = missedBetween(before, after, facts, between);
    if (here === "part") return here;
    missed ??= here;
  }
  return missed;
}

/** What a request may have lived through between two of its events. */
function missedBetween(
  before: TraceEvent,
  after: TraceEvent,
  { announcesBeforePreflight, completesWithheld, corsError }: BrowserFacts,
  preflight: ReadTrace | undefined,
): Missed | undefined {
  const { kind } = after;
  // How many of a request's events there are between them; of another URL's, 10 more.
  const between = distance(before, after);
  if (kind === "failed" && between < 10) {
    if (before.kind === "headers-sent" && wasAborted(after)) return undefined;
    // Where the preflight itself does not fail, a request that is stopped before it is sent names none.
    const ending = preflight?.ending.kind;
    if (ending === "failed") return undefined;
    const isStopped = !completesWithheld && after.error === corsError;
    if (ending === "completed" && isStopped) return undefined;
  }
  if (kind === "completed" || kind === "failed") {
    // Of other statuses the browser may make the next request by itself: to where it leads, with a password.
    const isLast = before.kind === "headers-received" && before.status < 300;
    return isLast && between < 10 ? undefined : "part";
  }
  if (between > 0) return "part";
  return kind === (announcesBeforePreflight ? "headers-received" : "headers-sent")
    ? "preflight"
    : undefined;
}

/** Whether a hop was sent of which no preflight was heard, and that may have needed one. */
export function mayLackPreflight({ preflight, method, requestHeaders }: Hop): boolean {
  if (preflight !== null || requestHeaders === null) return false;
  const unsafe = corsUnsafeRequestHeaders(callerHeaders(requestHeaders));
  return !isCorsSafelistedMethod(method) || unsafe.length > 0;
}
