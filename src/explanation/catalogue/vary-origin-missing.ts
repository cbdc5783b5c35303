import { say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { NoteEntry } from "./catalogue-entry.ts";

export const varyOriginMissing: NoteEntry = {
  code: "vary-origin-missing",
  title: (s) => say("why_vary_origin_missing_title", s.target),
  short: (s) =>
    s.response?.fromCache
      ? say("why_vary_origin_missing_short_cached")
      : say("why_vary_origin_missing_short"),
  because: (s) => [
    say("why_vary_origin_missing_because", s.host),
    s.response?.fromCache
      ? say("why_vary_origin_missing_mixed")
      : say("why_vary_origin_missing_may_mix"),
  ],
  fix: (s) => [
    say("why_keep_vary_everywhere", s.path),
    ...(s.response?.fromCache ? [say("why_clear_cache")] : []),
  ],
  learnMore: [
    fetchStandard("cors-protocol-and-http-caches", "CORS protocol and HTTP caches"),
    mdn("HTTP/Reference/Headers/Vary", "Vary"),
  ],
};
