import { say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const noCorsMethodNotSafelisted: CauseEntry = {
  code: "no-cors-method-not-safelisted",
  reason: () => say("reason_no_cors_method_not_safelisted"),
  title: (s) => say("why_no_cors_method_not_safelisted_title", s.parameter || s.method, s.path),
  short: () => say("why_no_cors_method_not_safelisted_short"),
  because: (s) => [
    say("why_no_cors_method_not_safelisted_because", s.parameter || s.method),
    say("why_no_cors_method_not_safelisted_throws"),
  ],
  fix: (s) => [
    say("why_no_cors_method_not_safelisted_fix", s.host, s.pageOrigin, s.parameter || s.method),
  ],
  learnMore: [
    fetchStandard("cors-safelisted-method", "CORS-safelisted method"),
    mdn("API/Request/mode", "Request.mode"),
  ],
};
