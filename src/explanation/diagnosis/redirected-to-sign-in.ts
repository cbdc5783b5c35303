import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { type DiagnosisEntry, isOpen } from "./diagnosis-entry.ts";
import { sessionAdvice } from "./session-advice.ts";

export const redirectedToSignIn: DiagnosisEntry = {
  title: (s) =>
    isOpen(s)
      ? say("cause_sign_in_title_open", s.target, plainText(s.found.parameter))
      : say("cause_sign_in_title", s.target),
  short: (s) => say(isOpen(s) ? "cause_sign_in_short_open" : "cause_sign_in_short"),
  because: (s) => [
    say(
      isOpen(s) ? "cause_sign_in_because_open" : "cause_sign_in_because",
      s.host,
      plainText(s.found.parameter),
    ),
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
