import { say } from "../../words/words.ts";
import { fetchStandard, mdnCorsError } from "../references.ts";
import { browserReports, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const blockedByClient: CauseEntry = {
  code: "blocked-by-client",
  reason: () => say("reason_blocked_by_client"),
  title: (s) => say(BLOCKERS[blocker(s)].title, s.host),
  short: (s) => say(BLOCKERS[blocker(s)].short),
  because: (s) => [
    say(BLOCKERS[blocker(s)].because, s.target),
    ...browserReports(s),
    // An extension can also block a request at its response.
    ...(s.hop.response === null ? [say("why_blocked_by_client_no_say", s.host)] : []),
  ],
  fix: (s) =>
    blocker(s) === "policy"
      ? [say("why_blocked_by_client_fix_policy")]
      : [say("why_blocked_by_client_fix", s.pageOrigin), say("why_blocked_by_client_fix_users")],
  learnMore: [
    fetchStandard("concept-network-error", "network error"),
    mdnCorsError("CORSDidNotSucceed"),
  ],
};

const BLOCKERS = {
  policy: {
    title: "why_blocked_by_client_title_policy",
    short: "why_blocked_by_client_short_policy",
    because: "why_blocked_by_client_because_policy",
  },
  tracking: {
    title: "why_blocked_by_client_title_tracking",
    short: "why_blocked_by_client_short_tracking",
    because: "why_blocked_by_client_because_tracking",
  },
  other: {
    title: "why_blocked_by_client_title",
    short: "why_blocked_by_client_short",
    because: "why_blocked_by_client_because",
  },
} as const;

function blocker(s: Subject): keyof typeof BLOCKERS {
  if (/ADMINISTRATOR/.test(s.error)) return "policy";
  return /TRACKING/.test(s.error) ? "tracking" : "other";
}
