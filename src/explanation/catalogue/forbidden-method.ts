import { say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const forbiddenMethod: CauseEntry = {
  code: "forbidden-method",
  reason: () => say("reason_forbidden_method"),
  title: (s) => say("why_forbidden_method_title", s.parameter || s.method),
  short: (s) => say("why_forbidden_method_short", s.parameter || s.method),
  because: (s) => [
    say("why_forbidden_method_because", s.parameter || s.method),
    say("why_forbidden_method_throws"),
  ],
  fix: () => [say("why_forbidden_method_fix")],
  learnMore: [
    fetchStandard("forbidden-method", "forbidden method"),
    mdn("API/Request/method", "Request.method"),
  ],
};
