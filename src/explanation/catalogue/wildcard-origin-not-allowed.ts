import { say } from "../../words/words.ts";
import { allowOriginAdvice, allowOriginTitle, whyNullOrigin } from "../allow-origin-advice.ts";
import { callAdvice } from "../call-advice.ts";
import { fetchStandard, mdnCorsError } from "../references.ts";
import { theResponse } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const wildcardOriginNotAllowed: CauseEntry = {
  code: "wildcard-origin-not-allowed",
  reason: () => say("reason_wildcard_origin_not_allowed"),
  title: (s) =>
    callAdvice(s, "omit-credentials", s.host).length === 0 || s.caller === "beacon"
      ? allowOriginTitle(s)
      : s.origin === "null"
        ? say("why_wildcard_origin_not_allowed_title_null", s.target)
        : say("why_wildcard_origin_not_allowed_title", s.origin, s.target),
  short: () => say("why_wildcard_origin_not_allowed_short"),
  because: (s) => [
    say("why_wildcard_origin_not_allowed_says", theResponse(s)),
    s.verdict.credentials.basis === "observed"
      ? say("why_wildcard_origin_not_allowed_observed")
      : say("why_wildcard_origin_not_allowed_likely"),
    say("why_wildcard_origin_not_allowed_because"),
    ...whyNullOrigin(s),
  ],
  fix: (s) => [...allowOriginAdvice(s), ...callAdvice(s, "omit-credentials", s.host)],
  learnMore: [
    fetchStandard("cors-protocol-and-credentials", "CORS protocol and credentials"),
    mdnCorsError("CORSNotSupportingCredentials"),
  ],
};
