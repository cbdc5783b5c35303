import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, mdn } from "../references.ts";
import { theResponse } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const mimeType: CauseEntry = {
  code: "mime-type",
  reason: () => say("reason_mime_type"),
  title: (s) => say("why_mime_type_title", s.target),
  short: () => say("why_mime_type_short"),
  because: (s) => {
    const type = plainText(get(s.headers, "Content-Type"));
    return [
      type === ""
        ? say("why_mime_type_none", theResponse(s))
        : say("why_orb_because", theResponse(s), type),
      say("why_mime_type_because"),
    ];
  },
  fix: (s) => [say("why_orb_fix_url", s.url), say("why_mime_type_fix")],
  learnMore: [
    fetchStandard("should-response-to-request-be-blocked-due-to-mime-type?", "MIME types"),
    mdn("HTTP/Reference/Headers/X-Content-Type-Options", "X-Content-Type-Options"),
  ],
};
