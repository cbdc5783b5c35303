import { say } from "../../words/words.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";

export const websocketRefused: DiagnosisEntry = {
  title: (s) =>
    say(isSameHost(s) ? "cause_websocket_title_same" : "cause_websocket_title", s.host, s.origin),
  short: () => say("cause_websocket_short"),
  because: (s) => [
    say("cause_websocket_because", s.host),
    s.response === null
      ? say("cause_websocket_unseen")
      : say("cause_websocket_status", String(s.response.status)),
    say("cause_websocket_no_cors"),
    ...(isSameHost(s) ? [say("cause_websocket_same")] : []),
  ],
  fix: (s) => {
    const both = [say("cause_websocket_fix_origin", s.origin), say("cause_websocket_fix_host")];
    return [
      ...(isSameHost(s) ? both.reverse() : both),
      say("cause_websocket_fix_path"),
      say("cause_websocket_fix_protocol"),
    ];
  },
  below: "nothing",
  remedyHelps: false,
};

/** Whether the page is of the host itself: then a proxy is likelier at fault than a list of origins. */
const isSameHost = ({ found }: DiagnosisSubject) => found.side === "proxy";
