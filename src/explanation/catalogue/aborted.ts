import { say } from "../../words/words.ts";
import { callAdvice } from "../call-advice.ts";
import { waitBefore } from "../no-response.ts";
import { fetchStandard, mdn } from "../references.ts";
import { browserReports, endpoint, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const aborted: CauseEntry = {
  code: "aborted",
  reason: () => say("reason_aborted"),
  title: (s) =>
    isError(s)
      ? say("cause_status_title", endpoint(s), s.statusCode)
      : (waitBefore(s)?.title ??
        say(isUnusedScript(s) ? "why_aborted_title_script" : "why_aborted_title", s.target)),
  short: (s) => waitBefore(s)?.short ?? say("why_aborted_short"),
  because: (s) => [
    ...(isError(s) ? [say("why_error_status", s.status)] : []),
    ...(waitBefore(s)?.because ?? [say("why_aborted_because", s.target)]),
    ...browserReports(s),
  ],
  fix: (s) => [
    ...(isError(s) ? [say("why_orb_fix_url", s.url)] : []),
    ...(isUnusedScript(s) ? [say("why_aborted_fix_script")] : []),
    ...(waitBefore(s)?.fix ?? callAdvice(s, "look-for-abort")),
  ],
  learnMore: [
    fetchStandard("fetch-controller-abort", "abort a fetch"),
    mdn("API/AbortController", "AbortController"),
  ],
};

/** Whether the browser may have discarded an error page where an element or a worker expected another type. */
const isError = ({ caller, response, verdict }: Subject) =>
  (response?.status ?? 0) >= 400 &&
  (caller === "worker" || verdict.alternatives.some(({ code }) => code === "orb"));

/**
 * Whether a service worker's script arrived and was not used, which Chromium reports so (seen in 156).
 * https://w3c.github.io/ServiceWorker/#update-algorithm : the scope is checked last.
 */
const isUnusedScript = ({ response, verdict }: Subject) =>
  response !== null && verdict.destination === "serviceworker";
