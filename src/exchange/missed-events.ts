import type { BrowserFacts } from "../browsers/browser-facts.ts";
import { isCorsSafelistedMethod } from "../http/methods.ts";
import { callerHeaders, corsUnsafeRequestHeaders } from "../http/safelist.ts";
import { type Hop, wasAborted } from "./exchange.ts";
import { distance, type Missed, type ReadTrace, type TraceEvent } from "./request-events.ts";

/**
 * What a request may have lived through between two events, while nobody listened; undefined where
 * the one comes just after the other.
 *
 * @param preflight of its last hop, where one was heard.
 */
export function missedBetween(
  before: TraceEvent,
  after: TraceEvent,
  { announcesBeforePreflight }: BrowserFacts,
  preflight: ReadTrace | undefined,
): Missed | undefined {
  const { kind } = after;
  const isSent = before.kind === "headers-sent";
  // How many of a request's events there are between them; of another URL's, 10 more.
  const between = distance(before, after);
  if (kind === "failed" && between < 10) {
    if (isSent && wasAborted(after)) return undefined;
    // Where the preflight itself does not fail, Chromium names no reason.
    const ending = preflight?.ending.kind;
    if (ending === "failed") return undefined;
    if (ending === "completed" && after.error === "net::ERR_FAILED") return undefined;
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
