import { isReadByScript } from "../../verdict/read-by-script.ts";
import { type MessageName, say } from "../../words/words.ts";
import { CORS_CHECK, mdnCorsError } from "../references.ts";
import { endpoint, respondedWith, type Subject, theResponse } from "../subject.ts";
import type { NoteEntry } from "./catalogue-entry.ts";

export const errorStatusHiddenByCors: NoteEntry = {
  code: "error-status-hidden-by-cors",
  covers: "symptom",
  title: (s) =>
    s.response === null
      ? say("why_error_status_hidden_by_cors_title_unknown", endpoint(s))
      : say("why_error_status_hidden_by_cors_title", s.statusCode, endpoint(s)),
  short: (s) =>
    s.response === null
      ? say("why_error_status_hidden_by_cors_short_unknown")
      : say("why_error_status_hidden_by_cors_short", String(s.response.status)),
  because: (s) => [respondedWith(s, "why_status_error"), ...(isRead(s) ? [hidden(s)] : [])],
  fix: (s) => [
    say(lookAtLog(s.response?.status), s.host, s.target),
    ...(isRead(s) ? [say("why_error_status_hidden_by_cors_fix_headers")] : []),
  ],
  learnMore: [CORS_CHECK, mdnCorsError("CORSMissingAllowOrigin")],
};

const isRead = ({ exchange, verdict }: Subject) => isReadByScript(exchange, verdict.destination);

function hidden(s: Subject): string {
  return s.response === null
    ? say("why_error_status_hidden_by_cors_because_unknown", theResponse(s))
    : say("why_error_status_hidden_by_cors_because", theResponse(s), String(s.response.status));
}

function lookAtLog(status: number | undefined): MessageName {
  switch (status) {
    case 401:
    case 403:
      return "why_error_status_hidden_by_cors_fix_refused";
    case 404:
    case 405:
      return "why_error_status_hidden_by_cors_fix_not_found";
    case 413:
      return "why_error_status_hidden_by_cors_fix_too_large";
    case 429:
      return "why_error_status_hidden_by_cors_fix_too_many";
    case 502:
    case 503:
    case 504:
      return "why_error_status_hidden_by_cors_fix_gateway";
    default:
      return "why_error_status_hidden_by_cors_fix";
  }
}
