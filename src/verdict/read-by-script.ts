import type { Exchange } from "../exchange/exchange.ts";

/**
 * Whether a script reads the response's status and headers, which only fetch() and XMLHttpRequest show. Elements,
 * style sheets and EventSource report a failure as an event without details.
 * https://html.spec.whatwg.org/#server-sent-events : a failed connection fires an event named error.
 *
 * @param destination the Fetch standard's destination, from the verdict.
 */
export function isReadByScript({ call, resourceType }: Exchange, destination: string): boolean {
  if (call !== null) return call.api === "fetch" || call.api === "xhr";
  return destination === "" && resourceType === "xmlhttprequest";
}
