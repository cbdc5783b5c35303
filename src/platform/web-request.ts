import type { RawDetails } from "../observation/from-web-request.ts";
import type { RequestObservation } from "../observation/observation.ts";
import { browser } from "./browser.ts";
import { inTurns } from "./in-turns.ts";

/** Receives a webRequest event in the browser's format. */
export type RequestListener = (kind: RequestObservation["kind"], details: RawDetails) => void;

/** A webRequest event, loosely typed: the polyfill's types cover neither browser's format completely. */
interface WebRequestEvent {
  addListener(
    listener: (details: RawDetails) => void,
    filter: { urls: string[] },
    extraInfoSpec?: string[],
  ): void;
  removeListener(listener: (details: RawDetails) => void): void;
}

/**
 * Listens to the six events that describe a request, and to no more, because each listener slows the page.
 * The listeners block and change nothing. Must be called in the worker's first turn, or events that wake it
 * are lost.
 *
 * Chromium shows preflights, `Origin` and `Cookie` only to listeners with "extraHeaders", which Gecko does
 * not know: it is requested where the event's own options list it.
 *
 * @returns removes the listeners.
 */
export function listenToRequests(listener: RequestListener): () => void {
  const stops: (() => void)[] = [];
  const inTurn = inTurns<Parameters<RequestListener>>((...event) => {
    if (stops.length > 0) listener(...event);
  });
  const api = browser.webRequest as unknown as Record<string, unknown>;
  for (const [event, kind, spec] of EVENTS) {
    const name = `${event[0]?.toUpperCase()}${event.slice(1)}Options`;
    const options = api[name] as Record<string, string> | undefined;
    const extra = options?.EXTRA_HEADERS;
    const wanted = extra === undefined ? spec : [...spec, extra];
    const hear = (details: RawDetails) => inTurn(kind, details);
    (api[event] as WebRequestEvent).addListener(
      hear,
      { urls: ["<all_urls>"] },
      // Gecko's onErrorOccurred does not accept this argument, not even an empty one.
      ...(wanted.length > 0 ? [wanted] : []),
    );
    stops.push(() => (api[event] as WebRequestEvent).removeListener(hear));
  }
  return () => {
    for (const stop of stops.splice(0)) stop();
  };
}

const EVENTS: readonly (readonly [string, RequestObservation["kind"], string[]])[] = [
  ["onBeforeRequest", "started", []],
  ["onSendHeaders", "headers-sent", ["requestHeaders"]],
  ["onHeadersReceived", "headers-received", ["responseHeaders"]],
  ["onBeforeRedirect", "redirected", ["responseHeaders"]],
  ["onCompleted", "completed", ["responseHeaders"]],
  ["onErrorOccurred", "failed", []],
];
