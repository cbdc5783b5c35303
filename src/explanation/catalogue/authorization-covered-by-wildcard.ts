import { sentenceCase } from "../plain-text.ts";
import { fetchStandard, mdnCorsError } from "../references.ts";
import { lineToSend } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const authorizationCoveredByWildcard: CatalogueEntry = {
  title: (s) => `List authorization by name in Access-Control-Allow-Headers on ${s.target}`,
  short: () => "authorization passes by * only",
  because: (s) => [
    `${sentenceCase(s.answer)} allows authorization by * alone.`,
    "The Fetch standard does not let * cover it. Chromium and Firefox still do; Firefox warns that it will stop.",
  ],
  fix: (s) => [
    `On ${s.answer}, send ${lineToSend(s, "Access-Control-Allow-Headers", "*, authorization")}`,
  ],
  learnMore: [
    fetchStandard("cors-non-wildcard-request-header-name", "CORS non-wildcard request-header name"),
    mdnCorsError("CORSMissingAllowHeaderFromPreflight"),
  ],
};
