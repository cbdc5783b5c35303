import { KNOWN_SERVERS, knownServerOf } from "../../diagnosis/tables/local-servers.ts";
import { isLocalHost } from "../../http/origin.ts";
import { say } from "../../words/words.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";

const serverOf = ({ found }: DiagnosisSubject) =>
  KNOWN_SERVERS.find(({ id }) => id === found.parameter);
const nameOf = (s: DiagnosisSubject) => serverOf(s)?.name ?? s.host;

/** Whether only the port says which program it is. */
const isByPort = ({ hop, headers }: DiagnosisSubject) =>
  knownServerOf(hop.url, headers)?.certainty === "ambiguous";

const refuses = ({ response }: DiagnosisSubject) => (response?.status ?? 0) >= 400;

/** The servers whose setting turns CORS on as a whole, and takes no origin. */
const SWITCHES: ReadonlySet<string> = new Set(["lm-studio", "jan"]);

export const localServerSwitch: DiagnosisEntry = {
  title: (s) =>
    say(isByPort(s) ? "cause_local_title_open" : "cause_local_title", s.origin, nameOf(s)),
  short: (s) => say(isByPort(s) ? "cause_local_short_open" : "cause_local_short", nameOf(s)),
  because: (s) => [
    refuses(s)
      ? say(
          isByPort(s) ? "cause_local_port_refused" : "cause_local_because",
          ...[nameOf(s), s.host, s.origin, String(s.response?.status ?? "")],
        )
      : isByPort(s)
        ? say("cause_local_port", nameOf(s), s.host)
        : say("cause_local_off", nameOf(s), s.host, s.origin),
    ...(s.found.stage === "preflight" && s.response?.status === 200
      ? [say("cause_none_status")]
      : []),
  ],
  fix: (s) => {
    const server = serverOf(s);
    if (server === undefined) return [];
    const setting = server.setting(s.origin);
    return [
      ...(server.id === "python-http-server"
        ? [say("cause_local_fix_none", server.name, setting)]
        : [say(SWITCHES.has(server.id) ? "cause_local_fix_switch" : "cause_local_fix", setting)]),
      ...(/^(?:chrome|moz)-extension:/.test(s.origin)
        ? [say("cause_local_fix_extension", s.site)]
        : []),
      ...(isByPort(s) ? [say("cause_local_fix_other", s.origin)] : []),
      ...developmentProxy(s),
    ];
  },
  below: "nothing",
  remedyHelps: isByPort,
};

/** The development server as a proxy, where the page is in development. */
export function developmentProxy(s: DiagnosisSubject): string[] {
  return isLocalHost(s.pageOrigin) && /:\d+$/.test(s.pageOrigin)
    ? [say("cause_dev_proxy"), say("cause_dev_proxy_limits")]
    : [];
}
