import { say } from "../../words/words.ts";
import { callAdvice } from "../call-advice.ts";
import { waitBefore } from "../no-response.ts";
import { fetchStandard, mdn } from "../references.ts";
import { browserReports } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const aborted: CauseEntry = {
  code: "aborted",
  reason: () => say("reason_aborted"),
  title: (s) => waitBefore(s)?.title ?? say("why_aborted_title", s.target),
  short: (s) => waitBefore(s)?.short ?? say("why_aborted_short"),
  because: (s) => [
    ...(waitBefore(s)?.because ?? [say("why_aborted_because", s.target)]),
    ...browserReports(s),
  ],
  fix: (s) => waitBefore(s)?.fix ?? callAdvice(s, "look-for-abort"),
  learnMore: [
    fetchStandard("fetch-controller-abort", "abort a fetch"),
    mdn("API/AbortController", "AbortController"),
  ],
};
