import { say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const noCorsRedirectModeNotFollow: CauseEntry = {
  code: "no-cors-redirect-mode-not-follow",
  reason: () => say("reason_no_cors_redirect_mode_not_follow"),
  title: (s) => say("why_no_cors_redirect_mode_not_follow_title", s.path),
  short: () => say("why_no_cors_redirect_mode_not_follow_short"),
  because: (s) => [
    say("why_no_cors_redirect_mode_not_follow_because", s.url),
    say("why_no_cors_redirect_mode_not_follow_together"),
  ],
  fix: () => [say("why_no_cors_redirect_mode_not_follow_fix")],
  learnMore: [
    fetchStandard("main-fetch", "main fetch"),
    mdn("API/Request/redirect", "Request.redirect"),
  ],
};
