import {
  type Exchange,
  type Hop,
  judgedHeaders,
  lastHop,
  type Response,
} from "../exchange/exchange.ts";
import { get, getAll, type HeaderList } from "../http/header-list.ts";
import type { SerializedOrigin } from "../http/origin.ts";
import { isOkStatus } from "../http/statuses.ts";
import { isStored } from "../verdict/notes.ts";
import type { Stage, Verdict } from "../verdict/verdict.ts";
import { faultyHopOf, type HostRecord, type Surroundings } from "./surroundings.ts";

/** The input of the rules: an exchange, its verdict, the response at fault and the surroundings. */
export interface Situation {
  readonly exchange: Exchange;
  readonly verdict: Verdict;
  readonly around: Surroundings;
  /** The hop at which the exchange was stopped; the last hop if it was not. */
  readonly hop: Hop;
  readonly hopIndex: number;
  readonly stage: Stage;
  /** The response that decided: the preflight response at that stage, else the response to the request. */
  readonly response: Response | null;
  readonly headers: HeaderList;
  readonly status: number | null;
  /** The hop's request origin. */
  readonly origin: SerializedOrigin;
  readonly allowOrigin: string | null;
  readonly allowOriginLines: readonly string[];
  readonly blockedByCors: boolean;
  readonly host: HostRecord;
}

export function situationOf(exchange: Exchange, verdict: Verdict, around: Surroundings): Situation {
  const { cause } = verdict;
  const hopIndex = faultyHopOf({ exchange, verdict });
  const hop = exchange.hops[hopIndex] ?? lastHop(exchange);
  const stage = cause?.stage ?? "response";
  const response = (stage === "preflight" ? hop.preflight?.response : hop.response) ?? null;
  const headers = response === null ? [] : judgedHeaders(response);
  return {
    exchange,
    verdict,
    around,
    hop,
    hopIndex,
    stage,
    response,
    headers,
    status: response?.status ?? null,
    origin: verdict.originPerHop[hopIndex] ?? verdict.initiatorOrigin,
    allowOrigin: get(headers, "Access-Control-Allow-Origin"),
    allowOriginLines: getAll(headers, "Access-Control-Allow-Origin"),
    blockedByCors: verdict.outcome === "blocked" && cause?.family === "cors",
    host: around.hostOf(hop.origin),
  };
}

/** Whether the response at fault is a preflight response. */
export const atPreflight = ({ stage }: Situation): boolean => stage === "preflight";

/** Whether the response at fault lacks Access-Control-Allow-Origin. */
export function lacksAllowOrigin({ blockedByCors, response, allowOrigin }: Situation): boolean {
  return blockedByCors && response !== null && allowOrigin === null;
}

/** Whether the response at fault came from the browser's cache; the server may send another one now. */
export function isFromBrowserCache({ exchange, hop, hopIndex, stage }: Situation): boolean {
  return stage !== "preflight" && isStored(exchange, hop, hopIndex);
}

/** Whether the request was sent by the result of an earlier preflight, which allowed the origin. */
export function wasPreflightCached({ exchange, verdict, origin }: Situation): boolean {
  const isPage = origin === verdict.initiatorOrigin && origin !== "null";
  return verdict.preflight.seen === "cached" && exchange.hops.length === 1 && isPage;
}

/** Whether the response at fault has a status from 200 to 299. */
export function isOk({ status }: Situation): boolean {
  return status !== null && isOkStatus(status);
}

/** The headers that the request carries or its preflight lists, in lower case. */
export function requestHeaderNames({ exchange, hop }: Situation): ReadonlySet<string> {
  const listed = get(hop.preflight?.requestHeaders ?? [], "Access-Control-Request-Headers") ?? "";
  return new Set([
    ...(exchange.call?.headerNames ?? []),
    ...listed.split(",").map((name) => name.trim().toLowerCase()),
    ...(hop.requestHeaders ?? []).map(([name]) => name.toLowerCase()),
  ]);
}
