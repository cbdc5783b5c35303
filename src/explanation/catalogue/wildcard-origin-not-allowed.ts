import { allowOriginAdvice, whyNullOrigin } from "../allow-origin-advice.ts";
import { sentenceCase } from "../plain-text.ts";
import { fetchStandard, mdnCorsError } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const wildcardOriginNotAllowed: CatalogueEntry = {
  title: (s) =>
    s.origin === "null"
      ? `Ask for ${s.target} without credentials: * does not cover them`
      : `Answer ${s.origin} instead of * on ${s.target}, or ask without credentials`,
  short: () => "* does not cover credentials",
  because: (s) => [
    `${sentenceCase(s.answer)} says Access-Control-Allow-Origin: *`,
    s.verdict.credentials.basis === "observed"
      ? "The request includes credentials (cookies and the like)."
      : "The request was most likely made with credentials included.",
    "For such a request * allows nobody: the answer has to name the origin.",
    ...whyNullOrigin(s),
  ],
  fix: (s) => [
    ...allowOriginAdvice(s),
    `Or, if ${s.host} needs no cookies, drop credentials: "include" (withCredentials, crossorigin="use-credentials") from the call.`,
  ],
  learnMore: [
    fetchStandard("cors-protocol-and-credentials", "CORS protocol and credentials"),
    mdnCorsError("CORSNotSupportingCredentials"),
  ],
};
