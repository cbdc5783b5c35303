import { mayExceedQuota } from "../../exchange/call-trace.ts";
import { say } from "../../words/words.ts";
import { saySwitch } from "../browser-switches.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const serviceWorkerError: CauseEntry = {
  code: "service-worker-error",
  reason: () => say("reason_service_worker_error"),
  title: (s) => say("why_service_worker_error_title", s.path),
  short: () => say("why_service_worker_error_short"),
  because: (s) => [
    say("why_service_worker_error_because", s.pageOrigin, s.target),
    say("why_service_worker_error_response"),
    ...(mayExceedQuota(s.exchange.call) ? [say("why_keepalive_quota")] : []),
  ],
  fix: (s) => [
    say("why_service_worker_error_fix", s.host),
    say("why_service_worker_error_fix_opaque"),
    saySwitch("without-service-worker", s.exchange.browser),
  ],
  learnMore: [
    fetchStandard("http-fetch", "HTTP fetch"),
    mdn("API/FetchEvent/respondWith", "FetchEvent.respondWith()"),
  ],
};
