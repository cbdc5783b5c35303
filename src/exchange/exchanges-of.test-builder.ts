import type { Exchange } from "./exchange.ts";
import type { ExchangeLog } from "./exchange-log.ts";

/** The exchanges of a tab and of the tabless workers of its origins, oldest first. */
export function exchangesOf(log: ExchangeLog, tabId: number): Exchange[] {
  const found = log.ids(tabId).flatMap((id) => log.exchange(tabId, id) ?? []);
  return found.sort((a, b) => a.startedAt - b.startedAt);
}
