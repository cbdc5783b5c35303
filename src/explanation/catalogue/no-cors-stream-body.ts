import { say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const noCorsStreamBody: CauseEntry = {
  code: "no-cors-stream-body",
  reason: () => say("reason_no_cors_stream_body"),
  title: (s) => say("why_no_cors_stream_body_title", s.path),
  short: () => say("why_no_cors_stream_body_short"),
  because: () => [say("why_no_cors_stream_body_because"), say("why_no_cors_stream_body_throws")],
  fix: (s) => [
    say("why_no_cors_stream_body_fix"),
    say("why_no_cors_stream_body_fix_cors", s.host, s.pageOrigin),
  ],
  learnMore: [
    fetchStandard("dom-request", "Request constructor"),
    mdn("API/Request/mode", "Request.mode"),
  ],
};
