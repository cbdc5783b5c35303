import { say } from "../../words/words.ts";
import {
  allowOriginAdvice,
  allowOriginShort,
  allowOriginTitle,
  whyNullOrigin,
} from "../allow-origin-advice.ts";
import { CORS_CHECK, mdnCorsError } from "../references.ts";
import { theResponse } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const missingAllowOrigin: CauseEntry = {
  code: "missing-allow-origin",
  reason: () => say("reason_missing_allow_origin"),
  title: allowOriginTitle,
  short: allowOriginShort,
  because: (s) => [
    s.status === "" || s.statusNamed
      ? say("why_missing_allow_origin_because", theResponse(s))
      : say("why_missing_allow_origin_because_status", theResponse(s), s.status),
    ...whyNullOrigin(s),
    s.finding.stage === "preflight"
      ? say("why_missing_allow_origin_withheld_preflight", s.method)
      : say("why_missing_allow_origin_withheld", s.pageOrigin),
  ],
  fix: allowOriginAdvice,
  learnMore: [CORS_CHECK, mdnCorsError("CORSMissingAllowOrigin")],
};
