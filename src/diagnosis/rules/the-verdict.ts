import { losesSignature } from "../../http/signed-url.ts";
import { refusesStreamBody } from "../../verdict/browsers/stream-body-errors.ts";
import { findingOf, rootCauseOf } from "../../verdict/root-cause.ts";
import { preflightTarget } from "../../verdict/standard/http-redirect-fetch.ts";
import type { Cause } from "../../verdict/verdict.ts";
import type { DiagnosisCode, DiagnosisEvidence, Side } from "../diagnosis.ts";
import { isFailedByObserving } from "../failed-by-observing.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import type { Situation } from "../situation.ts";
import { isOfVendor } from "../tables/vendors.ts";

/** The root cause of the symptom that the engine itself found. */
export const rootOfVerdict: DiagnosisRule = {
  id: "root-of-verdict",
  before: "The engine's own root cause is more reliable than one inferred from headers.",
  find: ({ verdict }) => {
    if (verdict.cause === null || verdict.outcome !== "blocked") return null;
    const root = rootCauseOf(verdict, findingOf(verdict, verdict.cause));
    if (root === undefined || !STORED.has(root.code)) return null;
    return {
      code: root.code,
      side: root.code === "headers-rewritten-by-extension" ? "browser" : "server",
      certainty: "certain",
      parameter: root.parameter,
      exchanges:
        root.code === "cached-for-another-request" && root.parameter ? [root.parameter] : [],
      evidence: root.evidence.map(({ header, got, wanted }) => headerEvidence(header, got, wanted)),
    };
  },
  hides: [
    "wildcard-beside-own-origin",
    "allow-origin-sent-twice",
    "shared-cache-other-origin",
    "shared-cache-without-cors",
    "third-party-without-cors",
    "not-modified-without-cors",
    "passed-earlier",
    "passed-with-other-method",
    "passed-with-other-slash",
    "allowed-by-preflight-only",
    "allowed-without-preflight-only",
    "bucket-behind-cdn",
    "host-without-cors",
    "origin-not-listed",
  ],
};

const STORED: ReadonlySet<string> = new Set([
  "headers-rewritten-by-extension",
  "cached-for-another-request",
]);

/** The verdict's own cause with the side that can remove it: the symptom, if nothing is behind it. */
export const theVerdict: DiagnosisRule = {
  id: "the-verdict",
  before: "This is the last rule: the symptom itself.",
  find: (s) => {
    const { verdict } = s;
    const { cause } = verdict;
    if (verdict.outcome === "allowed") return passedByLuck(s);
    if (cause === null || (verdict.outcome !== "blocked" && verdict.outcome !== "failed"))
      return null;
    return {
      code: cause.code,
      side: sideOf(cause, s),
      // If the network fails, either end or anything in between may be at fault.
      certainty: cause.family === "network" || s.origin === "null" ? "likely" : "certain",
      parameter: cause.parameter,
      exchanges: passedWithoutCredentials(s),
      evidence: evidenceOf(s, cause.code),
    };
  },
};

/** The request passed, but may not in every browser or at all times. */
function passedByLuck(s: Situation): ReturnType<DiagnosisRule["find"]> {
  const note = s.verdict.findings.find(({ code }) => LUCK.has(code));
  if (note === undefined) return null;
  return {
    code: note.code,
    side: "server",
    certainty: "certain",
    stage: note.stage,
    hop: note.hop,
    parameter: note.parameter,
    evidence: note.evidence.map(({ header, got, wanted }) => headerEvidence(header, got, wanted)),
  };
}

const LUCK: ReadonlySet<string> = new Set(["authorization-covered-by-wildcard"]);

/** The id of an earlier similar request that passed and differs in its credentials only. */
function passedWithoutCredentials({ verdict, around }: Situation): string[] {
  const code = verdict.cause?.code ?? "";
  const { passedBefore } = around;
  if (!OF_CREDENTIALS.has(code) || passedBefore === null) return [];
  const { value, basis } = passedBefore.verdict.credentials;
  return value === "include" || basis === "assumed" ? [] : [passedBefore.exchange.id];
}

const OF_CREDENTIALS: ReadonlySet<string> = new Set([
  "wildcard-origin-not-allowed",
  "invalid-allow-credentials",
]);

function evidenceOf({ verdict }: Situation, code: DiagnosisCode): DiagnosisEvidence[] {
  const finding = verdict.findings.find((one) => one.code === code);
  return (finding?.evidence ?? []).map(({ header, got, wanted }) =>
    headerEvidence(header, got, wanted),
  );
}

/** The side that can remove a cause, if nothing is behind the cause. */
export function sideOf({ code, family, stage, parameter }: Cause, s: Situation): Side {
  // The page never named that URL: the redirecting server did.
  if (stage === "redirect" && OF_ITS_URL.has(code)) return "server";
  if (code === "unsafe-redirect" && isFailedByObserving(s.exchange)) return "browser";
  // Storage redirects to the bucket's own host; a new signature is for whoever makes the URL.
  if (code === "preflight-disallowed-redirect" && isSignatureLost(s)) return "page";
  // The page can send the same body in one piece.
  if (refusesStreamBody(parameter ?? "")) return "page";
  const named = SIDES[code];
  if (named !== undefined) return named;
  // A sandbox, a local file or a redirect makes the origin opaque: no server should allow "null".
  if (family === "cors" && s.origin === "null") return "page";
  if (code === "method-disallowed") {
    // Methods are upper case by convention: whatever the list has, the call's spelling has to change first.
    return parameter !== (parameter ?? "").toUpperCase() ? "page" : "server";
  }
  // Its vendor decides which headers the server allows, and whether it needs cookies.
  const isOfRequest = code === "header-disallowed" || OF_CREDENTIALS.has(code);
  if (isOfRequest && isOfVendor(s.hop.url)) return "page";
  return family === "network" ? "network" : family === "client" ? "page" : "server";
}

function isSignatureLost({ hop }: Situation): boolean {
  const to = preflightTarget(hop);
  return to !== null && losesSignature(hop.url, to);
}

/** Causes for which only the URL is at fault. */
const OF_ITS_URL: ReadonlySet<DiagnosisCode> = new Set([
  "cors-disabled-scheme",
  "credentialed-subresource",
  "mixed-content",
  "unsafe-port",
]);

const SIDES: Readonly<Partial<Record<DiagnosisCode, Side>>> = {
  "disallowed-by-mode": "page",
  "cors-disabled-scheme": "page",
  "no-cors-redirect-mode-not-follow": "page",
  "no-cors-method-not-safelisted": "page",
  "no-cors-stream-body": "page",
  "mixed-content": "page",
  csp: "page",
  "credentialed-subresource": "page",
  integrity: "page",
  "insecure-local-network": "page",
  "invalid-local-network-access": "page",
  "local-network-access-denied": "browser",
  "blocked-by-client": "browser",
  "connection-refused": "server",
  "empty-response": "server",
  "tls-error": "server",
  "protocol-error": "server",
  "unsafe-redirect": "server",
  "too-many-redirects": "server",
  "unsafe-port": "page",
};
