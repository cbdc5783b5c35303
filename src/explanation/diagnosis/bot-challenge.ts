import { LOCALTUNNEL, WARNING_PAGES, ZSCALER } from "../../diagnosis/rules/bot-challenge.ts";
import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { endpoint } from "../subject.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";
import { statusOf } from "./error-responder.ts";
import { SETS_HEADERS } from "./session-advice.ts";

/** A check that no request of a page passes. */
const CHALLENGE = {
  title: "cause_challenge_title",
  short: "cause_challenge_short",
  because: (name: string, status: string) => [
    say("cause_challenge_because", name, status),
    say("cause_challenge_why"),
  ],
  fix: (s: DiagnosisSubject) => [
    say("cause_challenge_fix", s.host),
    say("cause_challenge_fix_page", s.site),
  ],
} as const;

/** A tunnel's warning page, which a request can skip. */
const WARNING = {
  title: "cause_warning_title",
  short: "cause_warning_short",
  because: (name: string, status: string) => [say("cause_warning_because", name, status)],
  fix: (s: DiagnosisSubject) => {
    if (s.found.parameter === LOCALTUNNEL) return [say("cause_challenge_localtunnel", s.site)];
    const canSet = SETS_HEADERS.has(s.caller);
    return [
      say(canSet ? "cause_challenge_ngrok" : "cause_challenge_ngrok_other", s.host),
      say("cause_challenge_fix_page", s.site),
    ];
  },
} as const;

/** A firewall's refusal, which nobody passes. https://vercel.com/docs/vercel-firewall */
const DENIED = {
  title: "cause_denied_title",
  short: "cause_denied_short",
  because: (name: string, status: string) => [say("cause_denied_because", name, status)],
  fix: () => [say("cause_denied_fix")],
} as const;

/** A refusal by the filter of a network, which is neither the server's nor the page's. */
const FILTERED = {
  title: "cause_filtered_title",
  short: "cause_filtered_short",
  because: (name: string, status: string) => [say("cause_filtered_because", name, status)],
  fix: (s: DiagnosisSubject) => [say("cause_filtered_fix", s.host), say("cause_filtered_fix_try")],
} as const;

function wordsOfCheck({ found, headers }: DiagnosisSubject) {
  if (found.parameter === ZSCALER) return FILTERED;
  if (WARNING_PAGES.has(found.parameter ?? "")) return WARNING;
  return /^deny$/i.test(get(headers, "X-Vercel-Mitigated") ?? "") ? DENIED : CHALLENGE;
}

export const botChallenge: DiagnosisEntry = {
  title: (s) => say(wordsOfCheck(s).title, endpoint(s), plainText(s.found.parameter)),
  short: (s) => say(wordsOfCheck(s).short, plainText(s.found.parameter)),
  because: (s) => wordsOfCheck(s).because(plainText(s.found.parameter), statusOf(s)),
  fix: (s) => wordsOfCheck(s).fix(s),
  below: "nothing",
  remedyHelps: false,
};
