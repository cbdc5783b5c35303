import { variesByOrigin, varyWithOrigin } from "../../http/caching.ts";
import { get } from "../../http/header-list.ts";
import { parseUrl } from "../../http/origin.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import { atPreflight, isOk, lacksAllowOrigin } from "../situation.ts";
import { sharedCacheHit } from "../tables/shared-caches.ts";

/** A cache on the way sent what it had stored for another origin. */
export const sharedCacheOtherOrigin: DiagnosisRule = {
  id: "shared-cache-other-origin",
  before: "The value is right for whoever asked first, so that no list of the server is wrong.",
  find: (s) => {
    const { verdict, headers, allowOrigin } = s;
    if (verdict.cause?.code !== "allow-origin-mismatch" || !s.blockedByCors || atPreflight(s)) {
      return null;
    }
    const hit = sharedCacheHit(headers);
    const other = allowOrigin === null ? null : parseUrl(allowOrigin);
    // What only looks like the page's origin was written so: no cache turns a name.
    if (hit === null || other === null || other.origin !== allowOrigin) return null;
    const page = parseUrl(s.origin);
    if (page !== null && page.host === other.host) return null;
    return {
      side: "proxy",
      certainty: "likely",
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

/** A cache on the way sent what it had stored for a request without `Origin`. */
export const sharedCacheWithoutCors: DiagnosisRule = {
  id: "shared-cache-without-cors",
  before: "The server does allow the origin elsewhere: the stored copy is what lacks the header.",
  find: (s) => {
    if (!lacksAllowOrigin(s) || !isOk(s) || atPreflight(s)) return null;
    const hit = sharedCacheHit(s.headers);
    if (hit === null) return null;
    // Only a server that was seen to allow somebody has a header to lose.
    const passed = s.around.passedBefore?.exchange.id;
    const others = passed === undefined ? s.host.passedWithoutPreflight.slice(-1) : [passed];
    if (others.length === 0 && s.hop.preflight?.response == null) return null;
    return {
      side: "proxy",
      certainty: others.length > 0 ? "likely" : "ambiguous",
      parameter: hit.header,
      exchanges: others,
      evidence: [
        headerEvidence("Access-Control-Allow-Origin", null, s.origin),
        headerEvidence(hit.header, hit.value),
        headerEvidence("Vary", get(s.headers, "Vary"), varyWithOrigin(s.headers)),
      ],
    };
  },
  hides: ["passed-earlier", "allowed-by-preflight-only", "host-without-cors"],
};
