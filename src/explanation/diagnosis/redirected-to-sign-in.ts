import { isAuthorizationEndpoint } from "../../http/authorization-endpoint.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { type DiagnosisEntry, type DiagnosisSubject, isOpen } from "./diagnosis-entry.ts";
import { sessionAdvice } from "./session-advice.ts";

/** Whether the request itself starts a sign-in; then no session is missing. */
const isStart = ({ found }: DiagnosisSubject) => found.side === "page";

/** Whether the request went to the provider itself. */
const isEndpoint = (s: DiagnosisSubject) => isStart(s) && isAuthorizationEndpoint(s.hop.url);

export const redirectedToSignIn: DiagnosisEntry = {
  title: (s) => {
    if (isStart(s)) return say("cause_sign_in_title_start", s.target);
    return isOpen(s)
      ? say("cause_sign_in_title_open", s.target, plainText(s.found.parameter))
      : say("cause_sign_in_title", s.target);
  },
  short: (s) => {
    if (isStart(s)) return say("cause_sign_in_short_start");
    return say(isOpen(s) ? "cause_sign_in_short_open" : "cause_sign_in_short");
  },
  because: (s) => {
    if (isEndpoint(s)) return [say("cause_sign_in_because_endpoint"), say("cause_sign_in_why")];
    const [start, open, sure] = [
      "cause_sign_in_because_start",
      "cause_sign_in_because_open",
      "cause_sign_in_because",
    ] as const;
    const message = isStart(s) ? start : isOpen(s) ? open : sure;
    return [say(message, s.host, plainText(s.found.parameter)), say("cause_sign_in_why")];
  },
  fix: (s) =>
    isStart(s)
      ? [
          say("cause_sign_in_fix_start"),
          ...(isEndpoint(s) ? [] : [say("cause_sign_in_fix_start_api")]),
        ]
      : [
          say("cause_sign_in_fix_page", s.site),
          ...sessionAdvice(s),
          say("cause_sign_in_fix_server"),
        ],
  below: "nothing",
  remedyHelps: false,
};
