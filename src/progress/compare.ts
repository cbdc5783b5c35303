import type { Exchange, Hop, Response } from "../exchange/exchange.ts";
import { judgedHeaders } from "../exchange/exchange.ts";
import { mayBeOfTrial } from "../exchange/trial-headers.ts";
import type { ByteString } from "../http/byte-string.ts";
import { getAll, type HeaderList } from "../http/header-list.ts";
import type { Judged } from "../verdict/judged.ts";
import { pairRequests } from "./pair-requests.ts";

/** The part of an exchange that a difference is in. */
export interface Part {
  readonly hop: number;
  readonly message: "preflight" | "request";
  readonly side: "request" | "response";
}

/** Differences other than headers. */
export type Trait = "result" | "url" | "hops" | "sent" | "status";

/**
 * Whether a trial of ours caused a difference: "possible" where the browser reports only the changed headers.
 */
export type ByTrial = "no" | "possible" | "yes";

/** One difference; the values of a side are empty where the side has none. */
export type Difference =
  | {
      readonly kind: "trait";
      readonly trait: Trait;
      /** Null where the difference concerns the whole exchange. */
      readonly part: Part | null;
      readonly before: readonly string[];
      readonly after: readonly string[];
    }
  | {
      readonly kind: "header";
      readonly part: Part;
      /** The later spelling, or else the earlier one. */
      readonly name: string;
      /** Whether the header differs between any two responses, as a date does. */
      readonly volatile: boolean;
      readonly byTrial: ByTrial;
      readonly before: readonly ByteString[];
      readonly after: readonly ByteString[];
    };

/** A request that differs from its counterpart. */
export interface ComparedRequest<Item> {
  readonly before: Item;
  readonly after: Item;
  readonly differences: readonly Difference[];
}

/** Two loads, request by request. */
export interface Comparison<Item> {
  readonly changed: readonly ComparedRequest<Item>[];
  /** Requests in the first load only, and in the second only. */
  readonly missing: readonly Item[];
  readonly added: readonly Item[];
  /** The number of requests that differ in volatile headers at most. */
  readonly alike: number;
}

/**
 * Compares two loads, or any two lists of requests, per request and per header. Pure. A list does not differ
 * from itself; swapping the lists swaps the sides of each difference.
 */
export function compareLoads<Item extends Judged>(
  before: readonly Item[],
  after: readonly Item[],
): Comparison<Item> {
  const changed: ComparedRequest<Item>[] = [];
  const missing: Item[] = [];
  const added: Item[] = [];
  let alike = 0;
  for (const { before: one, after: other } of pairRequests(before, after)) {
    if (one === null || other === null) {
      if (one !== null) missing.push(one);
      if (other !== null) added.push(other);
      continue;
    }
    const differences = compareRequests(one, other);
    if (differences.every(isVolatile)) alike++;
    else changed.push({ before: one, after: other, differences });
  }
  return { changed, missing, added, alike };
}

/** Whether the server is not the reason: a volatile header, or a preflight whose result was cached. */
export function isVolatile(one: Difference): boolean {
  if (one.kind === "header") return one.volatile;
  return one.trait === "sent" && one.part?.message === "preflight";
}

/** The differences between two requests: the result first, then message by message. Pure. */
export function compareRequests(before: Judged, after: Judged): Difference[] {
  const hops = Math.max(before.exchange.hops.length, after.exchange.hops.length);
  return [
    ...trait("result", null, result(before), result(after)),
    ...trait("hops", null, [`${before.exchange.hops.length}`], [`${after.exchange.hops.length}`]),
    ...Array.from({ length: hops }, (_, hop) =>
      compareHops(hop, before.exchange, after.exchange),
    ).flat(),
  ];
}

function result({ verdict: { outcome, cause } }: Judged): string[] {
  return cause === null ? [outcome] : [outcome, cause.code, cause.parameter ?? ""];
}

function compareHops(index: number, before: Exchange, after: Exchange): Difference[] {
  const [a, b] = [before.hops[index], after.hops[index]];
  // The number of hops already shows that one is missing.
  if (a === undefined || b === undefined) return [];
  const at = (message: Part["message"], side: Part["side"]): Part => ({
    hop: index,
    message,
    side,
  });
  return [
    ...trait("url", at("request", "request"), [a.url], [b.url]),
    ...compareMessages(index, "preflight", preflightOf(a, before), preflightOf(b, after)),
    ...compareMessages(index, "request", requestOf(a, before), requestOf(b, after)),
  ];
}

