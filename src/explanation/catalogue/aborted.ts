import { say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import { browserReports } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const aborted: CatalogueEntry = {
  title: (s) => say("why_aborted_title", s.target),
  short: () => say("why_aborted_short"),
  because: (s) => [say("why_aborted_because", s.target), ...browserReports(s)],
  fix: () => [say("why_aborted_fix")],
  learnMore: [
    fetchStandard("fetch-controller-abort", "abort a fetch"),
    mdn("API/AbortController", "AbortController"),
  ],
};
