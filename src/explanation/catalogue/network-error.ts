import { say } from "../../words/words.ts";
import { networkEntry } from "./network-entry.ts";

export const networkError = networkEntry({
  code: "network-error",
  reason: () => say("reason_network_error"),
  title: (s) => say("why_network_error_title", s.host),
  short: () => say("why_network_error_short"),
  happened: (s) => say("why_network_error_because", s.target),
  fix: (s) => [say("why_network_error_fix", s.site)],
});
