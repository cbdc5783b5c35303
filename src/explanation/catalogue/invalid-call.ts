import type { Exchange } from "../../exchange/exchange.ts";
import { isToken } from "../../http/field-values.ts";
import { includesCredentials } from "../../http/origin.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const invalidCall: CauseEntry = {
  code: "invalid-call",
  reason: () => say("reason_invalid_call"),
  title: (s) => say("why_invalid_call_title", s.target, errorOf(s)),
  short: () => say("why_invalid_call_short"),
  because: (s) => [say("why_invalid_call_because", nameOf(s), errorOf(s)), ...wrong(s)],
  fix: (s) => [
    say("why_invalid_call_fix"),
    ...(hasUserinfo(s) ? [say("why_invalid_call_fix_userinfo")] : []),
  ],
  learnMore: [
    fetchStandard("dom-request", "Request constructor"),
    mdn("API/Window/fetch#exceptions", "fetch(): exceptions"),
  ],
};

const errorOf = (s: Subject) => s.parameter || "TypeError";

const NAMES: Readonly<Record<NonNullable<Exchange["call"]>["api"], string>> = {
  fetch: "fetch()",
  xhr: "XMLHttpRequest",
  "event-source": "EventSource",
  beacon: "sendBeacon()",
  worker: "Worker",
  websocket: "WebSocket",
};

const nameOf = ({ exchange: { call } }: Subject) => NAMES[call?.api ?? "fetch"];

/** fetch() rejects URLs with user names; XMLHttpRequest does not. */
const hasUserinfo = ({ exchange: { call } }: Subject) =>
  call?.api === "fetch" && includesCredentials(call.url);

/** The fault of the call, as far as the probe could read the call; only the browser knows all of it. */
function wrong(s: Subject): string[] {
  const { call } = s.exchange;
  if (call === null) return [];
  if (!isToken(call.method)) return [say("why_invalid_call_method", s.method)];
  const header = call.headerNames.find((name) => !isToken(name));
  if (header !== undefined) return [say("why_invalid_call_header", plainText(header, 40))];
  if (hasUserinfo(s)) return [say("why_invalid_call_userinfo")];
  const isBodiless = call.method === "GET" || call.method === "HEAD";
  if (call.api === "fetch" && isBodiless && call.body !== "none") {
    return [say("why_invalid_call_body", s.method)];
  }
  if (call.mode === "navigate") return [say("why_invalid_call_mode")];
  return [];
}
