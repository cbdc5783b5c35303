import {
  KNOWN_SERVERS,
  type KnownServer,
  knownServerOf,
} from "../../diagnosis/tables/local-servers.ts";
import { isLocalHost } from "../../http/origin.ts";
import { say } from "../../words/words.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";

const serverOf = ({ found }: DiagnosisSubject) =>
  KNOWN_SERVERS.find(({ id }) => id === found.parameter);
const nameOf = (s: DiagnosisSubject) => serverOf(s)?.name ?? s.host;

/** Whether only the port indicates the program. */
const isByPort = ({ hop, headers }: DiagnosisSubject) =>
  knownServerOf(hop.url, headers)?.certainty === "ambiguous";

const refuses = ({ response }: DiagnosisSubject) => (response?.status ?? 0) >= 400;

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
    return [
      settingOf(server, s.origin),
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

/** The product's one setting, with its value. */
export function settingOf({ id, name, setting, kind }: KnownServer, origin: string): string {
  const text = setting(origin);
  if (kind === "list") return say("cause_known_add", name, origin, text);
  if (id === "python-http-server") return say("cause_local_fix_none", name, text);
  return say(kind === "switch" ? "cause_local_fix_switch" : "cause_local_fix", text);
}

/** Advice to use the development server as a proxy, for pages in development. */
export function developmentProxy(s: DiagnosisSubject): string[] {
  return isLocalHost(s.pageOrigin) && /:\d+$/.test(s.pageOrigin)
    ? [say("cause_dev_proxy"), say("cause_dev_proxy_limits")]
    : [];
}
