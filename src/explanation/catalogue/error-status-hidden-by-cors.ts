import { sentenceCase } from "../plain-text.ts";
import { CORS_CHECK, mdnCorsError } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const errorStatusHiddenByCors: CatalogueEntry = {
  title: (s) => `Fix the ${code(s)} first; CORS only hides it`,
  short: (s) => `${code(s)} without CORS headers: fix the ${code(s)}`,
  because: (s) => [
    `${s.host} answered ${s.target} with ${s.status || "an error"}.`,
    `${sentenceCase(s.answer)} has no CORS headers, so your script sees a CORS error instead of the ${code(s)}.`,
  ],
  fix: (s) => [
    `Look at the log of ${s.host} for ${s.target}, and ${what(s)}.`,
    "Then send the CORS headers on error answers too, so that your script can read the next one. Many servers add them to successful answers only.",
  ],
  learnMore: [CORS_CHECK, mdnCorsError("CORSMissingAllowOrigin")],
};

function code(s: Subject): string {
  return s.response === null ? "error" : String(s.response.status);
}

function what(s: Subject): string {
  switch (s.response?.status) {
    case 401:
    case 403:
      return "see why it refuses this user";
    case 404:
    case 405:
      return "check the path and the method of the call";
    case 429:
      return "ask less often, or raise the limit";
    case 502:
    case 503:
    case 504:
      return "see why the gateway found nobody behind it to answer";
    default:
      return "repair what it reports";
  }
}
