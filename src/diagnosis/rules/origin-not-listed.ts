import { variesByOrigin } from "../../http/caching.ts";
import { get } from "../../http/header-list.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import { isOk, lacksAllowOrigin, type Situation } from "../situation.ts";

/**
 * Whether a refusal shows that the server compared the origin: it varies by `Origin`, and allows none.
 * Where it allowed the origin before, the refusal has another reason.
 */
export function refusesOrigin(s: Situation): boolean {
  const preflight = s.stage === "preflight" ? null : s.hop.preflight?.response;
  return (
    lacksAllowOrigin(s) &&
    s.status === 403 &&
    s.verdict.initiatorOrigin !== "null" &&
    variesByOrigin(s.headers) &&
    get(s.headers, "Vary") !== "*" &&
    (preflight ?? null) === null &&
    s.around.passedBefore === null
  );
}

/** The response depends on Origin and leaves this one out: there is a list, and it is not on it. */
export const originNotListed: DiagnosisRule = {
  id: "origin-not-listed",
  before: "A server that compares origins is set up for CORS, whatever its other responses lack.",
  find: (s) => {
    const { headers, status } = s;
    // "null" belongs on no list.
    if (!lacksAllowOrigin(s) || s.verdict.initiatorOrigin === "null") return null;
    const varies = variesByOrigin(headers) && get(headers, "Vary") !== "*";
    const says = headers.find(([name]) => /^access-control-(?!expose)/i.test(name));
    if (!varies && says === undefined) return null;
    if (!isOk(s) && status !== 304 && status !== 403 && status !== 400) return null;
    return {
      side: "server",
      // Other CORS headers alone can also be a configuration that forgot this one.
      certainty: varies ? "likely" : "ambiguous",
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
