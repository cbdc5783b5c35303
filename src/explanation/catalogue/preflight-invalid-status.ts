import { say } from "../../words/words.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const preflightInvalidStatus: CauseEntry = {
  code: "preflight-invalid-status",
  reason: () => say("reason_preflight_invalid_status"),
  title: (s) =>
    s.status === ""
      ? say("why_preflight_invalid_status_title_unknown", s.target)
      : say("why_preflight_invalid_status_title", s.target, s.status),
  short: (s) =>
    s.status === ""
      ? say("why_preflight_invalid_status_short_unknown")
      : say("why_preflight_invalid_status_short", s.status),
  because: (s) => [
    say("why_preflight_invalid_status_requested", s.method, s.target),
    responded(s),
    say("why_never_sent", s.method),
  ],
  // The root cause that explains the status has its own advice.
  fix: (s) =>
    s.statusNamed
      ? []
      : [
          say("why_preflight_invalid_status_fix", s.target),
          say("why_preflight_invalid_status_fix_bare"),
        ],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSPreflightDidNotSucceed")],
};

function responded(s: Subject): string {
  if (s.statusNamed) return say("why_preflight_invalid_status_ok_only");
  return s.status === ""
    ? say("why_preflight_invalid_status_because_unknown", s.host)
    : say("why_preflight_invalid_status_because", s.host, s.status);
}
