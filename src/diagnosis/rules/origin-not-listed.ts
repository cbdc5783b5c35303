import { variesByOrigin } from "../../http/caching.ts";
import { get } from "../../http/header-list.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import {
  atPreflight,
  isOk,
  lacksAllowOrigin,
  type Situation,
  wasPreflightCached,
} from "../situation.ts";
import { passOf } from "./error-status.ts";

/**
 * Whether a 403 shows that the server compared the origin: it varies by `Origin` and allows none. If the
 * server allowed the origin earlier, the 403 has another reason.
 */
export function refusesOrigin(s: Situation): boolean {
  const preflight = s.stage === "preflight" ? null : s.hop.preflight?.response;
  return (
    lacksAllowOrigin(s) &&
    s.status === 403 &&
    variesByOrigin(s.headers) &&
    get(s.headers, "Vary") !== "*" &&
    (preflight ?? null) === null &&
    !wasPreflightCached(s) &&
    s.around.passedBefore === null
  );
}

/** The response varies by Origin and does not allow this origin: the server's list lacks it. */
export const originNotListed: DiagnosisRule = {
  id: "origin-not-listed",
  before:
    "A server that compares origins has a CORS configuration, even if other responses lack headers.",
  allowsOrigin: true,
  find: (s) => {
    const { headers, status } = s;
    if (!lacksAllowOrigin(s)) return null;
    const varies = variesByOrigin(headers) && get(headers, "Vary") !== "*";
    const says = headers.find(([name]) => /^access-control-(?!expose)/i.test(name));
    if (!varies && says === undefined) return null;
    if (!isOk(s) && status !== 304 && status !== 403 && status !== 400) return null;
    const isRefusedBare = atPreflight(s) && says === undefined;
    // Where the origin passed, the status has another reason: the method, a header or a firewall.
    if (isRefusedBare && !isOk(s) && passOf(s).length > 0) return null;
    return {
      side: "server",
      // Other CORS headers alone can also mean that the configuration omits this header. Without any, CORS code
      // may have refused the preflight for its method: https://github.com/rs/cors sends no headers then.
      certainty: varies && !isRefusedBare ? "likely" : "ambiguous",
      parameter: s.origin,
      evidence: [
        headerEvidence("Access-Control-Allow-Origin", null, s.origin),
        varies
          ? headerEvidence("Vary", get(headers, "Vary"))
          : headerEvidence(says?.[0] ?? "", says?.[1] ?? null),
      ],
    };
  },
  hides: ["host-without-cors"],
};
