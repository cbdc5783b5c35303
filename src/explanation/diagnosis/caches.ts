import { signsOf } from "../../diagnosis/layers/who-responded.ts";
import { variesByOrigin } from "../../http/caching.ts";
import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { type DiagnosisEntry, type DiagnosisSubject, isOpen } from "./diagnosis-entry.ts";
import { layerSetting, layerSettings } from "./layer-settings.ts";

/** The header line that indicates the cache. */
function sign({ found, headers }: DiagnosisSubject): string {
  const name = found.parameter ?? "";
  return plainText(`${name}: ${get(headers, name) ?? ""}`);
}

function fix(s: DiagnosisSubject): string[] {
  return [
    say("cause_cache_fix_key"),
    say("cause_cache_fix_vary", s.path),
    ...(s.withCredentials ? [] : [say("cause_cache_fix_public")]),
  ];
}

const variation = ({ headers }: DiagnosisSubject) =>
  variesByOrigin(headers) ? say("cause_cache_key") : say("cause_cache_vary");

const title = (s: DiagnosisSubject) =>
  say(isOpen(s) ? "cause_cache_title_open" : "cause_cache_title", s.path);

/** Two settings of two programs; either can be missing. */
export const bucketBehindCdn: DiagnosisEntry = {
  title: (s) => say("cause_bucket_title", cdnOf(s), bucketOf(s)),
  short: () => say("cause_bucket_short"),
  because: (s) => [say("cause_bucket_because", cdnOf(s), bucketOf(s))],
  fix: (s) => [
    ...layerSettings(signsOf(s.response), "behind"),
    say("cause_known_add", bucketOf(s), s.origin, layerSetting(signsOf(s.response), "bucket")),
    say("cause_bucket_fix_purge", s.path),
  ],
  below: "reasons",
  remedyHelps: true,
};

const cdnOf = ({ found }: DiagnosisSubject) => plainText(found.parameter?.split("; ")[0]);
const bucketOf = ({ found }: DiagnosisSubject) => plainText(found.parameter?.split("; ")[1]);

const allowed = ({ headers }: DiagnosisSubject) =>
  plainText(get(headers, "Access-Control-Allow-Origin"));

export const sharedCacheOtherOrigin: DiagnosisEntry = {
  title,
  short: (s) => say(isOpen(s) ? "cause_cache_short_open" : "cause_cache_short"),
  because: (s) =>
    isOpen(s)
      ? [say("cause_cache_because_open", sign(s), allowed(s))]
      : [say("cause_cache_because", sign(s), allowed(s)), variation(s)],
  fix: (s) => [
    ...(isOpen(s) ? [say("cause_cache_fix_list", allowed(s), s.origin)] : []),
    ...fix(s),
  ],
  below: "nothing",
  remedyHelps: isOpen,
};

export const sharedCacheWithoutCors: DiagnosisEntry = {
  title,
  short: (s) => say(isOpen(s) ? "cause_cache_short_open" : "cause_cache_without_short"),
  because: (s) =>
    isOpen(s)
      ? [say("cause_cache_without_because_open", sign(s))]
      : [
          say("cause_cache_without_because", sign(s)),
          say("cause_cache_without_seen", s.host),
          variation(s),
        ],
  fix: (s) => [...(isOpen(s) ? [say("cause_cache_fix_path")] : []), ...fix(s)],
  below: "nothing",
  remedyHelps: isOpen,
};
