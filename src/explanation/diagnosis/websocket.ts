import { say } from "../../words/words.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";

export const websocketRefused: DiagnosisEntry = {
  title: (s) => {
    const status = statusOf(s);
    return status !== null && status !== 403
      ? say("cause_websocket_title_status", s.host, String(status))
      : say(
          isSameHost(s) ? "cause_websocket_title_same" : "cause_websocket_title",
          s.host,
          s.origin,
        );
  },
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
    const status = statusOf(s);
    if (status !== null && status !== 403) return [ofStatus(status, s)];
    const both = [say("cause_websocket_fix_origin", s.origin), say("cause_websocket_fix_host")];
    return [...(isSameHost(s) ? both.reverse() : both), ...(status === 403 ? [] : unseen())];
  },
  below: "nothing",
  remedyHelps: false,
};

/** Advice where the status is unknown. */
const unseen = () => [say("cause_websocket_fix_path"), say("cause_websocket_fix_protocol")];

/** Firefox reports the status of a handshake. */
const statusOf = ({ response }: DiagnosisSubject) => response?.status ?? null;

/** The meaning of a status other than a refused origin. */
function ofStatus(status: number, s: DiagnosisSubject): string {
  if (status === 101) return say("cause_websocket_fix_protocol");
  if (status === 401 || status === 407) return say("cause_websocket_fix_401");
  if (status === 404 || status === 405 || status === 410)
    return say("cause_websocket_fix_not_found");
  if (status >= 300 && status < 400) return say("cause_websocket_fix_redirect");
  return status >= 500 ? say("cause_502_fix", s.host) : say("cause_websocket_fix_upgrade");
}

/** Whether the page is on the same host: then a proxy is more likely at fault than a list of origins. */
const isSameHost = (s: DiagnosisSubject) =>
  s.found.side === "proxy" && (statusOf(s) ?? 403) === 403;
