import { getAll } from "../../http/header-list.ts";
import { allowOriginAdvice, whyNullOrigin } from "../allow-origin-advice.ts";
import { sentenceCase } from "../plain-text.ts";
import { CORS_CHECK, mdnCorsError } from "../references.ts";
import { says } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const multipleAllowOriginValues: CatalogueEntry = {
  title: (s) => `Send Access-Control-Allow-Origin once on ${s.target}, with one origin`,
  short: () => "send Access-Control-Allow-Origin once",
  because: (s) => {
    const lines = getAll(s.headers, "Access-Control-Allow-Origin").length;
    return [
      `${sentenceCase(s.answer)} ${says(s, "Access-Control-Allow-Origin")}`,
      ...(lines > 1 ? [`The header came ${lines} times: more than one layer adds it.`] : []),
      "One answer may allow one origin, or *. Not a list, and not the same value twice.",
      ...whyNullOrigin(s),
    ];
  },
  fix: (s) => [
    "Let a single layer set this header: the application, or the proxy before it.",
    ...allowOriginAdvice(s),
  ],
  learnMore: [CORS_CHECK, mdnCorsError("CORSMultipleAllowOriginNotAllowed")],
};
