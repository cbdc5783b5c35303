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
  /** When it began, or may have begun, where that was missed. */
  readonly since: number;
  /** When the request ended, if this hop is its last. */
  readonly endedAt: number | null;
  /** Whether it ended then because it was given up. */
  readonly wasAborted: boolean;
}

export interface PairablePreflight {
  readonly requestId: string;
  readonly read: ReadTrace;
}

/** Which hop each preflight belongs to: preflight's request id → hop. */
export type Pairing = ReadonlyMap<string, PairableHop>;

/** How long after a request failed Chromium may still begin with its preflight. */
const FAILED_MS = 500;

/** The same of one that was aborted: thousands of them take a while. */
const ABORTED_MS = 5000;

/** How long before what was first heard of a request it may have begun, where its beginning was missed. */
const MISSED_MS = 10_000;

/** The hops of a request, as preflights may belong to them. */
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

/** From when on no preflight of a hop begins, at the latest; null where nothing tells. */
function lastMoment(candidate: PairableHop, facts: BrowserFacts): number | null {
  const { hop, endedAt, wasAborted } = candidate;
  const grace = wasAborted ? ABORTED_MS : FAILED_MS;
  return closedAt(hop, facts) ?? (endedAt === null ? null : endedAt + grace);
}

/** From when on a hop has no need of a preflight any more; null where nothing tells. */
function closedAt(
  { sentAt, response }: Hop,
  { announcesBeforePreflight }: BrowserFacts,
): number | null {
  return (announcesBeforePreflight ? null : sentAt) ?? response?.receivedAt ?? null;
}

/**
 * Pairs preflights with the hops they were made for. All given ones share tab, frame and document. A
 * preflight fits a hop of its URL whose method it announces, that had begun and was not yet sent (in
 * Chromium) or had no response; where several fit, the one that has waited longest. What is over by then may
 * have been given up just before, and its preflight may have been late: where there are more
 * preflights than such hops, the last ones belong to the last requests. One that fits none stays
 * unpaired, and is not guessed at.
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

/** Whether an OPTIONS of which no headers were heard may be a preflight of the hop. */
export function mayOwn(hop: PairableHop, unclear: ReadTrace, browser: Browser): boolean {
  return fits(hop, unclear, factsOf(browser));
}

function byRequest(pairs: ReadonlyMap<PairablePreflight, PairableHop>): Pairing {
  return new Map(Array.from(pairs, ([{ requestId }, hop]) => [requestId, hop]));
}

function fits(candidate: PairableHop, preflight: ReadTrace, facts: BrowserFacts): boolean {
  const { hop } = candidate;
  const { url, requestHeaders: sent } = preflight.hops[0] as Hop;
  // Chromium's preflights have no user and no password, Gecko's have them.
  if (url !== hop.url && url !== withoutUserinfo(hop.url)) return false;
  const { startedAt, endedAt } = preflight;
  const last = lastMoment(candidate, facts);
  if (startedAt < candidate.since || (last !== null && startedAt > last)) return false;
  // What was sent before a preflight had ended had another, or none.
  const closed = closedAt(hop, facts);
  if (closed !== null && endedAt !== null && endedAt > closed + CLOCK_SLACK) return false;
  if (sent === null) return true;
  if (get(sent, "Access-Control-Request-Method") !== hop.method) return false;
  const announced = listMembers(get(sent, "Access-Control-Request-Headers"));
  return announced.every((name) => isAnnouncedFor(candidate, name, facts));
}

/** How far apart the times of one request's events and another's may be, in milliseconds. */
const CLOCK_SLACK = 5;

/** Whether a header that a preflight announces is on the request, or was. */
function isAnnouncedFor({ hop, index }: PairableHop, name: string, facts: BrowserFacts): boolean {
  if (hop.requestHeaders === null || has(hop.requestHeaders, name)) return true;
  // Chromium does not show Authorization in every case.
  if (asciiLowercase(name) === "authorization") return true;
  return facts.announcesDroppedHeaders && index > 0 && /^content-/i.test(name);
}
