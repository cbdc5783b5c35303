import { variesByOrigin, varyWithOrigin } from "../../http/caching.ts";
import { get } from "../../http/header-list.ts";
import { parseUrl } from "../../http/origin.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import { atPreflight, isFromBrowserCache, isOk, lacksAllowOrigin } from "../situation.ts";
import { sharedCacheHit } from "../tables/shared-caches.ts";
import { headerMisspelt } from "./header-misspelt.ts";

/** A shared cache sent a response that it had stored for another origin. */
export const sharedCacheOtherOrigin: DiagnosisRule = {
  id: "shared-cache-other-origin",
  before:
    "The value is right for the page that requested first, so the server's list of origins is right.",
  allowsOrigin: true,
  find: (s) => {
    const { verdict, headers, allowOrigin } = s;
    if (verdict.cause?.code !== "allow-origin-mismatch" || !s.blockedByCors) return null;
    if (isFromBrowserCache(s)) return null;
    const hit = sharedCacheHit(headers);
    const other = allowOrigin === null ? null : parseUrl(allowOrigin);
    // A value that resembles the page's origin was written by the server: caches do not change values.
    if (hit === null || other === null || other.origin !== allowOrigin) return null;
    // No page has a pattern as its origin.
    if (allowOrigin.includes("*")) return null;
    const page = parseUrl(s.origin);
    if (page !== null && page.host === other.host) return null;
    const isAllowedElsewhere = s.host.passedWithoutPreflight(s.origin).length > 0;
    return {
      side: "proxy",
      // A server with one fixed origin looks the same behind a cache.
      certainty: isAllowedElsewhere || s.around.passedBefore !== null ? "likely" : "ambiguous",
      parameter: hit.header,
      evidence: [
        headerEvidence("Access-Control-Allow-Origin", allowOrigin, s.origin),
        headerEvidence(hit.header, hit.value),
        ...(variesByOrigin(headers)
          ? []
          : [headerEvidence("Vary", get(headers, "Vary"), varyWithOrigin(headers))]),
      ],
    };
  },
};

/** A shared cache sent a response that it had stored for a request without `Origin`. */
export const sharedCacheWithoutCors: DiagnosisRule = {
  id: "shared-cache-without-cors",
  before: "The server allows the origin elsewhere; only the stored copy lacks the header.",
  find: (s) => {
    if (!lacksAllowOrigin(s) || !isOk(s) || isFromBrowserCache(s)) return null;
    // The stored response has the header, under a wrong name.
    if (headerMisspelt.find(s) !== null) return null;
    const hit = sharedCacheHit(s.headers);
    if (hit === null) return null;
    // A stored copy can lack the header only if the server sends it to someone.
    if (s.host.withCors === 0) return null;
    const passed = s.around.passedBefore?.exchange.id;
    // A server that compares origins never sends the header to "null", stored copy or not.
    if (passed === undefined && s.origin === "null") return null;
    // CDNs send Age with every response, including those to OPTIONS.
    if (passed === undefined && atPreflight(s)) return null;
    return {
      side: "proxy",
      // If this path never passed, the server may send no CORS headers for it.
      certainty: passed === undefined ? "ambiguous" : "likely",
      parameter: hit.header,
      exchanges: passed === undefined ? [] : [passed],
      evidence: [
        headerEvidence("Access-Control-Allow-Origin", null, s.origin),
        headerEvidence(hit.header, hit.value),
        headerEvidence("Vary", get(s.headers, "Vary"), varyWithOrigin(s.headers)),
      ],
    };
  },
  hides: ["passed-earlier", "allowed-by-preflight-only", "host-without-cors"],
};
