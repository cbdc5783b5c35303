import { say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import { respondedWith } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const opaqueRedirect: CauseEntry = {
  code: "opaque-redirect",
  reason: () => say("reason_opaque_redirect"),
  title: (s) => say("why_opaque_redirect_title", s.target),
  short: () => say("why_opaque_redirect_short"),
  because: (s) => [respondedWith(s, "why_status_redirect"), say("why_opaque_redirect_because")],
  fix: () => [say("why_opaque_redirect_fix")],
  learnMore: [
    fetchStandard("concept-filtered-response-opaque-redirect", "opaque-redirect filtered response"),
    mdn("API/Request/redirect", "Request.redirect"),
  ],
};
