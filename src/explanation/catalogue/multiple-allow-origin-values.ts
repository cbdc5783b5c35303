import { say } from "../../words/words.ts";
import { allowOriginAdvice, severalLines, whyNullOrigin } from "../allow-origin-advice.ts";
import { CORS_CHECK, mdnCorsError } from "../references.ts";
import { responseSays } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const multipleAllowOriginValues: CauseEntry = {
  code: "multiple-allow-origin-values",
  reason: () => say("reason_multiple_allow_origin_values"),
  title: (s) => say("why_multiple_allow_origin_values_title", s.target),
  short: () => say("why_multiple_allow_origin_values_short"),
  because: (s) => [
    responseSays(s, "Access-Control-Allow-Origin"),
    ...severalLines(s),
    say("why_multiple_allow_origin_values_because"),
    ...whyNullOrigin(s),
  ],
  fix: (s) => [say("why_multiple_allow_origin_values_fix"), ...allowOriginAdvice(s)],
  learnMore: [CORS_CHECK, mdnCorsError("CORSMultipleAllowOriginNotAllowed")],
};
