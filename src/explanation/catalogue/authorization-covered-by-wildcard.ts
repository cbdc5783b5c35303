import { say } from "../../words/words.ts";
import { fetchStandard, mdnCorsError } from "../references.ts";
import { lineToSend, theResponse } from "../subject.ts";
import type { NoteEntry } from "./catalogue-entry.ts";

export const authorizationCoveredByWildcard: NoteEntry = {
  code: "authorization-covered-by-wildcard",
  title: (s) => say("why_authorization_covered_by_wildcard_title", s.target),
  short: () => say("why_authorization_covered_by_wildcard_short"),
  because: (s) => [
    say("why_authorization_covered_by_wildcard_because", theResponse(s)),
    say("why_authorization_covered_by_wildcard_standard"),
  ],
  fix: (s) => [
    say(
      "why_send",
      s.responseName,
      lineToSend(s, "Access-Control-Allow-Headers", "*, authorization"),
    ),
  ],
  learnMore: [
    fetchStandard("cors-non-wildcard-request-header-name", "CORS non-wildcard request-header name"),
    mdnCorsError("CORSMissingAllowHeaderFromPreflight"),
  ],
};
