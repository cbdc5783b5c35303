import type { CauseCode } from "../verdict/codes.ts";
import type { Cause, Verdict } from "../verdict/verdict.ts";
import { plainText } from "./plain-text.ts";

/**
 * The outcome in a few words, with where it was decided and whether the server was reached:
 * "Blocked at the preflight · never reached the server".
 */
export function describeOutcome(verdict: Verdict): string {
  return verdict.certainty === "certain"
    ? said(verdict)
    : `${said(verdict)} · ${DOUBT[verdict.certainty]}`;
}

const DOUBT = { likely: "likely", ambiguous: "more than one reading" } as const;

function said(verdict: Verdict): string {
  const { cause } = verdict;
  switch (verdict.outcome) {
    case "allowed":
      return allowedAs(verdict);
    case "opaque":
      return cause?.code === "opaque-redirect"
        ? "Opaque · a redirect that was not followed"
        : "Opaque · the page's script cannot read it";
    case "blocked":
      if (cause === null) return "Blocked";
      return cause.family === "cors"
        ? `Blocked ${WHERE[cause.stage]}${reached(verdict)}`
        : `Not CORS: ${reasonOf(cause)}${reached(verdict)}`;
    case "failed":
      return `Not CORS: ${cause === null ? "the network failed" : reasonOf(cause)}`;
    case "aborted":
      return "Aborted";
    case "pending":
      return "Pending";
    case "unknown":
      return "Unknown";
  }
}

const WHERE: Readonly<Record<Cause["stage"], string>> = {
  request: "before it was sent",
  preflight: "at the preflight",
  redirect: "at a redirect",
  response: "at the response",
};

function reached(verdict: Verdict): string {
  if (verdict.reachedServer === true) return " · reached the server";
  return verdict.reachedServer === false && verdict.cause?.stage !== "request"
    ? " · never reached the server"
    : "";
}

function allowedAs(verdict: Verdict): string {
  if (verdict.mode.value === "navigate") return "Allowed · a navigation, not subject to CORS";
  if (verdict.mode.value === "websocket") return "Allowed · a WebSocket, not subject to CORS";
  if (!verdict.crossOrigin) return "Allowed · same origin";
  return verdict.preflight.seen === "cached" ? "Allowed · preflight from cache" : "Allowed";
}

/** A cause by its everyday name, with the method or the header at fault. */
export function reasonOf(cause: Cause): string {
  const name = EVERYDAY[cause.code] ?? cause.code.replaceAll("-", " ");
  const tells = cause.code === "header-disallowed" || cause.code === "method-disallowed";
  return tells && cause.parameter ? `${name} (${plainText(cause.parameter, 60)})` : name;
}

const LOCAL = "local network access";
const CORP = "Cross-Origin-Resource-Policy";

/** Where a code's own words would not do. */
const EVERYDAY: Readonly<Partial<Record<CauseCode, string>>> = {
  "missing-allow-origin": "no Access-Control-Allow-Origin",
  "multiple-allow-origin-values": "more than one Access-Control-Allow-Origin",
  "invalid-allow-origin-value": "Access-Control-Allow-Origin is no origin",
  "allow-origin-mismatch": "Access-Control-Allow-Origin is another origin",
  "wildcard-origin-not-allowed": "* with credentials",
  "invalid-allow-credentials": "credentials not allowed",
  "preflight-invalid-status": "status of the preflight",
  "preflight-disallowed-redirect": "preflight redirected",
  "method-disallowed": "method not allowed",
  "header-disallowed": "request header not allowed",
  "opaque-no-cors": "a no-cors call",
  "insecure-local-network": `${LOCAL} needs https`,
  "invalid-local-network-access": LOCAL,
  "local-network-access-denied": `${LOCAL} denied`,
  csp: "Content-Security-Policy of the page",
  "corp-not-same-origin": CORP,
  "corp-not-same-site": CORP,
  "corp-not-same-origin-after-defaulted-to-same-origin-by-coep": `${CORP} asked for by COEP`,
  "coep-frame": "Cross-Origin-Embedder-Policy",
  orb: "opaque response blocking",
  integrity: "integrity hash",
  "blocked-by-client": "blocked in your browser",
  "redirect-mode-error": 'redirect: "error"',
  "name-not-resolved": "host name not found",
  "tls-error": "TLS or certificate error",
  "unsafe-port": "blocked port",
};
