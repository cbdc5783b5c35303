import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { mdn } from "../references.ts";
import { type Subject, theResponse } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const orb: CauseEntry = {
  code: "orb",
  reason: () => say("reason_orb"),
  title: (s) =>
    s.verdict.destination === ""
      ? say("why_orb_title", s.target)
      : say("why_orb_title_expected", s.target, plainText(s.verdict.destination, 20)),
  short: () => say("why_orb_short"),
  because: (s) => [lookedLike(s), say("why_orb_discarded")],
  fix: (s) => [say("why_orb_fix_url", s.url), say("why_orb_fix_type"), say("why_orb_fix_fetch")],
  learnMore: [
    { label: "Opaque Response Blocking", url: "https://github.com/annevk/orb" },
    mdn("HTTP/Guides/CORS", "CORS"),
  ],
};

function lookedLike(s: Subject): string {
  const type = plainText(get(s.headers, "Content-Type"));
  if (type === "") return say("why_orb_because_no_type", theResponse(s));
  return s.status === ""
    ? say("why_orb_because", theResponse(s), type)
    : say("why_orb_because_status", theResponse(s), s.status, type);
}
