import type { Exchange } from "../exchange/exchange.ts";
import { type MessageName, say } from "../words/words.ts";
import { isOfWorker } from "./context-sentences.ts";

/** Where in a page a request was made. */
export type CallContext = "page" | "frame" | "worker" | "shared-worker";

/**
 * Where a request was made. Workers that belong to no tab are shared or service workers, of which
 * webRequest does not say which.
 */
export function callContext(exchange: Exchange): CallContext {
  if (exchange.tabId < 0) return "shared-worker";
  if (exchange.call === null && isOfWorker(exchange)) return "worker";
  return exchange.frameId > 0 ? "frame" : "page";
}

const SHORT: Readonly<Record<CallContext, MessageName>> = {
  page: "context_page",
  frame: "context_frame",
  worker: "context_worker",
  "shared-worker": "context_shared_worker",
};

const LONG: Readonly<Record<CallContext, MessageName>> = {
  page: "context_in_page",
  frame: "context_in_frame",
  worker: "context_in_worker",
  "shared-worker": "context_in_shared_worker",
};

/** "frame", for a list, which need not show that it is the page itself. */
export function contextInList(exchange: Exchange): { name: string; isPage: boolean } {
  const context = callContext(exchange);
  return { name: say(SHORT[context]), isPage: context === "page" };
}

/** "in a frame of the page". */
export const sayInContext = (context: CallContext): string => say(LONG[context]);
