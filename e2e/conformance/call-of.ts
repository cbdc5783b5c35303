import type { Call } from "../lab/call.ts";
import { integrityFor } from "./content.ts";
import { maybe } from "./generate/weighted.ts";
import type { RequestPlan } from "./scenario.ts";

const TIMEOUT_MS = 400;

const withUserinfo = (url: string) => url.replace("//", "//user:secret@");

/** Headers that every browser rejects. */
const INVALID_HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "header-value": { "X-Invalid": "\u2603" },
  "header-name": { "X Invalid": "1" },
};

/** The page's call that makes the planned request for a URL. */
export function callOf(request: RequestPlan, url: string): Call {
  switch (request.api) {
    case "fetch": {
      const { api, body, headers, integrity, abort, invalid, ...init } = request;
      return {
        kind: "fetch",
        url: invalid === "url" ? withUserinfo(url) : url,
        init: {
          ...init,
          ...(invalid === "method" ? { method: "PU T" } : {}),
          headers: { ...headers, ...(invalid && INVALID_HEADERS[invalid]) },
          ...maybe("body", body === "text" ? "asked" : undefined),
          ...maybe("integrity", integrity && integrityFor(request, integrity)),
        },
        ...(body === "stream" ? { streamed: true } : {}),
        ...maybe("abort", abort === "when-sent" ? true : abort),
      };
    }
    case "xhr": {
      const { api, body, abort, userinfo, ...rest } = request;
      return {
        kind: "xhr",
        url: userinfo === "url" ? withUserinfo(url) : url,
        ...rest,
        ...(userinfo === "open" ? { user: "user", password: "secret" } : {}),
        ...maybe("body", body === "text" ? "asked" : undefined),
        ...(abort === "timeout" ? { timeout: TIMEOUT_MS } : {}),
        ...(abort === "when-sent" ? { abort: true } : {}),
        ...(abort === "before" ? { abort } : {}),
      };
    }
    case "event-source":
      return { kind: "event-source", url, withCredentials: request.withCredentials };
    case "font":
      return { kind: request.api, url };
    case "frame": {
      const { api, ...rest } = request;
      return { kind: api, url, ...rest };
    }
    case "beacon":
      return { kind: request.api, url, ...maybe("type", request.type) };
    case "shape-outside":
    case "mask-image":
    case "background-image":
      return { kind: "style-image", url, property: request.api };
    default: {
      const { api, integrity, ...rest } = request;
      return {
        kind: api,
        url,
        ...rest,
        ...maybe("integrity", integrity && integrityFor(request, integrity)),
      };
    }
  }
}
