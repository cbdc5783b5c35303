import { say } from "../../words/words.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import { answeredWith } from "../subject.ts";
import type { NoteEntry } from "./catalogue-entry.ts";

export const preflightMetServerError: NoteEntry = {
  code: "preflight-met-server-error",
  covers: "status",
  title: (s) =>
    s.response === null
      ? say("why_preflight_met_server_error_title_unknown", s.target)
      : say("why_preflight_met_server_error_title", String(s.response.status), s.target),
  short: (s) =>
    s.response === null
      ? say("why_preflight_met_server_error_short_unknown")
      : say("why_preflight_met_server_error_short", String(s.response.status)),
  because: (s) => [
    answeredWith(s, "why_status_server_error"),
    say("why_preflight_met_server_error_because"),
  ],
  fix: (s) => [say("why_preflight_met_server_error_fix", s.host, s.target)],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSPreflightDidNotSucceed")],
};
