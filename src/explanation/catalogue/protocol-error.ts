import { say } from "../../words/words.ts";
import { networkEntry } from "./network-entry.ts";

export const protocolError = networkEntry({
  code: "protocol-error",
  reason: () => say("reason_protocol_error"),
  title: (s) => say("why_protocol_error_title", s.host),
  short: () => say("why_protocol_error_short"),
  happened: (s) => say("why_protocol_error_because", s.host),
  fix: (s) => [say("why_protocol_error_fix_curl", s.target), say("why_protocol_error_fix_proxy")],
});
