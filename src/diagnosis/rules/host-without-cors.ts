import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import { isOk, lacksAllowOrigin } from "../situation.ts";

/** No response of the host carries a CORS header, this one not either: nothing is set up there. */
export const hostWithoutCors: DiagnosisRule = {
  id: "host-without-cors",
  before: "One missing set-up is one problem, whatever number of headers is missing.",
  find: (s) => {
    const { responses, withCors } = s.host;
    if (!lacksAllowOrigin(s) || responses === 0 || withCors > 0) return null;
    if (!isOk(s) && s.status !== 304) return null;
    return {
      side: "server",
      certainty: "likely",
      parameter: String(s.host.responses),
      evidence: [headerEvidence("Access-Control-Allow-Origin", null, s.origin)],
    };
  },
};
