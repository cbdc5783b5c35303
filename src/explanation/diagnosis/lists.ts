import { isCrossSite, isLocalHost } from "../../diagnosis/sites.ts";
import { variesByOrigin } from "../../http/caching.ts";
import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";
import { developmentProxy } from "./local-server.ts";

export const originNotListed: DiagnosisEntry = {
  title: (s) => say("cause_listed_title", s.origin, s.host),
  short: () => say("cause_listed_short"),
  because: (s) => [say("cause_listed_because", s.host, sign(s), s.origin)],
  fix: (s) => [
    ...(APPS.test(s.origin) ? [say("cause_listed_app")] : []),
    say("cause_listed_exact"),
    ...developmentProxy(s),
  ],
  below: "all",
  remedyHelps: true,
};

/** Origins of packed apps. */
const APPS = /^(?:https?:\/\/localhost|capacitor:\/\/.*|ionic:\/\/.*)$/;

/** The header line that tells of a list. */
function sign({ headers }: DiagnosisSubject): string {
  if (variesByOrigin(headers)) return plainText(`Vary: ${get(headers, "Vary") ?? ""}`);
  const line = headers.find(([name]) => /^access-control-/i.test(name));
  return plainText(line === undefined ? "" : `${line[0]}: ${line[1]}`);
}

export const hostWithoutCors: DiagnosisEntry = {
  title: (s) => say("cause_none_title", s.host, s.origin),
  short: () => say("cause_none_short"),
  because: (s) => [
    say("cause_none_because", s.host),
    ...(s.found.stage === "preflight" && s.response?.status === 200
      ? [say("cause_none_status")]
      : []),
  ],
  fix: (s) => [
    say("cause_none_fix"),
    ...(isCrossSite(s.exchange, s.hop) && !isLocalHost(s.hop.url)
      ? [say("cause_none_foreign", s.host)]
      : []),
    ...developmentProxy(s),
  ],
  below: "all",
  remedyHelps: true,
};
