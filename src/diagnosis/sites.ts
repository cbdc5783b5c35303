import { type Exchange, firstHop, type Hop } from "../exchange/exchange.ts";
import { get } from "../http/header-list.ts";
import { maySameSite } from "../http/origin.ts";

/**
 * Whether a hop is certainly cross-site: by Sec-Fetch-Site, else by the last two labels of the hosts, which
 * two hosts of one site share.
 */
export function isCrossSite(exchange: Exchange, hop: Hop): boolean {
  const page = exchange.initiatorOrigin;
  if (page === null || page === "null") return false;
  if (hop === firstHop(exchange) && hop.requestHeaders !== null) {
    const reported = get(hop.requestHeaders, "Sec-Fetch-Site");
    if (reported === "same-site" || reported === "same-origin") return false;
    if (reported === "cross-site") return true;
  }
  // Schemeful same-site: http and https of one host are two sites. Few people know that, so we leave it open.
  return !maySameSite(page, hop.origin);
}
