import { say } from "../../words/words.ts";
import { networkEntry } from "./network-entry.ts";

export const connectionRefused = networkEntry({
  code: "connection-refused",
  reason: () => say("reason_connection_refused"),
  title: (s) => say("why_connection_refused_title", s.host),
  short: () => say("why_connection_refused_short"),
  happened: (s) => say("why_connection_refused_because", s.host),
  fix: (s) => [
    say("why_connection_refused_fix_runs", s.host),
    say("why_connection_refused_fix_container"),
  ],
});
