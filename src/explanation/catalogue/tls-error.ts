import { say } from "../../words/words.ts";
import { networkEntry } from "./network-entry.ts";

/**
 * Errors that indicate that the server does not speak TLS. Firefox reports sentences, in the user's language (seen
 * in 153).
 */
const NOT_TLS =
  /ERR_SSL_PROTOCOL_ERROR|SSL_ERROR_RX_RECORD_TOO_LONG|record that exceeded the maximum/;

export const tlsError = networkEntry({
  code: "tls-error",
  reason: () => say("reason_tls_error"),
  title: (s) => say("why_tls_error_title", s.host),
  short: () => say("why_tls_error_short"),
  happened: (s) => say("why_tls_error_because", s.host),
  fix: (s) => [
    ...(NOT_TLS.test(s.error) ? [say("why_tls_error_fix_http")] : []),
    say("why_tls_error_fix_tab", s.site),
    say("why_tls_error_fix_renew"),
  ],
});
