import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisEntry } from "./diagnosis-entry.ts";
import { sessionAdvice } from "./session-advice.ts";

export const redirectedToSignIn: DiagnosisEntry = {
  title: (s) => say("cause_sign_in_title", s.target),
  short: () => say("cause_sign_in_short"),
  because: (s) => [
    say("cause_sign_in_because", s.host, plainText(s.found.parameter)),
    say("cause_sign_in_why"),
  ],
  fix: (s) => [
    say("cause_sign_in_fix_page", s.site),
    ...sessionAdvice(s),
    say("cause_sign_in_fix_server"),
  ],
  below: "nothing",
  remedyHelps: false,
};
