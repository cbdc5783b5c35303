import { factsOf } from "../browsers/facts-of.ts";
import {
  type Exchange,
  firstHop,
  type Hop,
  judgedHeaders,
  lastHop,
  type Response,
} from "../exchange/exchange.ts";
import { getAll } from "../http/header-list.ts";
import type { SerializedOrigin } from "../http/origin.ts";
import type { Judged } from "../verdict/judged.ts";
import { isStored } from "../verdict/notes.ts";
import {
  type RefusedCookie,
  refusalOfCookie,
  removedCookieOf,
  type SessionCookie,
  sentCookies,
  storedSession,
} from "./cookies.ts";
import { isCrossSite } from "./sites.ts";

/** A request that passed CORS without a preflight. */
export interface SimplePass {
  readonly exchange: string;
  /** The request's origin there: the page's, or "null" after redirects between servers. */
  readonly origin: SerializedOrigin;
  /** The URL without its query. */
  readonly url: string;
}

/**
 * The responses of one server origin that matter for an exchange: those before the tab left the page. A
 * server may be changed between two loads, so later responses prove nothing about an earlier load.
 */
export interface HostRecord {
  /** Cross-origin responses from the network, including preflight responses. */
  readonly responses: number;
  /** Responses with any `Access-Control-…` header. */
  readonly withCors: number;
  /** Requests with this origin that passed CORS without a preflight, newest last. */
  readonly passedWithoutPreflight: (origin: SerializedOrigin) => readonly SimplePass[];
  readonly refusedCookies: readonly RefusedCookie[];
  /** Session cookies of requests with credentials; without credentials, browsers store none. */
  readonly sessions: readonly SessionCookie[];
}

/** The parts of a recording that matter for the diagnosis of one exchange. */
export interface Surroundings {
  /**
   * The last earlier exchange that passed CORS, with a request of the same origin, method, server and path as
   * the one at fault.
   */
  readonly passedBefore: Judged | null;
  /**
   * An earlier exchange that passed CORS and whose last request differs only in its method, or in the trailing
   * slash of its path.
   */
  readonly passedAlike: Judged | null;
  /** Requests for the same URL by workers without a tab while this exchange was under way; the first few. */
  readonly inWorkers: readonly Judged[];
  /** The record of a hop's server origin. */
  readonly hostOf: (origin: SerializedOrigin) => HostRecord;
}

/** The surroundings of an exchange without any other recorded exchange. */
export const NO_SURROUNDINGS: Surroundings = {
  passedBefore: null,
  passedAlike: null,
  inWorkers: [],
  hostOf: () => EMPTY,
};

/** The surroundings of every exchange of a recording. Each lookup is one access to a table. */
export interface Recorded {
  /** Adds one more exchange; ignores an exchange that is still pending. */
  readonly add: (one: Judged) => void;
  readonly around: (one: Judged) => Surroundings;
}

const MOST_KEPT = 20;
/** Browsers keep some 180 cookies of a site. */
const MOST_SENT = 200;

const EMPTY: HostRecord = {
  responses: 0,
  withCors: 0,
  passedWithoutPreflight: () => [],
  refusedCookies: [],
  sessions: [],
};

/** A cookie as it was set, and when; what becomes of it is not known yet. */
interface NewCookie<Cookie extends RefusedCookie | SessionCookie> {
  readonly cookie: Omit<Cookie, "sentAt" | "removedAt">;
  readonly at: number;
}

/** Adds one more; the oldest goes first. */
function keep<One>(list: One[], one: One): void {
  list.push(one);
  if (list.length > MOST_KEPT) list.shift();
}

/** A host record that grows with each exchange. */
class Counted implements HostRecord {
  responses = 0;
  withCors = 0;
  private readonly refused: NewCookie<RefusedCookie>[] = [];
  private readonly stored: NewCookie<SessionCookie>[] = [];
  private readonly removals: { readonly name: string; readonly at: number }[] = [];
  /** By name: when the last request started that carried the cookie. */
  private readonly sent = new Map<string, number>();
  /** Keyed by origin and URL, so that one polled URL does not displace the others. */
  private readonly passes = new Map<string, SimplePass>();

