import { say } from "../../words/words.ts";
import { mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const frameNotAllowed: CatalogueEntry = {
  title: (s) => say("why_frame_not_allowed_title", s.pageOrigin, s.target),
  short: () => say("why_frame_not_allowed_short"),
  because: (s) => [
    say("why_frame_not_allowed_because", s.url, s.pageOrigin),
    say("why_frame_not_allowed_headers"),
  ],
  fix: (s) => [
    say("why_frame_not_allowed_fix", s.answer, s.pageOrigin),
    say("why_frame_not_allowed_fix_tab"),
  ],
  learnMore: [
    {
      label: "CSP: frame-ancestors",
      url: "https://w3c.github.io/webappsec-csp/#directive-frame-ancestors",
    },
    mdn("HTTP/Reference/Headers/X-Frame-Options", "X-Frame-Options"),
  ],
};
