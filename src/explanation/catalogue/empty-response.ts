import { say } from "../../words/words.ts";
import { networkEntry } from "./network-entry.ts";

export const emptyResponse = networkEntry({
  code: "empty-response",
  reason: () => say("reason_empty_response"),
  title: (s) => say("why_empty_response_title", s.host),
  short: () => say("why_empty_response_short"),
  happened: (s) => say("why_empty_response_because", s.host),
  fix: (s) => [say("why_empty_response_fix_crash", s.target), say("why_empty_response_fix_scheme")],
});
