import { isLocalHost } from "../../diagnosis/sites.ts";
import { KNOWN_SERVERS } from "../../diagnosis/tables/local-servers.ts";
import { say } from "../../words/words.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";

const serverOf = ({ found }: DiagnosisSubject) =>
  KNOWN_SERVERS.find(({ id }) => id === found.parameter);
const nameOf = (s: DiagnosisSubject) => serverOf(s)?.name ?? s.host;

const refuses = ({ response }: DiagnosisSubject) => (response?.status ?? 0) >= 400;

/** What turns CORS on or off as a whole, and takes no origin. */
const SWITCHES: ReadonlySet<string> = new Set(["lm-studio"]);

export const localServerSwitch: DiagnosisEntry = {
  title: (s) => say("cause_local_title", s.origin, nameOf(s)),
  short: (s) => say("cause_local_short", nameOf(s)),
  because: (s) => [
    refuses(s)
      ? say("cause_local_because", nameOf(s), s.host, s.origin, String(s.response?.status ?? ""))
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
      say(SWITCHES.has(server.id) ? "cause_local_fix_switch" : "cause_local_fix", setting),
      ...(/^(?:chrome|moz)-extension:/.test(s.origin)
        ? [say("cause_local_fix_extension", s.site)]
        : []),
    ];
  },
  below: "nothing",
  remedyHelps: false,
};

/** The development server of the page's own machine as a way round, where the page is in development. */
export function developmentProxy(s: DiagnosisSubject): string[] {
  return isLocalHost(s.pageOrigin) && /:\d+$/.test(s.pageOrigin) ? [say("cause_dev_proxy")] : [];
}
