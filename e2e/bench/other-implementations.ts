import { createRequire } from "node:module";
import type { HeaderList } from "../../src/http/header-list.ts";

/** A simple cross-origin request, and its response. */
export interface SimpleExchange {
  readonly url: string;
  readonly origin: string;
  readonly headers: HeaderList;
}

/** undici's response handler, as the network calls it. */
interface Handler {
  onConnect(abort: () => void, context: object | null): void;
  onHeaders(status: number, raw: readonly Buffer[], resume: () => void, text: string): boolean;
  onComplete(trailers: readonly Buffer[]): void;
}

/** The same, as the requester passes it. */
interface Requester {
  onRequestStart(): void;
  onResponseStart(): void;
  onResponseError(): void;
}

interface Dispatcher {
  dispatch(options: object, handler: Handler): boolean;
}

interface Loader {
  dispatch(options: object, handler: Requester): boolean;
}

const require = createRequire(import.meta.url);

/**
 * jsdom's resource loader with an in-memory network: whether an XMLHttpRequest may read the response.
 * @see https://github.com/jsdom/jsdom/blob/main/lib/jsdom/browser/resources/jsdom-dispatcher.js
 */
export function jsdomCheck(): (exchange: SimpleExchange) => Promise<boolean> {
  const { JSDOMDispatcher } = require("jsdom/lib/jsdom/browser/resources/jsdom-dispatcher.js");
  let headers: readonly Buffer[] = [];
  const network: Dispatcher = {
    dispatch: (_options, handler) => {
      handler.onConnect(() => undefined, null);
      handler.onHeaders(200, headers, () => undefined, "OK");
      handler.onComplete([]);
      return true;
    },
  };
  const cookieJar = { getCookieStringSync: () => "", setCookieSync: () => undefined };
  const dispatcher: Loader = new JSDOMDispatcher({ baseDispatcher: network, cookieJar });
  return (exchange) => {
    headers = exchange.headers.flat().map((text) => Buffer.from(text));
    const opaque = { element: null, url: exchange.url, origin: exchange.origin, corsMode: true };
    const sent = { Origin: exchange.origin };
    return new Promise((resolve) => {
      dispatcher.dispatch(
        { method: "GET", headers: sent, opaque },
        {
          onRequestStart: () => undefined,
          onResponseStart: () => resolve(true),
          onResponseError: () => resolve(false),
        },
      );
    });
  };
}

/**
 * The `cors` middleware of Express, which decides the reverse: which headers to send to which origin.
 * @see https://github.com/expressjs/cors
 */
export function expressCheck(): (exchange: SimpleExchange) => boolean {
  const cors = require("cors");
  const middleware = cors({ origin: ["https://app.test", "https://other.test"] });
  return ({ origin }) => {
    const sent = new Map<string, string>();
    const response = {
      setHeader: (name: string, value: string) => void sent.set(name.toLowerCase(), value),
      getHeader: (name: string) => sent.get(name.toLowerCase()),
    };
    middleware({ method: "GET", headers: { origin } }, response, () => undefined);
    return sent.get("access-control-allow-origin") === origin;
  };
}
