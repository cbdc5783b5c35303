import { say } from "../../words/words.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import { endpoint, respondedWith } from "../subject.ts";
import type { NoteEntry } from "./catalogue-entry.ts";

export const preflightMetServerError: NoteEntry = {
  code: "preflight-met-server-error",
  covers: "status",
  title: (s) =>
    s.response === null
      ? say("why_preflight_met_server_error_title_unknown", endpoint(s))
      : say("why_preflight_met_server_error_title", s.statusCode, endpoint(s)),
  short: (s) =>
    s.response === null
      ? say("why_preflight_met_server_error_short_unknown")
      : say("why_preflight_met_server_error_short", s.statusCode),
  because: (s) => [
    respondedWith(s, "why_status_server_error"),
    say("why_preflight_met_server_error_because"),
  ],
  fix: (s) => [say("why_preflight_met_server_error_fix", s.host, s.target)],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSPreflightDidNotSucceed")],
};
