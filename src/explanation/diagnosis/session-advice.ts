import { type MessageName, say } from "../../words/words.ts";
import type { Caller } from "../caller.ts";
import type { DiagnosisSubject } from "./diagnosis-entry.ts";

/** How each caller sends cookies to another origin; a beacon does so always, a style sheet cannot. */
const COOKIES: Readonly<Partial<Record<Caller, MessageName>>> = {
  fetch: "cause_send_cookies_fetch",
  xhr: "cause_send_cookies_xhr",
  "event-source": "cause_send_cookies_event_source",
  element: "cause_send_cookies_element",
  script: "cause_send_cookies_script",
};

/** Those that can set a header. */
export const SETS_HEADERS: ReadonlySet<Caller> = new Set(["fetch", "xhr", "script"]);

/** How the page sends the session of somebody who has signed in, by what its API can do. */
export function sessionAdvice(s: DiagnosisSubject): string[] {
  const message = COOKIES[s.caller];
  const sends = s.withCredentials && s.verdict.credentials.basis === "observed";
  return [
    ...(message === undefined || sends ? [] : [say(message)]),
    ...(SETS_HEADERS.has(s.caller) ? [say("cause_send_token")] : []),
  ];
}
