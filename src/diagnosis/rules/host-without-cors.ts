import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import { isOk, lacksAllowOrigin } from "../situation.ts";

/** No recorded response of the host has a CORS header: CORS is not set up, or not for this origin. */
export const hostWithoutCors: DiagnosisRule = {
  id: "host-without-cors",
  before: "A missing CORS configuration is one problem, however many headers are missing.",
  allowsOrigin: true,
  find: (s) => {
    const { responses, withCors } = s.host;
    if (!lacksAllowOrigin(s) || responses === 0 || withCors > 0) return null;
    if (!isOk(s) && s.status !== 304) return null;
    return {
      side: "server",
      // A single response can be an exception, such as a static file.
      certainty: responses > 1 ? "likely" : "ambiguous",
      parameter: String(responses),
      evidence: [headerEvidence("Access-Control-Allow-Origin", null, s.origin)],
    };
  },
};
