import { mayRefuseByError } from "../../diagnosis/refuses-by-error.ts";
import { say } from "../../words/words.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import { endpoint, respondedWith, type Subject } from "../subject.ts";
import type { NoteEntry } from "./catalogue-entry.ts";

const mayBeOfOrigin = ({ response, origin }: Subject) => mayRefuseByError(response, origin);

export const preflightMetServerError: NoteEntry = {
  code: "preflight-met-server-error",
  covers: "status",
  title: (s) =>
    s.response === null
      ? say("why_preflight_met_server_error_title_unknown", endpoint(s))
      : say(
          mayBeOfOrigin(s)
            ? "why_preflight_met_server_error_title_500"
            : "why_preflight_met_server_error_title",
          ...[s.statusCode, endpoint(s)],
        ),
  short: (s) =>
    s.response === null
      ? say("why_preflight_met_server_error_short_unknown")
      : say("why_preflight_met_server_error_short", s.statusCode),
  because: (s) => [
    respondedWith(s, "why_status_server_error"),
    mayBeOfOrigin(s)
      ? say("why_preflight_met_server_error_because_500", s.host)
      : say("why_preflight_met_server_error_because"),
  ],
  fix: (s) => [
    say("why_preflight_met_server_error_fix", s.host, s.target),
    ...(mayBeOfOrigin(s)
      ? [
          say("why_preflight_met_server_error_fix_early", s.target),
          say("why_server_error_fix_origin", s.origin, s.host),
        ]
      : []),
  ],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSPreflightDidNotSucceed")],
};
