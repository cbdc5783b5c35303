import { type MessageName, say } from "../../words/words.ts";
import type { Caller } from "../caller.ts";
import type { DiagnosisSubject } from "./diagnosis-entry.ts";

/** How each caller sends cookies to another origin. Beacons always do, style sheets cannot. */
const COOKIES: Readonly<Partial<Record<Caller, MessageName>>> = {
  fetch: "cause_send_cookies_fetch",
  xhr: "cause_send_cookies_xhr",
  "event-source": "cause_send_cookies_event_source",
  element: "cause_send_cookies_element",
  script: "cause_send_cookies_script",
};

/** Callers that can set a header. */
export const SETS_HEADERS: ReadonlySet<Caller> = new Set(["fetch", "xhr", "script"]);

/** How the page can send the session of a signed-in user, depending on its API. */
export function sessionAdvice(s: DiagnosisSubject): string[] {
  return [...cookieAdvice(s), ...(SETS_HEADERS.has(s.caller) ? [say("cause_send_token")] : [])];
}

/** How the page can send cookies, if the request had none. */
export function cookieAdvice(s: DiagnosisSubject): string[] {
  const message = COOKIES[s.caller];
  const sends = s.withCredentials && s.verdict.credentials.basis === "observed";
  return message === undefined || sends ? [] : [say(message)];
}
