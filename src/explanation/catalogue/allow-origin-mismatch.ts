import {
  allowOriginAdvice,
  allowOriginShort,
  allowOriginTitle,
  whyNullOrigin,
} from "../allow-origin-advice.ts";
import { nearMiss } from "../near-miss.ts";
import { sentenceCase } from "../plain-text.ts";
import { CORS_CHECK, mdnCorsError } from "../references.ts";
import { received, says } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const allowOriginMismatch: CatalogueEntry = {
  title: (s) => {
    const got = received(s, "Access-Control-Allow-Origin") ?? "";
    const miss = nearMiss(got, s.origin);
    if (miss !== null) return `${allowOriginTitle(s)}: ${miss.hint}`;
    return s.origin === "null" || got === ""
      ? allowOriginTitle(s)
      : `${allowOriginTitle(s)}, not only ${got}`;
  },
  short: (s) => {
    const miss = nearMiss(received(s, "Access-Control-Allow-Origin") ?? "", s.origin);
    return miss === null ? allowOriginShort(s) : `${allowOriginShort(s)}: ${miss.hint}`;
  },
  because: (s) => {
    const got = received(s, "Access-Control-Allow-Origin") ?? "";
    const miss = nearMiss(got, s.origin);
    return [
      `${sentenceCase(s.answer)} ${says(s, "Access-Control-Allow-Origin")}`,
      `The browser asked as ${s.origin}, and compares the two byte by byte.`,
      ...(miss === null ? [] : [miss.sentence]),
      ...whyNullOrigin(s),
      ...(s.response?.fromCache
        ? ["The answer came from the browser's cache, so it may have been made for another origin."]
        : []),
    ];
  },
  fix: allowOriginAdvice,
  learnMore: [CORS_CHECK, mdnCorsError("CORSAllowOriginNotMatchingOrigin")],
};
