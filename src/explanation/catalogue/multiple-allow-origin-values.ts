import { getAll } from "../../http/header-list.ts";
import { say, sayNumber } from "../../words/words.ts";
import { allowOriginAdvice, whyNullOrigin } from "../allow-origin-advice.ts";
import { CORS_CHECK, mdnCorsError } from "../references.ts";
import { answerSays } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const multipleAllowOriginValues: CatalogueEntry = {
  title: (s) => say("why_multiple_allow_origin_values_title", s.target),
  short: () => say("why_multiple_allow_origin_values_short"),
  because: (s) => {
    const lines = getAll(s.headers, "Access-Control-Allow-Origin").length;
    return [
      answerSays(s, "Access-Control-Allow-Origin"),
      ...(lines > 1 ? [say("why_multiple_allow_origin_values_lines", sayNumber(lines))] : []),
      say("why_multiple_allow_origin_values_because"),
      ...whyNullOrigin(s),
    ];
  },
  fix: (s) => [say("why_multiple_allow_origin_values_fix"), ...allowOriginAdvice(s)],
  learnMore: [CORS_CHECK, mdnCorsError("CORSMultipleAllowOriginNotAllowed")],
};
