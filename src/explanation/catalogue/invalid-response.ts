import { say } from "../../words/words.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import { browserReports } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const invalidResponse: CauseEntry = {
  code: "invalid-response",
  reason: () => say("reason_invalid_response"),
  title: (s) => say("why_invalid_response_title", s.target, s.host),
  short: (s) =>
    s.finding.stage === "preflight"
      ? say("why_invalid_response_short_preflight")
      : say("why_invalid_response_short"),
  because: (s) => [
    say("why_invalid_response_because", s.target),
    ...browserReports(s),
    ...(s.finding.stage === "preflight" ? [say("why_never_sent", s.method)] : []),
  ],
  fix: (s) => [
    say("why_invalid_response_fix", s.target, s.host),
    say("why_invalid_response_fix_then"),
  ],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSDidNotSucceed")],
};
