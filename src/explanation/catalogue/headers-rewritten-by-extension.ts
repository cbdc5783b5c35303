import { say } from "../../words/words.ts";
import { CORS_CHECK, MDN_CORS } from "../references.ts";
import type { NoteEntry } from "./catalogue-entry.ts";

export const headersRewrittenByExtension: NoteEntry = {
  code: "headers-rewritten-by-extension",
  title: (s) => say("why_headers_rewritten_by_extension_title", s.target),
  short: () => say("why_headers_rewritten_by_extension_short"),
  because: (s) => [
    say("why_headers_rewritten_by_extension_because", s.responseName),
    say("why_headers_rewritten_by_extension_users"),
  ],
  fix: () => [say("why_headers_rewritten_by_extension_fix")],
  learnMore: [CORS_CHECK, MDN_CORS],
};
