import { sentenceCase } from "../plain-text.ts";
import { fetchStandard, mdnCorsError } from "../references.ts";
import { received, says } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

const HEADER = "Access-Control-Allow-Credentials";

export const invalidAllowCredentials: CatalogueEntry = {
  title: (s) => `Send ${HEADER}: true on ${s.target}`,
  short: () => "allow credentials",
  because: (s) => [
    `${sentenceCase(s.answer)} ${says(s, HEADER)}`,
    "The call is made with credentials included, so the answer has to permit them.",
    ...(/^(?:true\b.*|1|yes)$/i.test(received(s, HEADER) ?? "")
      ? ["Only the four letters true, in lower case and once, will do."]
      : []),
    ...(s.finding.stage === "preflight"
      ? ["A preflight carries no cookies itself, but its answer has to permit them."]
      : []),
  ],
  fix: (s) => [
    `On ${s.answer}, send ${HEADER}: true`,
    `With it, Access-Control-Allow-Origin has to name ${s.origin === "null" ? "the origin" : s.origin}, not *.`,
    `Or, if ${s.host} needs no cookies, drop credentials: "include" (withCredentials) from the call.`,
  ],
  learnMore: [
    fetchStandard("http-access-control-allow-credentials", HEADER),
    mdnCorsError("CORSMissingAllowCredentials"),
  ],
};