interface Message {
  readonly wasSent: boolean;
  readonly headers: HeaderList;
  readonly status: readonly string[];
  /** The response headers that the browser used. */
  readonly used: HeaderList;
  /** The server's response headers, as far as they are known. */
  readonly servers: HeaderList;
  /** Whether a trial may have changed the server's headers without being visible. */
  readonly mixed: boolean;
}

function preflightOf({ preflight }: Hop, exchange: Exchange): Message {
  const response = responseOf(preflight?.response ?? null, exchange);
  return { wasSent: preflight !== null, headers: preflight?.requestHeaders ?? [], ...response };
}

function requestOf({ requestHeaders, response }: Hop, exchange: Exchange): Message {
  const wasSent = requestHeaders !== null;
  return { wasSent, headers: requestHeaders ?? [], ...responseOf(response, exchange) };
}

function responseOf(response: Response | null, exchange: Exchange) {
  const used = response === null ? [] : judgedHeaders(response);
  const servers = response !== null && exchange.trial === true ? response.headers : used;
  return {
    status: response === null ? [] : [String(response.status)],
    used,
    servers,
    mixed: mayBeOfTrial(exchange),
  };
}

function compareMessages(
  hop: number,
  message: Part["message"],
  a: Message,
  b: Message,
): Difference[] {
  const request: Part = { hop, message, side: "request" };
  const response: Part = { hop, message, side: "response" };
  const sent = trait("sent", request, [String(a.wasSent)], [String(b.wasSent)]);
  // If one of the messages was not sent, naming each missing part adds nothing.
  if (!a.wasSent || !b.wasSent) return sent;
  return [
    ...compareHeaders(request, a.headers, b.headers),
    ...trait("status", response, a.status, b.status),
    ...compareResponseHeaders(response, a, b),
  ];
}

/** Differences in the servers' headers, and separately those caused by a trial. */
function compareResponseHeaders(part: Part, a: Message, b: Message): Difference[] {
  if (a.mixed || b.mixed) {
    return compareHeaders(part, a.used, b.used, (name) => (TRIED.test(name) ? "possible" : "no"));
  }
  const isTried = ({ servers, used }: Message, name: string) =>
    !same(getAll(servers, name), getAll(used, name));
  return [
    ...compareHeaders(part, a.servers, b.servers),
    ...compareHeaders(part, a.used, b.used, () => "yes").filter(
      ({ name }) => isTried(a, name) || isTried(b, name),
    ),
  ];
}

function compareHeaders(
  part: Part,
  a: HeaderList,
  b: HeaderList,
  byTrial: (name: string) => ByTrial = () => "no",
): HeaderDifference[] {
  const spelt = new Map([...a, ...b].map(([name]) => [name.toLowerCase(), name]));
  return [...spelt.keys()]
    .sort()
    .map((key): HeaderDifference => {
      const [before, after] = [getAll(a, key), getAll(b, key)];
      const [name, volatile] = [spelt.get(key) ?? key, VOLATILE.test(key)];
      return { kind: "header", part, name, volatile, byTrial: byTrial(key), before, after };
    })
    .filter(({ before, after }) => !same(before, after))
    .sort((one, other) => rank(one) - rank(other));
}

const rank = (one: Difference) => (isVolatile(one) ? 1 : 0);

function trait(
  name: Trait,
  part: Part | null,
  before: readonly string[],
  after: readonly string[],
): Difference[] {
  return same(before, after) ? [] : [{ kind: "trait", trait: name, part, before, after }];
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((value, index) => value === b[index]);

type HeaderDifference = Extract<Difference, { kind: "header" }>;

/** The headers that a fix sets or removes. */
const TRIED = /^(?:access-control-.*|location|vary)$/;

/** Dates, validators, lengths and ids: they differ on every response and do not affect CORS. */
const VOLATILE =
  /^(?:age|alt-svc|cf-ray|connection|content-length|date|etag|expires|if-modified-since|if-none-match|keep-alive|last-modified|nel|report-to|reporting-endpoints|server-timing|traceparent|tracestate|transfer-encoding|via|x-amz.*|x-azure-ref|x-cache.*|x-correlation-id|x-ratelimit.*|ratelimit.*|x-request-id|x-runtime|x-served-by|x-timer|x-trace-id|x-vercel-id|sec-fetch-user|sec-ch-ua.*|user-agent)$/;
