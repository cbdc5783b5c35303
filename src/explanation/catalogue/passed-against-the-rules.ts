import { say } from "../../words/words.ts";
import { saySwitch } from "../browser-switches.ts";
import { CORS_CHECK, MDN_CORS } from "../references.ts";
import type { NoteEntry } from "./catalogue-entry.ts";

export const passedAgainstTheRules: NoteEntry = {
  code: "passed-against-the-rules",
  title: (s) => say("why_passed_against_the_rules_title", s.target),
  short: () => say("why_passed_against_the_rules_short"),
  because: (s) => [
    say("why_passed_against_the_rules_because", s.browser, s.responseName, s.pageOrigin),
    saySwitch("cors-off", s.exchange.browser),
  ],
  fix: () => [say("why_passed_against_the_rules_fix")],
  learnMore: [CORS_CHECK, MDN_CORS],
};
