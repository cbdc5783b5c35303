import { say } from "../../words/words.ts";
import { callAdvice } from "../call-advice.ts";
import { mdn } from "../references.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const integrity: CauseEntry = {
  code: "integrity",
  reason: () => say("reason_integrity"),
  title: (s) => say("why_integrity_title", s.path),
  short: () => say("why_integrity_short"),
  because: (s) => [say("why_integrity_because", s.url), say("why_integrity_unchecked")],
  fix: (s) => [say("why_integrity_fix"), ...callAdvice(s, "hash-with-cors", s.host, s.pageOrigin)],
  learnMore: [
    {
      label: "Subresource Integrity standard",
      url: "https://w3c.github.io/webappsec-subresource-integrity/",
    },
    mdn("Security/Subresource_Integrity", "Subresource Integrity"),
  ],
};
