import { say } from "../../words/words.ts";
import { networkEntry } from "./network-entry.ts";

export const tlsError = networkEntry({
  code: "tls-error",
  reason: () => say("reason_tls_error"),
  title: (s) => say("why_tls_error_title", s.host),
  short: () => say("why_tls_error_short"),
  happened: (s) => say("why_tls_error_because", s.host),
  fix: (s) => [say("why_tls_error_fix_tab", s.site), say("why_tls_error_fix_renew")],
});
