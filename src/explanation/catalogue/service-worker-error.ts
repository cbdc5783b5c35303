import { type MessageName, say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

/** How to go round a service worker in each browser's tools. */
const WITHOUT_WORKER: Readonly<Record<Subject["browser"], MessageName>> = {
  Chromium: "why_service_worker_error_fix_bypass",
  Firefox: "why_service_worker_error_fix_unregister",
};

export const serviceWorkerError: CatalogueEntry = {
  title: (s) => say("why_service_worker_error_title", s.path),
  short: () => say("why_service_worker_error_short"),
  because: (s) => [
    say("why_service_worker_error_because", s.pageOrigin, s.target),
    say("why_service_worker_error_answer"),
  ],
  fix: (s) => [
    say("why_service_worker_error_fix", s.host),
    say("why_service_worker_error_fix_opaque"),
    say(WITHOUT_WORKER[s.browser]),
  ],
  learnMore: [
    fetchStandard("http-fetch", "HTTP fetch"),
    mdn("API/FetchEvent/respondWith", "FetchEvent.respondWith()"),
  ],
};
