import { variesByOrigin } from "../../http/caching.ts";
import { get } from "../../http/header-list.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import { isOk, lacksAllowOrigin } from "../situation.ts";

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
