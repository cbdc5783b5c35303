import { type Exchange, type Hop, lastHop } from "../exchange/exchange.ts";
import { parseUrl } from "../http/origin.ts";
import type { Judged } from "../verdict/judged.ts";
import { isForPageAlone } from "./page-change.ts";

/** The hop whose server stopped an exchange; the last one where nothing did. */
export function hopAtFault({ exchange, verdict }: Judged): Hop {
  return exchange.hops[verdict.cause?.hop ?? -1] ?? lastHop(exchange);
}

/**
 * Whether a change of CORS headers by a server lets the exchange pass: a configuration can make it.
 * Not where the page is the one to change.
 */
export function isForConfiguration(judged: Judged): boolean {
  const { cause, remedy } = judged.verdict;
  const isPossible = cause?.family === "cors" && remedy !== null && remedy.length > 0;
  return isPossible && !isForPageAlone(judged);
}

/** Whether an exchange went to that server at some hop. */
export function wentTo({ hops }: Exchange, server: string): boolean {
  return hops.some(({ origin }) => origin === server);
}

/** The host of an origin, with its port; the origin itself where it has none. */
export function hostOf(server: string): string {
  return parseUrl(server)?.host || server;
}
