import { type Exchange, firstHop } from "../exchange/exchange.ts";
import { isSetByBrowsers } from "../http/browser-headers.ts";
import { isToken } from "../http/field-values.ts";
import type { HeaderLine } from "../http/header-list.ts";
import { parseUrl, withoutUserinfo } from "../http/origin.ts";
import type { Judged } from "../verdict/judged.ts";
import { namesOfPreflight } from "../verdict/standard/preflight-needed.ts";
import type { RepeatedCall } from "./repeated-call.ts";

/** A plan to repeat a request: the call, and what the user must know before. */
export interface RepeatPlan {
  readonly call: RepeatedCall;
  /** Whether the method is safe; unsafe requests are sent only after confirmation. */
  readonly isSafe: boolean;
  /** Headers without recorded values, as the request was never sent; each gets a placeholder. */
  readonly unseenValues: readonly string[];
  /** Whether the request had, or may have had, a body; bodies are never recorded. */
  readonly lacksBody: boolean;
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1 */
const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * How a page can repeat a request in the same way. Null where it cannot: requests of workers, of elements
 * other than images, documents, sockets, and uploads with a listener that caused the preflight. Pure.
 */
export function planRepeat({ exchange, verdict }: Judged): RepeatPlan | null {
  const { call, tabId, frameId } = exchange;
  const { url, method } = firstHop(exchange);
  const via = viaOf(exchange);
  const mode = verdict.mode.value;
  if (via === null || tabId < 0 || frameId < 0) return null;
  if (mode === "navigate" || mode === "websocket") return null;
  if (call?.uploadListener === true || call?.onlyIfCached === true) return null;
  if (!/^https?:$/.test(parseUrl(url)?.protocol ?? "")) return null;
  const unseenValues = namesUnseen({ exchange, verdict });
  return {
    call: {
      frameId,
      origin: verdict.initiatorOrigin,
      url: withoutUserinfo(url),
      via,
      init: {
        method,
        mode,
        credentials: verdict.credentials.value ?? "same-origin",
        redirect: call?.redirect ?? "follow",
        // A cached response would not show what the server sends now, unless the cached response was the
        // problem.
        cache: exchange.cachedFrom === null ? "reload" : "default",
        headers: [
          ...headersSet(exchange),
          ...unseenValues.map((name): HeaderLine => [name, standInFor(name)]),
        ],
      },
    },
    isSafe: SAFE_METHODS.has(method),
    unseenValues,
    lacksBody: call === null ? /^(?:POST|PUT|PATCH)$/.test(method) : call.body !== "none",
  };
}

function viaOf({ call, resourceType }: Exchange): RepeatedCall["via"] | null {
  if (call !== null) {
    if (call.api === "worker") return null;
    return call.api === "event-source" ? "event-source" : "fetch";
  }
  if (resourceType === "image") return "image";
  return resourceType === "xmlhttprequest" ? "fetch" : null;
}

/** The headers that the page set, with the values that were sent. */
function headersSet(exchange: Exchange): HeaderLine[] {
  const names = exchange.call?.headerNames;
  return (firstHop(exchange).requestHeaders ?? []).filter(
    ([name]) =>
      isToken(name) &&
      (names === undefined ? !isSetByBrowsers(name) : names.includes(name.toLowerCase())),
  );
}

/** Names of the headers that the page set on a request that was never sent. */
function namesUnseen({ exchange, verdict }: Judged): string[] {
  if (firstHop(exchange).requestHeaders !== null) return [];
  const needed = namesOfPreflight(verdict.preflight.because);
  return (exchange.call?.headerNames ?? needed).filter((name) => isToken(name));
}

/** The placeholder for a value; for Content-Type, a value that requires a preflight. */
function standInFor(name: string): string {
  return /^content-type$/i.test(name) ? "application/json" : "crosscheck";
}
