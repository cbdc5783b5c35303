import { say } from "../../words/words.ts";
import { networkEntry } from "./network-entry.ts";

export const connectionReset = networkEntry({
  code: "connection-reset",
  reason: () => say("reason_connection_reset"),
  title: (s) => say("why_connection_reset_title", s.host),
  short: () => say("why_connection_reset_short"),
  happened: (s) => say("why_connection_reset_because", s.host),
  fix: (s) => [say("why_connection_reset_fix_log"), say("why_connection_reset_fix_scheme", s.host)],
});
