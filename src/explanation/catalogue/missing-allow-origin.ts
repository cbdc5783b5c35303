import {
  allowOriginAdvice,
  allowOriginShort,
  allowOriginTitle,
  whyNullOrigin,
} from "../allow-origin-advice.ts";
import { sentenceCase } from "../plain-text.ts";
import { CORS_CHECK, mdnCorsError } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const missingAllowOrigin: CatalogueEntry = {
  title: allowOriginTitle,
  short: allowOriginShort,
  because: (s) => [
    `${sentenceCase(s.answer)}${s.status && ` (${s.status})`} has no Access-Control-Allow-Origin header.`,
    ...whyNullOrigin(s),
    s.finding.stage === "preflight"
      ? `Without it the preflight does not count, and the browser does not send the ${s.method}.`
      : `Without it the browser keeps the answer from ${s.pageOrigin}.`,
  ],
  fix: allowOriginAdvice,
  learnMore: [CORS_CHECK, mdnCorsError("CORSMissingAllowOrigin")],
};
