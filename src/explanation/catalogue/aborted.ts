import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const aborted: CatalogueEntry = {
  title: (s) => `Nothing to change on the server: ${s.target} was given up`,
  short: () => "aborted",
  because: (s) => [
    `The page, or the browser on its behalf, gave up ${s.target} before it ended.`,
    ...(s.error === "" ? [] : [`${s.browser} reports ${s.error}.`]),
  ],
  fix: () => [
    "If you did not mean it, look for an AbortController, a timeout, or a navigation that ended the page.",
  ],
  learnMore: [
    fetchStandard("fetch-controller-abort", "abort a fetch"),
    mdn("API/AbortController", "AbortController"),
  ],
};
