import { say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const onlyIfCachedNotSameOrigin: CauseEntry = {
  code: "only-if-cached-not-same-origin",
  reason: () => say("reason_only_if_cached_not_same_origin"),
  title: (s) => say("why_only_if_cached_title", s.path),
  short: () => say("why_only_if_cached_short"),
  because: () => [say("why_only_if_cached_because"), say("why_only_if_cached_throws")],
  fix: () => [say("why_only_if_cached_fix_own"), say("why_only_if_cached_fix_foreign")],
  learnMore: [
    fetchStandard("dom-request", "Request constructor"),
    mdn("API/Request/cache", "Request.cache"),
  ],
};
