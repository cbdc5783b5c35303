import { get } from "../../http/header-list.ts";
import { parseLocation } from "../../http/origin.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const disallowedByMode: CauseEntry = {
  code: "disallowed-by-mode",
  reason: () => say("reason_disallowed_by_mode"),
  title: (s) =>
    s.caller === "worker"
      ? say("why_disallowed_by_mode_title_worker", s.path, s.pageOrigin)
      : say("why_disallowed_by_mode_title", foreign(s)),
  short: () => say("why_disallowed_by_mode_short"),
  because: (s) => [
    say("why_disallowed_by_mode_because", s.pageOrigin),
    s.finding.stage === "redirect"
      ? say("why_disallowed_by_mode_foreign_redirect", s.target, foreign(s))
      : say("why_disallowed_by_mode_foreign", foreign(s)),
  ],
  fix: (s) =>
    s.caller === "worker"
      ? [
          say("why_disallowed_by_mode_fix_worker", s.pageOrigin),
          say("why_disallowed_by_mode_fix_worker_blob"),
        ]
      : [
          say("why_disallowed_by_mode_fix", foreign(s), s.pageOrigin),
          say("why_disallowed_by_mode_fix_own"),
        ],
  learnMore: [
    fetchStandard("concept-request-mode", "request mode"),
    mdn("API/Request/mode", "Request.mode"),
  ],
};

function foreign(s: Subject): string {
  if (s.finding.stage !== "redirect") return s.site;
  const to = parseLocation(s.hop.redirect?.url ?? get(s.headers, "Location") ?? "", s.hop.url);
  return to === null ? say("why_disallowed_by_mode_unknown") : plainText(to.origin);
}
