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
import type { HostRecord, Surroundings } from "./surroundings.ts";

/** What the rules look at: an exchange, its verdict, the response at fault and what was recorded around it. */
export interface Situation {
  readonly exchange: Exchange;
  readonly verdict: Verdict;
  readonly around: Surroundings;
  /** Where it was stopped; of one that was not, its last hop. */
  readonly hop: Hop;
  readonly hopIndex: number;
  readonly stage: Stage;
  /** The response that decided: of the preflight at that stage, else of the request. */
  readonly response: Response | null;
  readonly headers: HeaderList;
  readonly status: number | null;
  /** The origin with which the hop was requested. */
  readonly origin: SerializedOrigin;
  readonly allowOrigin: string | null;
  readonly allowOriginLines: readonly string[];
  readonly blockedByCors: boolean;
  readonly host: HostRecord;
}

export function situationOf(exchange: Exchange, verdict: Verdict, around: Surroundings): Situation {
  const { cause } = verdict;
  const hopIndex = Math.min(cause?.hop ?? exchange.hops.length - 1, exchange.hops.length - 1);
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

/** Whether the response at fault is of a preflight. */
export const atPreflight = ({ stage }: Situation): boolean => stage === "preflight";

/** Whether the response at fault says nothing of who may read it. */
export function lacksAllowOrigin({ blockedByCors, response, allowOrigin }: Situation): boolean {
  return blockedByCors && response !== null && allowOrigin === null;
}

/** Whether the response at fault came from the browser's cache: the server can send another one now. */
export function isFromBrowserCache({ exchange, hop, hopIndex, stage }: Situation): boolean {
  return stage !== "preflight" && isStored(exchange, hop, hopIndex);
}

/** Whether the response at fault has a status from 200 to 299. */
export function isOk({ status }: Situation): boolean {
  return status !== null && isOkStatus(status);
}

/** The headers that the request carries or that its preflight lists, lower-case. */
export function requestHeaderNames({ exchange, hop }: Situation): ReadonlySet<string> {
  const listed = get(hop.preflight?.requestHeaders ?? [], "Access-Control-Request-Headers") ?? "";
  return new Set([
    ...(exchange.call?.headerNames ?? []),
    ...listed.split(",").map((name) => name.trim().toLowerCase()),
    ...(hop.requestHeaders ?? []).map(([name]) => name.toLowerCase()),
  ]);
}
