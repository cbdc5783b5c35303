import { say } from "../../words/words.ts";
import type { DiagnosisEntry } from "./diagnosis-entry.ts";

export const websocketRefused: DiagnosisEntry = {
  title: (s) => say("cause_websocket_title", s.host, s.origin),
  short: () => say("cause_websocket_short"),
  because: (s) => [
    say("cause_websocket_because", s.host),
    s.response === null
      ? say("cause_websocket_unseen")
      : say("cause_websocket_status", String(s.response.status)),
    say("cause_websocket_no_cors"),
  ],
  fix: (s) => [
    say("cause_websocket_fix_origin", s.origin),
    say("cause_websocket_fix_host"),
    say("cause_websocket_fix_path"),
  ],
  below: "nothing",
  remedyHelps: false,
};
