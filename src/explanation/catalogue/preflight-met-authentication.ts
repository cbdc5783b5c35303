import { say } from "../../words/words.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import type { NoteEntry } from "./catalogue-entry.ts";

export const preflightMetAuthentication: NoteEntry = {
  code: "preflight-met-authentication",
  covers: "status",
  title: (s) => say("why_preflight_met_authentication_title", s.path),
  short: () => say("why_preflight_met_authentication_short"),
  because: (s) => [
    say(
      "why_preflight_met_authentication_because",
      s.host,
      s.target,
      s.status || say("why_status_refusal"),
    ),
    say("why_preflight_met_authentication_bare"),
  ],
  fix: (s) => [say("why_preflight_met_authentication_fix", s.target, s.method)],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSPreflightDidNotSucceed")],
};
