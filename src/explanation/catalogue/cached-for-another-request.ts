import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { NoteEntry } from "./catalogue-entry.ts";

export const cachedForAnotherRequest: NoteEntry = {
  code: "cached-for-another-request",
  covers: "cache",
  title: (s) => say("why_cached_for_another_request_title", s.target),
  short: () => say("why_cached_for_another_request_short"),
  because: (s) => [say("why_cached_for_another_request_not_requested", s.host), storedFor(s)],
  fix: (s) => [
    say("why_keep_vary_everywhere", s.path),
    say("why_cached_for_another_request_fix_same"),
    say("why_clear_cache"),
  ],
  learnMore: [
    fetchStandard("cors-protocol-and-http-caches", "CORS protocol and HTTP caches"),
    mdn("HTTP/Reference/Headers/Vary", "Vary"),
  ],
};

function storedFor(s: Subject): string {
  const origin = s.exchange.cachedFrom?.origin ?? null;
  return origin === null
    ? say("why_cached_for_another_request_stored_no_origin")
    : say("why_cached_for_another_request_stored_origin", plainText(origin));
}
