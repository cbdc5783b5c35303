import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisEntry } from "./diagnosis-entry.ts";

export const redirectedToSignIn: DiagnosisEntry = {
  title: (s) => say("cause_sign_in_title", s.target),
  short: () => say("cause_sign_in_short"),
  because: (s) => [
    say("cause_sign_in_because", s.host, plainText(s.found.parameter)),
    say("cause_sign_in_why"),
  ],
  fix: (s) => [say("cause_sign_in_fix_page", s.site), say("cause_sign_in_fix_server")],
  below: "nothing",
  remedyHelps: false,
};