  add({ one, index }: Visit): void {
    const { exchange, verdict } = one;
    const hop = exchange.hops[index] as Hop;
    // A response from the browser's cache does not show what the server sends now.
    const fromServer = isStored(exchange, hop, index) ? null : hop.response;
    for (const response of [hop.preflight?.response, fromServer]) {
      if (!response) continue;
      this.responses++;
      if (hasCorsHeader(response)) this.withCors++;
    }
    const isOfOtherSite = isCrossSite(exchange, hop);
    if (isOfOtherSite) this.addSent(hop);
    if (hop.response === null) return;
    const isLast = index === exchange.hops.length - 1;
    if (isLast && passedCors(one) && hop.preflight === null) {
      const origin = originAt(one, index);
      this.addPass({ exchange: exchange.id, origin, url: withoutQuery(hop.url) });
    }
    if (!isOfOtherSite) return;
    const facts = factsOf(exchange.browser);
    const at = hop.response.receivedAt;
    for (const line of getAll(judgedHeaders(hop.response), "Set-Cookie")) {
      const set = { exchange: exchange.id, startedAt: exchange.startedAt };
      const removed = removedCookieOf(line, at);
      if (removed !== null) keep(this.removals, { name: removed, at });
      const refusal = refusalOfCookie(line, hop.url, at, facts);
      if (refusal !== null) keep(this.refused, { cookie: { ...set, ...refusal }, at });
      if (verdict.credentials.value !== "include") continue;
      const session = storedSession(line, hop.url, at, facts);
      if (session !== null) keep(this.stored, { cookie: { ...set, ...session }, at });
    }
  }

  private addSent({ requestHeaders, startedAt }: Hop): void {
    for (const name of sentCookies(requestHeaders ?? [])) {
      const known = this.sent.get(name) ?? startedAt;
      if (this.sent.size < MOST_SENT || this.sent.has(name)) {
        this.sent.set(name, Math.max(known, startedAt));
      }
    }
  }

  get refusedCookies(): readonly RefusedCookie[] {
    return this.refused.map(({ cookie, at }) => ({ ...cookie, ...this.fateOf(cookie.name, at) }));
  }

  get sessions(): readonly SessionCookie[] {
    return this.stored.map(({ cookie, at }) => ({ ...cookie, ...this.fateOf(cookie.name, at) }));
  }

  /** What became of a cookie that was set at a time. */
  private fateOf(name: string, setAt: number): Pick<RefusedCookie, "sentAt" | "removedAt"> {
    const sentAt = this.sent.get(name) ?? 0;
    const removals = this.removals.filter((one) => one.name === name && one.at > setAt);
    return {
      sentAt: sentAt > setAt ? sentAt : null,
      removedAt: removals.length === 0 ? null : Math.min(...removals.map(({ at }) => at)),
    };
  }

  private addPass(pass: SimplePass): void {
    const key = `${pass.origin}\n${pass.url}`;
    this.passes.delete(key);
    this.passes.set(key, pass);
    const [oldest] = this.passes.keys();
    if (this.passes.size > MOST_KEPT && oldest !== undefined) this.passes.delete(oldest);
  }

  readonly passedWithoutPreflight = (origin: SerializedOrigin): readonly SimplePass[] =>
    [...this.passes.values()].filter((pass) => pass.origin === origin);
}

/**
 * Indexes a recording once, in one pass: a lookup takes the same time in a recording of any size.
 *
 * @param all in any order.
 */
