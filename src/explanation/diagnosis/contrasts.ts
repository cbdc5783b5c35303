import { differentLayers } from "../../diagnosis/layers/who-responded.ts";
import { CORS_CODE, ELSEWHERE } from "../../diagnosis/rules/contrast.ts";
import { knownServerOf } from "../../diagnosis/tables/local-servers.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { endpoint } from "../subject.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";
import { settingsOfWriter } from "./layer-settings.ts";
import { settingOf } from "./local-server.ts";
import { requestedNames } from "./requested-names.ts";
import { belowUnlessVendors, isVendors } from "./vendor-server.ts";

export const notModifiedWithoutCors: DiagnosisEntry = {
  title: (s) => say("cause_304_title", s.target),
  short: () => say("cause_304_short"),
  because: (s) => [
    say("cause_304_because"),
    ...(s.found.exchanges.length > 0 ? [say("cause_304_earlier")] : []),
  ],
  fix: () => [say("cause_304_fix")],
  below: "nothing",
  remedyHelps: true,
};

export const passedEarlier: DiagnosisEntry = {
  title: (s) => say("cause_earlier_title", s.target),
  short: () => say("cause_earlier_short"),
  because: (s) => [
    say("cause_earlier_because", s.origin),
    ...(s.found.parameter === null
      ? []
      : [
          say(
            "cause_earlier_status",
            plainText(s.found.parameter),
            String(s.response?.status ?? ""),
          ),
        ]),
  ],
  fix: () => [say("cause_earlier_fix")],
  below: "all",
  remedyHelps: true,
};

/** Adds to a failure because of credentials that the request passes without them. */
export const onlyCredentialsDiffer: DiagnosisEntry = {
  beside: ["wildcard-origin-not-allowed", "invalid-allow-credentials"],
  title: (s) => (isVendors(s) ? say("cause_vendor_credentials_title", s.host) : null),
  because: (s) => (s.found.exchanges.length > 0 ? [say("cause_credentials_earlier")] : []),
  fix: (s) => (isVendors(s) ? [say("cause_vendor_credentials_fix", s.host)] : []),
  below: belowUnlessVendors,
  remedyHelps: (s) => !isVendors(s),
};

export const passedWithOtherMethod: DiagnosisEntry = {
  title: (s) => say("cause_method_passed_title", s.target, passed(s)),
  short: (s) => say("cause_method_passed_short", passed(s)),
  because: (s) => [say("cause_method_passed_because", passed(s), s.method)],
  fix: (s) => [say("cause_method_passed_fix", s.method)],
  below: "all",
  remedyHelps: true,
};

export const passedWithOtherSlash: DiagnosisEntry = {
  title: (s) => say("cause_slash_passed_title", passed(s), s.target),
  short: () => say("cause_slash_passed_short"),
  because: (s) => [say("cause_slash_passed_because", passed(s))],
  fix: (s) => [say("cause_slash_passed_fix", passed(s))],
  below: "all",
  remedyHelps: true,
};

/** The method or the URL that passed. */
const passed = ({ found }: DiagnosisSubject) => plainText(found.parameter);

export const allowedByPreflightOnly: DiagnosisEntry = {
  title: (s) => say("cause_preflight_only_title", headerOf(s), s.target),
  short: () => say("cause_preflight_only_short"),
  because: (s) => [
    say("cause_preflight_only_because", s.origin, s.target),
    ...layersOf(s),
    say("cause_preflight_only_why"),
  ],
  fix: (s) => {
    // The advice below for an origin "null" is enough: no list should have it.
    if (s.origin === "null") return [];
    return isKeycloak(s)
      ? [say("cause_keycloak_fix", s.origin)]
      : [...ofProduct(s), ...ofStore(s, say("cause_preflight_only_fix", s.target, s.origin))];
  },
  below: "all",
  remedyHelps: true,
};

/** The programs that responded, if different ones responded to the preflight and to the request. */
function layersOf({ hop }: DiagnosisSubject): string[] {
  const layers = differentLayers(hop.preflight?.response ?? null, hop.response);
  return layers === null
    ? []
    : [say("cause_layers_differ", layers.preflight.name, layers.response.name)];
}

/** A bucket runs none of the reader's code: its list is what has to change. */
function ofStore(s: DiagnosisSubject, otherwise: string): string[] {
  const settings = settingsOfWriter(s, "bucket");
  return settings.length > 0 ? settings : [otherwise];
}

const headerOf = ({ found }: DiagnosisSubject) => plainText(found.parameter);
/** The advice for the product's own list of origins, if the product has one. */
function ofProduct({ hop, headers, origin }: DiagnosisSubject): string[] {
  const server = knownServerOf(hop.url, headers)?.server;
  return server?.kind === "list" ? [settingOf(server, origin)] : [];
}

const isKeycloak = ({ hop, headers }: DiagnosisSubject) =>
  knownServerOf(hop.url, headers)?.server.id === "keycloak";

const isOfCorsCode = ({ found }: DiagnosisSubject) => found.parameter === CORS_CODE;

export const allowedWithoutPreflightOnly: DiagnosisEntry = {
  title: (s) =>
    isOfCorsCode(s)
      ? say("cause_simple_only_title_code", endpoint(s), requestedNames(s))
      : say("cause_simple_only_title", s.path),
  short: () => say("cause_simple_only_short"),
  because: (s) => [
    isOfCorsCode(s)
      ? say("cause_simple_only_code", s.host, requestedNames(s))
      : say(
          s.found.parameter === ELSEWHERE
            ? "cause_simple_only_elsewhere"
            : "cause_simple_only_because",
          s.host,
          requestedNames(s),
        ),
  ],
  fix: (s) => [say("cause_refused_passed_fix", s.host, requestedNames(s))],
  below: (s) => (isOfCorsCode(s) ? "reasons" : "all"),
  remedyHelps: true,
};
