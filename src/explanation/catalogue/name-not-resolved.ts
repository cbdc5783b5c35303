import { say } from "../../words/words.ts";
import { networkEntry } from "./network-entry.ts";

export const nameNotResolved = networkEntry({
  code: "name-not-resolved",
  reason: () => say("reason_name_not_resolved"),
  title: (s) => say("why_name_not_resolved_title", s.host),
  short: () => say("why_name_not_resolved_short"),
  happened: (s) => say("why_name_not_resolved_because", s.host),
  fix: (s) => [
    say("why_name_not_resolved_fix_spelling", s.host),
    say("why_name_not_resolved_fix_dns"),
  ],
});