export function surroundingsAmong(all: Iterable<Judged>): Recorded {
  const passes = new Map<string, Judged[]>();
  /** By page and path: the exchanges that passed, the earliest of each method and spelling. */
  const alike = new Map<string, Map<string, Judged>>();
  const hosts = new Map<SerializedOrigin, HostHistory>();
  const ofWorkers = new Map<string, Judged[]>();
  /** When the tab received each of its pages, in order. */
  const pages: number[] = [];
  const add = (one: Judged) => {
    const { verdict, exchange } = one;
    addPage(pages, exchange);
    if (hasEndedInWorker(one)) addInOrder(ofWorkers, requestKeyOf(exchange), one);
    if (!verdict.crossOrigin || verdict.outcome === "pending") return;
    addToHosts(hosts, one);
    if (!passedCors(one)) return;
    // A redirect of an exchange that passed allowed the origin too.
    for (const index of exchange.hops.keys()) addInOrder(passes, keyOf(one, index), one);
    addAlike(alike, one);
  };
  for (const one of all) add(one);
  return {
    add,
    around: (one) => {
      const { exchange } = one;
      const at = faultyHopOf(one);
      return {
        passedBefore: newestBefore(passes.get(keyOf(one, at)) ?? [], exchange),
        passedAlike: passedAlike(alike.get(looseKeyOf(one, at)), one),
        inWorkers: begunDuring(ofWorkers.get(requestKeyOf(exchange)) ?? [], exchange),
        hostOf: (origin) => hosts.get(origin)?.before(leftAt(pages, exchange)) ?? EMPTY,
      };
    },
  };
}

/** Service workers belong to no tab. */
function hasEndedInWorker({ exchange, verdict }: Judged): boolean {
  const { tabId, resourceType } = exchange;
  return tabId < 0 && resourceType !== "main_frame" && verdict.outcome !== "pending";
}

/** The page's origin, the method and the URL without its fragment. */
function requestKeyOf(exchange: Exchange): string {
  const { url, method } = firstHop(exchange);
  return `${exchange.initiatorOrigin}\n${method}\n${url.replace(/#.*$/s, "")}`;
}

/** The requests that began while an exchange of a tab was under way. */
function begunDuring(sorted: readonly Judged[], exchange: Exchange): readonly Judged[] {
  const { kind, startedAt, endedAt, tabId } = exchange;
  if (tabId < 0) return [];
  // An element reports only its end.
  const from = startedAt - (kind === "element-never-requested" ? ELEMENT_MS : CLOCKS_MS);
  const to = endedAt ?? Number.POSITIVE_INFINITY;
  const first = countBefore(sorted, from);
  return sorted.slice(first, first + MOST_KEPT).filter(({ exchange }) => exchange.startedAt <= to);
}

/** The longest time that we let an element wait for its service worker. */
const ELEMENT_MS = 5_000;
/** The tolerated difference between the clocks of a page and of the browser's process. */
const CLOCKS_MS = 50;

/** Records when the tab received a page, if the exchange is one; the tab left the previous page then. */
function addPage(pages: number[], exchange: Exchange): void {
  const { resourceType, frameId, ending } = exchange;
  if (resourceType !== "main_frame" || frameId !== 0 || ending.kind !== "completed") return;
  const got = lastHop(exchange).response?.receivedAt;
  if (got === undefined) return;
  const at = pages.findLastIndex((other) => other <= got);
  if (pages[at] !== got) pages.splice(at + 1, 0, got);
}

/** When the tab left the page that an exchange belongs to, if the next page was recorded. */
function leftAt(pages: readonly number[], { startedAt }: Exchange): number {
  return pages.find((got) => got > startedAt) ?? Number.POSITIVE_INFINITY;
}

/** Most exchanges arrive in the order in which they started, so the search starts from the end. */
function addInOrder(lists: Map<string, Judged[]>, key: string, one: Judged): void {
  const list = lists.get(key);
  if (list === undefined) {
    lists.set(key, [one]);
    return;
  }
  const { startedAt } = one.exchange;
  let at = list.length;
  while (at > 0 && (list[at - 1] as Judged).exchange.startedAt > startedAt) at--;
  list.splice(at, 0, one);
}

/** Whether the page could read the response of a cross-origin request by CORS. */
function passedCors({ verdict }: Judged): boolean {
  return verdict.outcome === "allowed" && verdict.mode.value === "cors";
}

/** The index of the hop at which the exchange was stopped; of the last hop if it was not. */
export function faultyHopOf({ exchange: { hops }, verdict: { cause } }: Judged): number {
  return Math.min(cause?.hop ?? hops.length - 1, hops.length - 1);
}

