import { say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import { refusedUrl } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const disallowedByMode: CauseEntry = {
  code: "disallowed-by-mode",
  reason: () => say("reason_disallowed_by_mode"),
  title: (s) =>
    s.caller === "worker"
      ? say("why_disallowed_by_mode_title_worker", s.path, s.pageOrigin)
      : say("why_disallowed_by_mode_title", refusedUrl(s).site),
  short: () => say("why_disallowed_by_mode_short"),
  because: (s) => [
    say("why_disallowed_by_mode_because", s.pageOrigin),
    s.finding.stage === "redirect"
      ? say("why_disallowed_by_mode_foreign_redirect", s.target, refusedUrl(s).site)
      : say("why_disallowed_by_mode_foreign", refusedUrl(s).site),
  ],
  fix: (s) =>
    s.caller === "worker"
      ? [
          say("why_disallowed_by_mode_fix_worker", s.pageOrigin),
          say("why_disallowed_by_mode_fix_worker_blob"),
        ]
      : [
          say("why_disallowed_by_mode_fix", refusedUrl(s).site, s.pageOrigin),
          say("why_disallowed_by_mode_fix_own"),
        ],
  learnMore: [
    fetchStandard("concept-request-mode", "request mode"),
    mdn("API/Request/mode", "Request.mode"),
  ],
};
