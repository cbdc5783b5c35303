import { say } from "../../words/words.ts";
import { callAdvice } from "../call-advice.ts";
import { fetchStandard, mdnCorsError } from "../references.ts";
import { received, responseSays } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

const HEADER = "Access-Control-Allow-Credentials";

export const invalidAllowCredentials: CauseEntry = {
  code: "invalid-allow-credentials",
  reason: () => say("reason_invalid_allow_credentials"),
  title: (s) => say("why_invalid_allow_credentials_title", s.target),
  short: () => say("why_invalid_allow_credentials_short"),
  because: (s) => [
    responseSays(s, HEADER),
    say("why_invalid_allow_credentials_because"),
    ...(/^(?:true\b.*|1|yes)$/i.test(received(s, HEADER) ?? "")
      ? [say("why_invalid_allow_credentials_spelling")]
      : []),
    ...(s.finding.stage === "preflight" ? [say("why_invalid_allow_credentials_preflight")] : []),
  ],
  fix: (s) => [
    say("why_invalid_allow_credentials_fix", s.responseName),
    s.origin === "null"
      ? say("why_invalid_allow_credentials_fix_origin_null")
      : say("why_invalid_allow_credentials_fix_origin", s.origin),
    ...callAdvice(s, "omit-credentials", s.host),
  ],
  learnMore: [
    fetchStandard("http-access-control-allow-credentials", HEADER),
    mdnCorsError("CORSMissingAllowCredentials"),
  ],
};