/** The `Origin`, the method and the path of a hop's request: similar requests differ in their query only. */
function keyOf(one: Judged, index: number): string {
  const hop = one.exchange.hops[index];
  return `${originAt(one, index)}\n${hop?.method}\n${withoutQuery(hop?.url ?? "")}`;
}

/** The `Origin` and the path without its trailing slash. */
function looseKeyOf(one: Judged, index: number): string {
  const path = withoutQuery(one.exchange.hops[index]?.url ?? "").replace(/\/$/, "");
  return `${originAt(one, index)}\n${path}`;
}

/** The request's origin at a hop: redirects between servers change it to "null". */
const originAt = ({ verdict }: Judged, index: number): SerializedOrigin =>
  verdict.originPerHop[index] ?? verdict.initiatorOrigin;

/** The hop of an exchange that is the same request as the given one, apart from its query. */
export function sameRequestIn({ hops }: Exchange, { method, url }: Hop): Hop | undefined {
  return hops.findLast(
    (one) => one.method === method && withoutQuery(one.url) === withoutQuery(url),
  );
}

function addAlike(alike: Map<string, Map<string, Judged>>, one: Judged): void {
  const last = one.exchange.hops.length - 1;
  const key = looseKeyOf(one, last);
  const kinds = alike.get(key) ?? new Map<string, Judged>();
  const kind = keyOf(one, last);
  const known = kinds.get(kind);
  // The earliest of each kind precedes the most other exchanges.
  if (known === undefined || known.exchange.startedAt > one.exchange.startedAt)
    kinds.set(kind, one);
  alike.set(key, kinds);
}

/** An earlier exchange of another kind. One with the same method is preferred: only the slash differs. */
function passedAlike(
  kinds: ReadonlyMap<string, Judged> | undefined,
  failed: Judged,
): Judged | null {
  const { exchange } = failed;
  const at = faultyHopOf(failed);
  const own = keyOf(failed, at);
  const before = [...(kinds ?? [])].flatMap(([kind, one]) =>
    kind !== own && one.exchange.startedAt < exchange.startedAt ? [one] : [],
  );
  const method = exchange.hops[at]?.method;
  return before.find((one) => lastHop(one.exchange).method === method) ?? before[0] ?? null;
}

/** A URL without query and fragment. */
export const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, "");

/** How many of the sorted exchanges started before a time, by bisection: pages poll one URL thousands of times. */
function countBefore(sorted: readonly Judged[], at: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] as Judged).exchange.startedAt < at) from = middle + 1;
    else to = middle;
  }
  return from;
}

function newestBefore(sorted: readonly Judged[], { id, startedAt }: Exchange): Judged | null {
  const found = sorted[countBefore(sorted, startedAt) - 1];
  return found === undefined || found.exchange.id === id ? null : found;
}

function addToHosts(hosts: Map<SerializedOrigin, HostHistory>, one: Judged): void {
  const { exchange, verdict } = one;
  if (verdict.mode.value !== "cors") return;
  exchange.hops.forEach((hop, index) => {
    if (hop.origin === exchange.initiatorOrigin) return;
    let host = hosts.get(hop.origin);
    if (host === undefined) {
      host = new HostHistory();
      hosts.set(hop.origin, host);
    }
    host.add({ one, index, startedAt: exchange.startedAt });
  });
}

/** A hop to a host. */
interface Visit {
  readonly one: Judged;
  readonly index: number;
  readonly startedAt: number;
}

/** The responses of one server origin, as known when each page was left. */
class HostHistory {
  private readonly visits: Visit[] = [];
  private readonly records = new Map<number, Counted>();

  add(visit: Visit): void {
    this.visits.push(visit);
    for (const [end, record] of this.records) if (visit.startedAt < end) record.add(visit);
  }

  /** The record of the visits that began before a time. */
  before(end: number): HostRecord {
    let record = this.records.get(end);
    if (record === undefined) {
      record = new Counted();
      for (const visit of this.visits) if (visit.startedAt < end) record.add(visit);
      this.records.set(end, record);
    }
    return record;
  }
}

/** Whether a response has any header of the CORS protocol. */
export function hasCorsHeader(response: Response): boolean {
  return judgedHeaders(response).some(([name]) => /^access-control-/i.test(name));
}
