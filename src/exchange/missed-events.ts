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

/** The part that a request may lack because we were not listening: its preflight, or a decisive one. */
export type Missed = "preflight" | "part";

/**
 * The part that a request may lack; undefined where all its events directly follow each other. Events arrive out of
 * order: a woken event page of Firefox first gets every request that began, then every one that was sent.
 *
 * @param preflights the request's recorded preflights.
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

/** The part that a request may lack between two of its events. */
function missedBetween(
  before: TraceEvent,
  after: TraceEvent,
  { announcesBeforePreflight, completesWithheld, corsError }: BrowserFacts,
  preflight: ReadTrace | undefined,
): Missed | undefined {
  const { kind } = after;
  // The number of events between them; an event of another URL adds 10.
  const between = distance(before, after);
  if (kind === "failed" && between < 10) {
    if (before.kind === "headers-sent" && wasAborted(after)) return undefined;
    // Without a failed preflight, a request that was stopped before it was sent has no such error.
    const ending = preflight?.ending.kind;
    if (ending === "failed") return undefined;
    const isStopped = !completesWithheld && after.error === corsError;
    if (ending === "completed" && isStopped) return undefined;
  }
  if (kind === "completed" || kind === "failed") {
    // With other statuses the browser may make the next request itself: a redirect, or authentication.
    const isLast = before.kind === "headers-received" && before.status < 300;
    return isLast && between < 10 ? undefined : "part";
  }
  if (between > 0) return "part";
  return kind === (announcesBeforePreflight ? "headers-received" : "headers-sent")
    ? "preflight"
    : undefined;
}

/** Whether a hop was sent that may have needed a preflight, but none was recorded. */
export function mayLackPreflight({ preflight, method, requestHeaders }: Hop): boolean {
  if (preflight !== null || requestHeaders === null) return false;
  const unsafe = corsUnsafeRequestHeaders(callerHeaders(requestHeaders));
  return !isCorsSafelistedMethod(method) || unsafe.length > 0;
}
