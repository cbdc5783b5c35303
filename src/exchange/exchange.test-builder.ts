import type { HeaderList } from "../http/header-list.ts";
import { originOf } from "../http/origin.ts";
import type { Exchange, Hop, OtherRequester, Preflight, Response } from "./exchange.ts";

/** The fields of any kind of exchange. */
type ExchangeFields = { readonly [K in keyof Exchange]: Exchange[K] };

/** Headers as an object, or as lines where order or duplicates matter. */
export type HeadersInit = HeaderList | Readonly<Record<string, string>>;

export type ResponseInit = Omit<Partial<Response>, "headers" | "rewrittenHeaders"> & {
  readonly headers?: HeadersInit;
  readonly rewrittenHeaders?: HeadersInit | null;
};

export type PreflightInit = Omit<Partial<Preflight>, "requestHeaders" | "response"> & {
  readonly requestHeaders?: HeadersInit | null;
  /** Shorthand for `response: { status }`. */
  readonly status?: number;
  readonly headers?: HeadersInit;
  readonly response?: ResponseInit | null;
};

export type HopInit = Omit<Partial<Hop>, "requestHeaders" | "preflight" | "response"> & {
  readonly requestHeaders?: HeadersInit | null;
  readonly preflight?: PreflightInit | null;
  readonly response?: ResponseInit | null;
};

export type ExchangeInit = Omit<Partial<ExchangeFields>, "hops" | "kind"> & {
  readonly hops?: readonly HopInit[];
  /** Shorthands for a single hop; ignored when `hops` is given. */
  readonly url?: string;
  readonly method?: string;
  readonly requestHeaders?: HeadersInit | null;
  readonly preflight?: PreflightInit | null;
  readonly response?: ResponseInit | null;
};

const START = Date.UTC(2026, 0, 2, 3, 4, 5);

/**
 * An exchange with defaults: a cross-origin GET from https://app.test to https://api.test/items that got a
 * response with status 200 and was allowed. With the ending "not-sent", or a response by a service worker
 * alone, it becomes a call's or an element's exchange without a request.
 *
 * @throws for an exchange that no recording can contain.
 */
export function anExchange(init: ExchangeInit = {}): Exchange {
  const { hops, url, method, requestHeaders, preflight, response, ...rest } = init;
  const initiatorOrigin =
    init.initiatorOrigin === undefined ? "https://app.test" : init.initiatorOrigin;
  const single = {
    ...(url === undefined ? {} : { url }),
    ...(method === undefined ? {} : { method }),
    ...(requestHeaders === undefined ? {} : { requestHeaders }),
    ...(preflight === undefined ? {} : { preflight }),
    ...(response === undefined ? {} : { response }),
  };
  const all = hops ?? [single];
  const ending = init.ending ?? { kind: "completed" };
  const never = ending.kind === "not-sent" || (init.answeredByWorker ?? null) !== null;
  return legal({
    kind: !never ? "requested" : init.call ? "call-never-requested" : "element-never-requested",
    id: "1",
    browser: "chromium",
    tabId: 7,
    frameId: 0,
    parentFrameId: -1,
    documentId: "D1",
    documentLifecycle: never ? null : "active",
    resourceType: "xmlhttprequest",
    initiatorOrigin,
    startedAt: START,
    endedAt: START + 100,
    ending,
    completeness: "complete",
    cachedFrom: null,
    requesters: [],
    embedderPolicy: never ? null : "unsafe-none",
    ancestorOrigins: [],
    documentShown: false,
    documentOrigins: [],
    topOrigin: null,
    stack: null,
    call: null,
    callResult: null,
    violation: null,
    element: null,
    elementFailed: false,
    timedStatus: null,
    answeredByWorker: null,
    ...rest,
    hops: all.map((hop, index) =>
      aHop(
        never ? { requestHeaders: null, response: null, ...hop } : hop,
        initiatorOrigin ?? "null",
        rest.startedAt ?? START,
        index,
        all[index + 1]?.url,
        // Chromium does not report the address of a withheld response.
        index === all.length - 1 && rest.ending?.kind === "failed" ? null : "93.184.216.34",
      ),
    ),
  });
}

/**
 * An exchange with some fields changed.
 *
 * @throws where no recording can contain the result.
 */
export function withFields(exchange: Exchange, fields: Partial<ExchangeFields>): Exchange {
  return legal({ ...exchange, ...fields });
}

function legal(exchange: ExchangeFields): Exchange {
  if (!isLegal(exchange)) throw new Error(`no recording holds ${JSON.stringify(exchange)}`);
  return exchange;
}

