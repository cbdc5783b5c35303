import { say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { NoteEntry } from "./catalogue-entry.ts";

export const responseFromCache: NoteEntry = {
  code: "response-from-cache",
  title: (s) => say("why_response_from_cache_title", s.target),
  short: () => say("why_response_from_cache_short"),
  because: (s) => [say("why_response_from_cache_because", s.target, s.host)],
  fix: () => [say("why_response_from_cache_fix")],
  learnMore: [
    fetchStandard("cors-protocol-and-http-caches", "CORS protocol and HTTP caches"),
    mdn("HTTP/Guides/Caching", "HTTP caching"),
  ],
};
