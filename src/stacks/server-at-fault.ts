import { type Exchange, type Hop, lastHop } from "../exchange/exchange.ts";
import { parseUrl } from "../http/origin.ts";
import type { Judged } from "../verdict/judged.ts";

/** The hop whose server stopped an exchange; the last one where nothing did. */
export function hopAtFault({ exchange, verdict }: Judged): Hop {
  return exchange.hops[verdict.cause?.hop ?? -1] ?? lastHop(exchange);
}

/** Whether a change of CORS headers by a server lets the exchange pass: a configuration can make it. */
export function isForConfiguration({ verdict: { cause, remedy } }: Judged): boolean {
  return cause?.family === "cors" && remedy !== null && remedy.length > 0;
}

/** Whether an exchange went to that server at some hop. */
export function wentTo({ hops }: Exchange, server: string): boolean {
  return hops.some(({ origin }) => origin === server);
}

/** The host of an origin, with its port; the origin itself where it has none. */
export function hostOf(server: string): string {
  return parseUrl(server)?.host || server;
}
