import { say } from "../../words/words.ts";
import { networkEntry } from "./network-entry.ts";

export const timedOut = networkEntry({
  code: "timed-out",
  reason: () => say("reason_timed_out"),
  title: (s) => say("why_timed_out_title", s.host),
  short: () => say("why_timed_out_short"),
  happened: (s) => say("why_timed_out_because", s.host),
  fix: (s) => [say("why_timed_out_fix_reach", s.host), say("why_timed_out_fix_slow", s.target)],
});
