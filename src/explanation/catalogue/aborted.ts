import { say } from "../../words/words.ts";
import { callAdvice } from "../call-advice.ts";
import { fetchStandard, mdn } from "../references.ts";
import { browserReports } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const aborted: CatalogueEntry = {
  title: (s) => say("why_aborted_title", s.target),
  short: () => say("why_aborted_short"),
  because: (s) => [say("why_aborted_because", s.target), ...browserReports(s)],
  fix: (s) => callAdvice(s, "look-for-abort"),
  learnMore: [
    fetchStandard("fetch-controller-abort", "abort a fetch"),
    mdn("API/AbortController", "AbortController"),
  ],
};
