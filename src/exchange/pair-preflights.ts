import { asciiLowercase, listMembers } from "../http/field-values.ts";
import { get, has } from "../http/header-list.ts";
import type { Browser } from "../observation/observation.ts";
import type { Hop } from "./exchange.ts";
import type { Span } from "./lots.ts";
import type { ReadTrace } from "./request-trace.ts";

/** A hop that a preflight may belong to. */
export interface PairableHop {
  readonly requestId: string;
  readonly index: number;
  readonly hop: Hop;
  /** When the request ended, if this hop is its last. */
  readonly endedAt: number | null;
}

export interface PairablePreflight {
  readonly requestId: string;
  readonly read: ReadTrace;
}

/** Which hop each preflight belongs to: preflight's request id → hop. */
export type Pairing = ReadonlyMap<string, PairableHop>;

/** When the preflight of a hop may begin. */
export function spanOfHop({ hop, endedAt }: PairableHop, browser: Browser): Span {
  const closed = closedAt(hop, browser) ?? (endedAt === null ? null : endedAt + GIVEN_UP_MS);
  return [hop.startedAt, closed ?? Number.POSITIVE_INFINITY];
}

/** From when on no preflight of a hop begins; null where nothing tells. */
function closedAt({ sentAt, response }: Hop, browser: Browser): number | null {
  return (browser === "chromium" ? sentAt : null) ?? response?.receivedAt ?? null;
}

/**
 * Pairs preflights with the hops they were made for. All given ones share tab, frame and document. A
 * preflight fits a hop of its URL whose method it asks for, that had begun and was not yet sent (in
 * Chromium) or answered; where several fit, the one that has waited longest. One that fits none may
 * be that of a request which the page gave up just before; else it stays unpaired, and is not
 * guessed at.
 */
export function pairPreflights(
  hops: readonly PairableHop[],
  preflights: readonly PairablePreflight[],
  browser: Browser,
): Pairing {
  const waiting = [...hops].sort(
    (a, b) => a.hop.startedAt - b.hop.startedAt || compareIds(a.requestId, b.requestId),
  );
  const pairing = new Map<string, PairableHop>();
  const inOrder = [...preflights].sort(
    (a, b) => a.read.startedAt - b.read.startedAt || compareIds(a.requestId, b.requestId),
  );
  for (const preflight of inOrder) {
    const find = (late: number) =>
      waiting.findIndex((candidate) => fits(candidate, preflight.read, browser, late));
    const inTime = find(0);
    const at = inTime === -1 ? find(GIVEN_UP_MS) : inTime;
    if (at === -1) continue;
    pairing.set(preflight.requestId, waiting[at] as PairableHop);
    waiting.splice(at, 1);
  }
  return pairing;
}

/** How long after a request was given up Chromium may still begin with its preflight. */
const GIVEN_UP_MS = 500;

/** @param late how long after its request has ended a preflight may begin. */
function fits(
  candidate: PairableHop,
  preflight: ReadTrace,
  browser: Browser,
  late: number,
): boolean {
  const { hop } = candidate;
  const { url, requestHeaders: asked } = preflight.hops[0] as Hop;
  if (url !== hop.url) return false;
  if (asked !== null) {
    if (get(asked, "Access-Control-Request-Method") !== hop.method) return false;
    const announced = listMembers(get(asked, "Access-Control-Request-Headers"));
    if (!announced.every((name) => isAnnouncedFor(candidate, name, browser))) return false;
  }
  const ended = candidate.endedAt === null ? null : candidate.endedAt + late;
  const closed = closedAt(hop, browser) ?? ended;
  return hop.startedAt <= preflight.startedAt && (closed === null || preflight.startedAt <= closed);
}

/** Whether a header that a preflight announces is on the request, or was. */
function isAnnouncedFor({ hop, index }: PairableHop, name: string, browser: Browser): boolean {
  if (hop.requestHeaders === null || has(hop.requestHeaders, name)) return true;
  // Chromium does not show Authorization in every case.
  if (asciiLowercase(name) === "authorization") return true;
  // Where a redirect makes a GET of a POST, Gecko 153 still announces what it takes off.
  return browser === "gecko" && index > 0 && /^content-/i.test(name);
}

function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
