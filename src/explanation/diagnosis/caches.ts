import { variesByOrigin } from "../../http/caching.ts";
import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";
import { pathOf } from "./endpoint.ts";

/** The header line by which the cache is known. */
function sign({ found, headers }: DiagnosisSubject): string {
  const name = found.parameter ?? "";
  return plainText(`${name}: ${get(headers, name) ?? ""}`);
}

function fix(s: DiagnosisSubject): string[] {
  return [
    say("cause_cache_fix_key"),
    say("cause_cache_fix_vary", pathOf(s)),
    ...(s.withCredentials ? [] : [say("cause_cache_fix_public")]),
  ];
}

const variation = ({ headers }: DiagnosisSubject) =>
  variesByOrigin(headers) ? say("cause_cache_key") : say("cause_cache_vary");

export const sharedCacheOtherOrigin: DiagnosisEntry = {
  title: (s) => say("cause_cache_title", pathOf(s)),
  short: () => say("cause_cache_short"),
  because: (s) => [
    say("cause_cache_because", sign(s), plainText(get(s.headers, "Access-Control-Allow-Origin"))),
    variation(s),
  ],
  fix,
  below: "nothing",
  remedyHelps: false,
};

export const sharedCacheWithoutCors: DiagnosisEntry = {
  title: (s) => say("cause_cache_title", pathOf(s)),
  short: () => say("cause_cache_without_short"),
  because: (s) => [
    say("cause_cache_without_because", sign(s)),
    ...(s.found.exchanges.length > 0 ? [say("cause_cache_without_seen", s.host)] : []),
    variation(s),
  ],
  fix,
  below: "nothing",
  remedyHelps: false,
};
