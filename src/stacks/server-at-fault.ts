import { type Exchange, type Hop, lastHop } from "../exchange/exchange.ts";
import { parseUrl } from "../http/origin.ts";
import type { Judged } from "../verdict/judged.ts";

/** The hop at which the exchange was stopped; the last hop if it was not. */
export function hopAtFault({ exchange, verdict }: Judged): Hop {
  return exchange.hops[verdict.cause?.hop ?? -1] ?? lastHop(exchange);
}

/** Whether changed CORS headers let the exchange pass, so that a server configuration can fix it. */
export function isForConfiguration({ verdict: { cause, remedy } }: Judged): boolean {
  return cause?.family === "cors" && remedy !== null && remedy.length > 0;
}

/** Whether any hop of the exchange went to that server. */
export function wentTo({ hops }: Exchange, server: string): boolean {
  return hops.some(({ origin }) => origin === server);
}

/** The host of an origin, with its port; the origin itself where it has no host. */
export function hostOf(server: string): string {
  return parseUrl(server)?.host || server;
}
