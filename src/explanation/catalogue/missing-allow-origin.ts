import { say } from "../../words/words.ts";
import {
  allowOriginAdvice,
  allowOriginShort,
  allowOriginTitle,
  whyNullOrigin,
} from "../allow-origin-advice.ts";
import { CORS_CHECK, mdnCorsError } from "../references.ts";
import { type Subject, theResponse } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

/** The page's origin; "null" is not a name for it. */
const reader = ({ pageOrigin }: Subject) => (pageOrigin === "null" ? say("side_page") : pageOrigin);

export const missingAllowOrigin: CauseEntry = {
  code: "missing-allow-origin",
  reason: () => say("reason_missing_allow_origin"),
  title: allowOriginTitle,
  short: allowOriginShort,
  because: (s) => [
    s.status === "" || s.statusNamed
      ? say("why_missing_allow_origin_because", theResponse(s))
      : say("why_missing_allow_origin_because_status", theResponse(s), s.status),
    s.finding.stage === "preflight"
      ? say("why_missing_allow_origin_withheld_preflight", s.method)
      : say("why_missing_allow_origin_withheld", reader(s)),
    ...whyNullOrigin(s),
  ],
  fix: allowOriginAdvice,
  learnMore: [CORS_CHECK, mdnCorsError("CORSMissingAllowOrigin")],
};