/** Whether fields that belong together match, as the type `Exchange` demands. */
function isLegal(exchange: ExchangeFields): exchange is ExchangeFields & Exchange {
  const { kind, call, callResult, element, elementFailed, ending, hops } = exchange;
  if (call === null && callResult !== null) return false;
  if (element === null && elementFailed) return false;
  if (kind === "requested") return ending.kind !== "not-sent" && exchange.answeredByWorker === null;
  if (hops.length !== 1 || ending.kind === "failed") return false;
  if (!holds(exchange, NEVER_REQUESTED) || !holds(hops[0] as Hop, UNSENT)) return false;
  if (kind === "call-never-requested") return callResult !== null && element === null;
  if (call !== null || ending.kind === "completed" || exchange.timedStatus !== null) return false;
  if (exchange.answeredByWorker !== null) return false;
  return element === null ? exchange.violation !== null : elementFailed;
}

const NEVER_REQUESTED = {
  parentFrameId: -1,
  documentLifecycle: null,
  cachedFrom: null,
  requesters: [],
  embedderPolicy: null,
  ancestorOrigins: [],
  documentShown: false,
  completeness: "complete",
} as const;

const UNSENT = {
  requestHeaders: null,
  sentAt: null,
  preflight: null,
  response: null,
  redirect: null,
} as const;

function holds<T extends object>(value: T, wanted: Partial<T>): boolean {
  const names = Object.keys(wanted) as (keyof T)[];
  return names.every((name) => JSON.stringify(value[name]) === JSON.stringify(wanted[name]));
}

function aHop(
  init: HopInit,
  origin: string,
  start: number,
  index: number,
  next: string | undefined,
  ip: string | null,
): Hop {
  const { requestHeaders, preflight, response, ...rest } = init;
  const url = init.url ?? "https://api.test/items";
  const at = start + index * 20;
  return {
    url,
    origin: originOf(url),
    method: "GET",
    startedAt: at,
    sentAt: requestHeaders === null ? null : at + 10,
    redirect: next === undefined ? null : { url: next, internal: false },
    ...rest,
    requestHeaders:
      requestHeaders === undefined ? [["Origin", origin]] : headersOrNull(requestHeaders),
    preflight: preflight ? aPreflight(preflight, url, origin, init.method ?? "GET", at) : null,
    response:
      response === null
        ? null
        : aResponse({ ip, ...response }, at + 15, next === undefined ? 200 : 302, {
            "Access-Control-Allow-Origin": origin,
            Vary: "Origin",
            ...(next === undefined ? {} : { Location: next }),
          }),
  };
}

function aPreflight(
  init: PreflightInit,
  url: string,
  origin: string,
  method: string,
  at: number,
): Preflight {
  const { requestHeaders, response, status, headers, ...rest } = init;
  return {
    requestId: "p1",
    url,
    startedAt: at + 1,
    endedAt: at + 6,
    redirect: null,
    ending: { kind: "completed" },
    ...rest,
    requestHeaders:
      requestHeaders === undefined
        ? [
            ["Origin", origin],
            ["Access-Control-Request-Method", method],
          ]
        : headersOrNull(requestHeaders),
    response:
      response === null
        ? null
        : aResponse(
            {
              ...(status === undefined ? {} : { status }),
              ...(headers === undefined ? {} : { headers }),
              ...response,
            },
            at + 5,
            204,
            { "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Methods": method },
          ),
  };
}

function aResponse(init: ResponseInit, at: number, status: number, headers: HeadersInit): Response {
  const { rewrittenHeaders, ...rest } = init;
  return {
    status,
    statusText: "",
    receivedAt: at,
    fromCache: false,
    ip: "93.184.216.34",
    linesSeen: false,
    ...rest,
    headers: toList(init.headers ?? headers),
    rewrittenHeaders: rewrittenHeaders == null ? null : toList(rewrittenHeaders),
  };
}

function headersOrNull(headers: HeadersInit | null): HeaderList | null {
  return headers === null ? null : toList(headers);
}

function toList(headers: HeadersInit): HeaderList {
  return isList(headers) ? headers : Object.entries(headers);
}

function isList(headers: HeadersInit): headers is HeaderList {
  return Array.isArray(headers);
}

/** An earlier request for the first URL by another origin. */
export function anOtherRequester(init: Partial<OtherRequester> = {}): OtherRequester {
  return {
    ...{ hop: 0, exchange: "0", origin: "https://b.test", allowOrigin: null },
    credentialsIncluded: null,
    ...init,
  };
}
