import { type Exchange, firstHop, type Hop } from "../exchange/exchange.ts";
import { asciiLowercase, listMembers } from "../http/field-values.ts";
import { get, has } from "../http/header-list.ts";

/** Whether a hop had an Authorization header, as far as is known. */
export function sendsAuthorization(exchange: Exchange, hop: Hop): boolean {
  if (has(hop.requestHeaders ?? [], "Authorization")) return true;
  return !isAcrossOrigins(exchange, hop) && isSetByPage(exchange, hop);
}

/**
 * Whether the browser removed the page's Authorization before a hop, at a redirect to another origin.
 * https://fetch.spec.whatwg.org/#http-redirect-fetch (step on CORS non-wildcard request-header names; seen in
 * Chromium 156 and Firefox 153)
 */
export function lostAuthorization(exchange: Exchange, hop: Hop): boolean {
  if (has(hop.requestHeaders ?? [], "Authorization")) return false;
  return isAcrossOrigins(exchange, hop) && sendsAuthorization(exchange, firstHop(exchange));
}

/** Whether a redirect up to this hop led to another origin. */
function isAcrossOrigins({ hops }: Exchange, hop: Hop): boolean {
  const origins = hops.map(({ origin }) => origin);
  const at = (hops as readonly Hop[]).indexOf(hop);
  return origins.some((origin, i) => i > 0 && i <= at && origin !== origins[i - 1]);
}

function isSetByPage({ call }: Exchange, { preflight }: Hop): boolean {
  const listed = get(preflight?.requestHeaders ?? [], "Access-Control-Request-Headers");
  return (
    call?.headerNames.includes("authorization") === true ||
    listMembers(listed).map(asciiLowercase).includes("authorization")
  );
}
