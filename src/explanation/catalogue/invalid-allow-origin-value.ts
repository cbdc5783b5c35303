import { allowOriginAdvice, allowOriginTitle, whyNullOrigin } from "../allow-origin-advice.ts";
import { nearMiss } from "../near-miss.ts";
import { sentenceCase } from "../plain-text.ts";
import { CORS_CHECK, mdnCorsError } from "../references.ts";
import { received, says } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const invalidAllowOriginValue: CatalogueEntry = {
  title: (s) => {
    const miss = nearMiss(received(s, "Access-Control-Allow-Origin") ?? "", s.origin);
    return miss === null ? allowOriginTitle(s) : `${allowOriginTitle(s)}: ${miss.hint}`;
  },
  short: () => "Access-Control-Allow-Origin is not an origin",
  because: (s) => {
    const got = received(s, "Access-Control-Allow-Origin") ?? "";
    const miss = nearMiss(got, s.origin);
    return [
      `${sentenceCase(s.answer)} ${says(s, "Access-Control-Allow-Origin")}`,
      miss?.sentence ??
        "That is not an origin: a scheme, a host and, where it is not the default, a port.",
      ...whyNullOrigin(s),
    ];
  },
  fix: allowOriginAdvice,
  learnMore: [CORS_CHECK, mdnCorsError("CORSAllowOriginNotMatchingOrigin")],
};
