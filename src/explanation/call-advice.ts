import { type MessageName, say } from "../words/words.ts";
import type { Caller } from "./caller.ts";
import type { Subject } from "./subject.ts";

/**
 * Changes that the page can make to the request itself. They depend on the caller, and some callers have
 * none: elements cannot set headers, beacons have no credentials mode.
 */
const ADVICE = {
  /** Value: the host. */
  "omit-credentials": {
    fetch: "why_omit_credentials_fetch",
    xhr: "why_omit_credentials_xhr",
    "event-source": "why_omit_credentials_event_source",
    beacon: "why_omit_credentials_beacon",
    element: "why_omit_credentials_element",
    script: "why_omit_credentials_script",
  },
  /** Value: the host. */
  "leave-out-header": {
    fetch: "why_header_disallowed_fix_leave_out_one",
    xhr: "why_header_disallowed_fix_leave_out_one",
    script: "why_header_disallowed_fix_leave_out_one",
  },
  /** Value: the host. */
  "leave-out-headers": {
    fetch: "why_header_disallowed_fix_leave_out_many",
    xhr: "why_header_disallowed_fix_leave_out_many",
    script: "why_header_disallowed_fix_leave_out_many",
  },
  /** Access-Control-Allow-Credentials is also needed if cookies are sent, where that is unknown. */
  "if-credentials": {
    fetch: "why_allow_credentials_if_fetch",
    xhr: "why_allow_credentials_if_xhr",
    "event-source": "why_allow_credentials_if_xhr",
    element: "why_allow_credentials_if_element",
    script: "why_allow_credentials_if_script",
  },
  "without-preflight": { beacon: "why_beacon_as_text" },
  "without-upload-listener": {
    xhr: "why_without_upload_listener",
    script: "why_without_upload_listener",
  },
  "load-with-cors": {
    fetch: "why_corp_fix_cors_fetch",
    script: "why_corp_fix_cors_fetch",
    element: "why_corp_fix_cors",
  },
  /** Values: the host, the page's origin. */
  "hash-with-cors": {
    fetch: "why_integrity_fix_mode",
    script: "why_integrity_fix_mode",
    element: "why_integrity_fix_crossorigin",
  },
  /** Possible reasons for the abort. */
  "look-for-abort": {
    fetch: "why_aborted_fix",
    xhr: "why_aborted_fix_xhr",
    "event-source": "why_aborted_fix_event_source",
    element: "why_aborted_fix_element",
    style: "why_aborted_fix_navigation",
    beacon: "why_aborted_fix_navigation",
    worker: "why_aborted_fix_navigation",
    script: "why_aborted_fix",
    other: "why_aborted_fix_navigation",
  },
} as const satisfies Record<string, Partial<Record<Caller, MessageName>>>;

/** One piece of advice for the caller of an exchange; empty where the caller cannot follow it. */
export function callAdvice(s: Subject, kind: keyof typeof ADVICE, ...values: string[]): string[] {
  const byCaller: Partial<Record<Caller, MessageName>> = ADVICE[kind];
  const message = byCaller[s.caller];
  return message === undefined ? [] : [say(message, ...values)];
}
