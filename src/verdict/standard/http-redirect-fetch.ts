import type { Hop } from "../../exchange/exchange.ts";
import { judgedHeaders } from "../../exchange/exchange.ts";
import type { ByteString } from "../../http/byte-string.ts";
import {
  includesCredentials,
  isHttpScheme,
  originOf,
  parseLocation,
  sameOrigin,
  schemeOf,
  withoutUserinfo,
} from "../../http/origin.ts";
import { isRedirectStatus } from "../../http/statuses.ts";
import type { Mode } from "../verdict.ts";
import { blocker, type CorsProblem } from "./cors-check.ts";
import { corsFields } from "./cors-fields.ts";

/**
 * The absolute URL to which a hop's response redirects, or null when it does not.
 * https://fetch.spec.whatwg.org/#concept-response-location-url
 */
export function locationUrl(hop: Hop): string | null {
  const location = locationOf(hop);
  return location === null
    ? null
    : (parseLocation(location, hop.url)?.href ?? hop.redirect?.url ?? null);
}

/** The URL to which a hop led or was to lead: the browser's own redirects have no `Location`. */
export function redirectTarget(hop: Hop): string | null {
  return hop.redirect?.url ?? locationUrl(hop);
}

/** The same for the hop's preflight. */
export function preflightTarget(hop: Hop): string | null {
  return hop.preflight && redirectTarget({ ...hop, ...hop.preflight });
}

/** The `Location` value of a redirect; null for other responses. */
export function locationOf({ response }: Hop): ByteString | null {
  return response && isRedirectStatus(response.status)
    ? corsFields(judgedHeaders(response)).location
    : null;
}

/** The state of the request that an HTTP-redirect fetch needs. */
export interface RedirectedRequest {
  readonly mode: Mode;
  /** The requesting origin, serialised and not tainted. */
  readonly origin: string;
  readonly corsTainted: boolean;
  readonly redirectTainted: boolean;
}

/**
 * The problems that forbid following a redirect to `location`: a scheme that CORS does not support, or user
 * and password in the URL.
 * https://fetch.spec.whatwg.org/#http-redirect-fetch (steps on the scheme and on credentials)
 */
export function httpRedirectFetch(
  request: RedirectedRequest,
  location: string,
  hop: number,
): CorsProblem[] {
  if (request.mode !== "cors" && !request.corsTainted) return [];
  const evidence = { header: "Location", got: location, wanted: null };
  if (!isHttpScheme(schemeOf(location))) {
    return [blocker("cors-disabled-scheme", "redirect", hop, null, evidence)];
  }
  if (!includesCredentials(location)) return [];
  const foreign =
    request.redirectTainted ||
    request.corsTainted ||
    !sameOrigin(request.origin, originOf(location));
  if (!foreign) return [];
  return [
    blocker("redirect-contains-credentials", "redirect", hop, null, {
      ...evidence,
      wanted: withoutUserinfo(location),
    }),
  ];
}

/**
 * Whether a redirect from `from` to `to` taints the origin: `from` is cross-origin to both `to` and the
 * requesting origin.
 * https://fetch.spec.whatwg.org/#concept-request-tainted-origin
 */
export function taintsOrigin(requestOrigin: string, from: string, to: string): boolean {
  return !sameOrigin(to, from) && !sameOrigin(requestOrigin, from);
}
