import type { BrowserFacts } from "../browsers/browser-facts.ts";
import { factsOf } from "../browsers/facts-of.ts";
import { asciiLowercase, listMembers } from "../http/field-values.ts";
import { get, has } from "../http/header-list.ts";
import { withoutUserinfo } from "../http/origin.ts";
import type { Browser } from "../observation/observation.ts";
import { type Hop, wasAborted } from "./exchange.ts";
import { compareIds } from "./in-order.ts";
import type { Span } from "./overlapping-spans.ts";
import { pairInOrder } from "./pair-in-order.ts";
import type { ReadTrace } from "./request-events.ts";

/** A hop that a preflight may belong to. */
export interface PairableHop {
  readonly requestId: string;
  readonly index: number;
  readonly hop: Hop;
  /** When the hop began, or the earliest possible moment where its beginning was missed. */
  readonly since: number;
  /** When the request ended, if this hop is its last. */
  readonly endedAt: number | null;
  /** Whether the request was aborted on this hop. */
  readonly wasAborted: boolean;
}

export interface PairablePreflight {
  readonly requestId: string;
  readonly read: ReadTrace;
}

/** The hop of each preflight: preflight's request id → hop. */
export type Pairing = ReadonlyMap<string, PairableHop>;

/** How long after a request failed Chromium may still begin its preflight. */
const FAILED_MS = 500;

/** The same for an aborted request: thousands of them take a while. */
const ABORTED_MS = 5000;

/** How long before its first recorded event a request may have begun, where its beginning was missed. */
const MISSED_MS = 10_000;

/** The hops of a request, as candidates for preflights. */
export function pairableHops(
  requestId: string,
  { hops, ending, endedAt, whole }: ReadTrace,
): PairableHop[] {
  return hops.map((hop, index) => {
    const isLast = index === hops.length - 1;
    return {
      requestId,
      index,
      hop,
      since: whole || index > 0 ? hop.startedAt : hop.startedAt - MISSED_MS,
      endedAt: isLast ? endedAt : null,
      wasAborted: isLast && wasAborted(ending),
    };
  });
}

/** When the preflight of a hop may begin. */
export function spanOfHop(candidate: PairableHop, browser: Browser): Span {
  return [candidate.since, lastMoment(candidate, factsOf(browser)) ?? Number.POSITIVE_INFINITY];
}

/** The last moment at which a hop's preflight may begin; null where unknown. */
function lastMoment(candidate: PairableHop, facts: BrowserFacts): number | null {
  const { hop, endedAt, wasAborted } = candidate;
  const grace = wasAborted ? ABORTED_MS : FAILED_MS;
  return closedAt(hop, facts) ?? (endedAt === null ? null : endedAt + grace);
}

/** When a hop no longer needs a preflight; null where unknown. */
function closedAt(
  { sentAt, response }: Hop,
  { announcesBeforePreflight }: BrowserFacts,
): number | null {
  return (announcesBeforePreflight ? null : sentAt) ?? response?.receivedAt ?? null;
}

/**
 * Pairs preflights with the hops that they were made for. All share tab, frame and document. A preflight fits
 * a hop with its URL and announced method that had begun and was not yet sent (in Chromium) or had no
 * response; of several, the one that has waited longest. A hop that had ended by then may have been aborted
 * just before, with a late preflight: where there are more preflights than open hops, the last preflights
 * belong to the last requests. A preflight that fits no hop stays unpaired.
 */
export function pairPreflights(
  hops: readonly PairableHop[],
  preflights: readonly PairablePreflight[],
  browser: Browser,
): Pairing {
  const facts = factsOf(browser);
  const begun = [...hops].sort(
    (a, b) => a.hop.startedAt - b.hop.startedAt || compareIds(a.requestId, b.requestId),
  );
  const inOrder = [...preflights].sort(
    (a, b) => a.read.startedAt - b.read.startedAt || compareIds(a.requestId, b.requestId),
  );
  const isOpen = (hop: PairableHop, { startedAt }: ReadTrace) =>
    startedAt <= (closedAt(hop.hop, facts) ?? hop.endedAt ?? startedAt);
  const inTime = pairInOrder(
    inOrder,
    begun,
    ({ read }, hop) => isOpen(hop, read) && fits(hop, read, facts),
  );
  if (inTime.size === preflights.length) return byRequest(inTime);
  const late = pairInOrder(inOrder.toReversed(), begun.toReversed(), ({ read }, hop) =>
    fits(hop, read, facts),
  );
  return byRequest(late.size > inTime.size ? late : inTime);
}

/** Whether an OPTIONS request without recorded headers may be a preflight of the hop. */
export function mayOwn(hop: PairableHop, unclear: ReadTrace, browser: Browser): boolean {
  return fits(hop, unclear, factsOf(browser));
}

function byRequest(pairs: ReadonlyMap<PairablePreflight, PairableHop>): Pairing {
  return new Map(Array.from(pairs, ([{ requestId }, hop]) => [requestId, hop]));
}

function fits(candidate: PairableHop, preflight: ReadTrace, facts: BrowserFacts): boolean {
  const { hop } = candidate;
  const { url, requestHeaders: sent } = preflight.hops[0] as Hop;
  // Chromium's preflights omit user name and password, Gecko's have them.
  if (url !== hop.url && url !== withoutUserinfo(hop.url)) return false;
  const { startedAt, endedAt } = preflight;
  const last = lastMoment(candidate, facts);
  if (startedAt < candidate.since || (last !== null && startedAt > last)) return false;
  // A hop sent before the preflight ended had another preflight, or none.
  const closed = closedAt(hop, facts);
  if (closed !== null && endedAt !== null && endedAt > closed + CLOCK_SLACK) return false;
  if (sent === null) return true;
  if (get(sent, "Access-Control-Request-Method") !== hop.method) return false;
  const announced = listMembers(get(sent, "Access-Control-Request-Headers"));
  return announced.every((name) => isAnnouncedFor(candidate, name, facts));
}

/** How far the times of two requests' events may differ, in milliseconds. */
const CLOCK_SLACK = 5;

/** Whether a header that a preflight lists is, or was, on the request. */
function isAnnouncedFor({ hop, index }: PairableHop, name: string, facts: BrowserFacts): boolean {
  if (hop.requestHeaders === null || has(hop.requestHeaders, name)) return true;
  // Chromium does not always show Authorization.
  if (asciiLowercase(name) === "authorization") return true;
  return facts.announcesDroppedHeaders && index > 0 && /^content-/i.test(name);
}
