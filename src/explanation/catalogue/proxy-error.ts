import { say } from "../../words/words.ts";
import { networkEntry } from "./network-entry.ts";

export const proxyError = networkEntry({
  code: "proxy-error",
  reason: () => say("reason_proxy_error"),
  title: (s) => say("why_proxy_error_title", s.host),
  short: () => say("why_proxy_error_short"),
  happened: (s) => say("why_proxy_error_because", s.target),
  fix: () => [say("why_proxy_error_fix")],
});
