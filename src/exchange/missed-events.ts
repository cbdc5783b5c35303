import type { BrowserFacts } from "../browsers/browser-facts.ts";
import { isCorsSafelistedMethod } from "../http/methods.ts";
import { callerHeaders, corsUnsafeRequestHeaders } from "../http/safelist.ts";
import { type Hop, wasAborted } from "./exchange.ts";
import { type Missed, type ReadTrace, type TraceEvent, withoutFragment } from "./request-events.ts";

/** What comes just before each event of a request. */
const BEFORE: Readonly<Record<TraceEvent["kind"], TraceEvent["kind"]>> = {
  started: "redirected",
  "headers-sent": "started",
  "headers-received": "headers-sent",
  redirected: "headers-received",
  completed: "headers-received",
  failed: "headers-received",
};

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
  const { kind, url } = after;
  const here = before.kind === "redirected" ? withoutFragment(before.redirectUrl) : before.url;
  if (kind === "failed" && here === url) {
    if (before.kind === "headers-sent" && wasAborted(after)) return undefined;
    // Where the preflight itself does not fail, Chromium names no reason.
    const { kind: ending } = preflight?.ending ?? { kind: "pending" };
    if (ending === "failed") return undefined;
    if (ending === "completed" && after.error === "net::ERR_FAILED") return undefined;
  }
  if (before.kind !== BEFORE[kind] || here !== url) return "part";
  // Of other statuses the browser may make the next request by itself: to where it leads, with a password.
  const isLast = before.kind !== "headers-received" || kind === "redirected" || before.status < 300;
  if (!isLast) return "part";
  const mayHavePreflight =
    kind === (announcesBeforePreflight ? "headers-received" : "headers-sent");
  return mayHavePreflight ? "preflight" : undefined;
}

/** Whether a hop was sent of which no preflight was heard, and that may have needed one. */
export function mayLackPreflight({ preflight, method, requestHeaders }: Hop): boolean {
  if (preflight !== null || requestHeaders === null) return false;
  const unsafe = corsUnsafeRequestHeaders(callerHeaders(requestHeaders));
  return !isCorsSafelistedMethod(method) || unsafe.length > 0;
}
