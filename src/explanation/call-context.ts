import type { Exchange } from "../exchange/exchange.ts";
import { type MessageName, say } from "../words/words.ts";
import { isOfWorker } from "./caller.ts";

/** The part of a page that made a request. */
export type CallContext = "page" | "page-or-worker" | "frame" | "worker" | "shared-worker";

/**
 * The part of a page that made a request. Workers without a tab are shared or service workers, which
 * webRequest does not distinguish. In Chromium 156, requests of dedicated workers name their document: only
 * where the probe saw the call is the request known to be the document's own.
 */
export function callContext(exchange: Exchange): CallContext {
  if (exchange.tabId < 0) return "shared-worker";
  if (exchange.call === null && isOfWorker(exchange)) return "worker";
  if (exchange.frameId > 0) return "frame";
  const isKnown = exchange.call !== null || exchange.resourceType !== "xmlhttprequest";
  return isKnown ? "page" : "page-or-worker";
}

const SHORT: Readonly<Record<CallContext, MessageName>> = {
  page: "context_page",
  "page-or-worker": "context_page_or_worker",
  frame: "context_frame",
  worker: "context_worker",
  "shared-worker": "context_shared_worker",
};

const LONG: Readonly<Record<CallContext, MessageName>> = {
  page: "context_in_page",
  "page-or-worker": "context_in_page_or_worker",
  frame: "context_in_frame",
  worker: "context_in_worker",
  "shared-worker": "context_in_shared_worker",
};

/** "frame", for a list, which need not show the context where it is the page itself. */
export function contextInList(exchange: Exchange): { name: string; isPage: boolean } {
  const context = callContext(exchange);
  return { name: say(SHORT[context]), isPage: context.startsWith("page") };
}

/** For example "in a frame of the page". */
export const sayInContext = (context: CallContext): string => say(LONG[context]);
