/**
 * The closed set of causes: stable kebab-case strings, as the report contract fixes them. A code
 * says what; `stage` and `hop` of a cause say where.
 */
export type Family = "cors" | "policy" | "network" | "client";

interface CodeEntry {
  readonly family: Family;
  /** The name in the DevTools protocol: Network.CorsError, a blockedReason, or null. */
  readonly chromium: string | null;
  /** Where the protocol has a name of its own for the preflight. */
  readonly chromiumPreflight?: string;
  /** The console message's category in Firefox, or null where it says nothing. */
  readonly gecko: string | null;
  /** Which half of the CORS check finds it. */
  readonly corsCheck?: CorsCheckPart;
}

export type CorsCheckPart = "origin" | "credentials";

const cors = (chromium: string | null, gecko: string | null): CodeEntry => ({
  family: "cors",
  chromium,
  gecko,
});

/** A failure of the CORS check, which the preflight's response has to pass as well. */
const corsCheck = (part: CorsCheckPart, chromium: string, gecko: string): CodeEntry => ({
  ...cors(chromium, gecko),
  chromiumPreflight: `Preflight${chromium}`,
  corsCheck: part,
});

const policy = (chromium: string | null, gecko: string | null = null): CodeEntry => ({
  family: "policy",
  chromium,
  gecko,
});

const client = (chromium: string | null): CodeEntry => ({
  family: "client",
  chromium,
  gecko: null,
});

/** In CORS mode Firefox reports every network failure under one name. */
const network = (): CodeEntry => ({
  family: "network",
  chromium: null,
  gecko: "CORSDidNotSucceed",
});

export const CODES = {
  "missing-allow-origin": corsCheck("origin", "MissingAllowOriginHeader", "CORSMissingAllowOrigin"),
  "multiple-allow-origin-values": corsCheck(
    "origin",
    "MultipleAllowOriginValues",
    "CORSMultipleAllowOriginNotAllowed",
  ),
  "invalid-allow-origin-value": corsCheck(
    "origin",
    "InvalidAllowOriginValue",
    "CORSAllowOriginNotMatchingOrigin",
  ),
  "allow-origin-mismatch": corsCheck(
    "origin",
    "AllowOriginMismatch",
    "CORSAllowOriginNotMatchingOrigin",
  ),
  "wildcard-origin-not-allowed": corsCheck(
    "origin",
    "WildcardOriginNotAllowed",
    "CORSNotSupportingCredentials",
  ),
  "invalid-allow-credentials": corsCheck(
    "credentials",
    "InvalidAllowCredentials",
    "CORSMissingAllowCredentials",
  ),
  "preflight-invalid-status": cors("PreflightInvalidStatus", "CORSPreflightDidNotSucceed"),
  "preflight-disallowed-redirect": cors(
    "PreflightDisallowedRedirect",
    "CORSExternalRedirectNotAllowed",
  ),
  "invalid-allow-methods": cors("InvalidAllowMethodsPreflightResponse", "CORSInvalidAllowMethod"),
  "invalid-allow-headers": cors("InvalidAllowHeadersPreflightResponse", "CORSInvalidAllowHeader"),
  "method-disallowed": cors("MethodDisallowedByPreflightResponse", "CORSMethodNotFound"),
  "header-disallowed": cors(
    "HeaderDisallowedByPreflightResponse",
    "CORSMissingAllowHeaderFromPreflight",
  ),
  "redirect-contains-credentials": cors("RedirectContainsCredentials", null),
  "disallowed-by-mode": cors("DisallowedByMode", null),
  "cors-disabled-scheme": cors("CorsDisabledScheme", "CORSRequestNotHttp"),
  "invalid-response": cors("InvalidResponse", "CORSDidNotSucceed"),
  "no-cors-redirect-mode-not-follow": cors("NoCorsRedirectModeNotFollow", null),
  "no-cors-method-not-safelisted": cors(null, null),
  /** A body that is a stream, which only a CORS or same-origin request may have: the call throws. */
  "no-cors-stream-body": cors(null, null),

  "insecure-local-network": policy("InsecureLocalNetwork"),
  "invalid-local-network-access": policy("InvalidLocalNetworkAccess"),
  "local-network-access-denied": policy("LocalNetworkAccessPermissionDenied"),
  "mixed-content": policy("mixed-content"),
  csp: policy("csp"),
  "corp-not-same-origin": policy("corp-not-same-origin"),
  "corp-not-same-site": policy("corp-not-same-site"),
  "corp-not-same-origin-after-defaulted-to-same-origin-by-coep": policy(
    "corp-not-same-origin-after-defaulted-to-same-origin-by-coep",
  ),
  "coep-frame": policy("coep-frame-resource-needs-coep-header"),
  /** X-Frame-Options or frame-ancestors: not about reading, and often taken for it. */
  "frame-not-allowed": policy("net::ERR_BLOCKED_BY_RESPONSE"),
  /** Chromium loads no subresource from a URL with user and password, wherever a redirect leads. */
  "credentialed-subresource": policy("origin"),
  orb: policy(null),
  integrity: policy("integrity"),

  "blocked-by-client": client(null),
  /** The page's own service worker answered with an error, or with what may not be handed on. */
  "service-worker-error": client(null),
  "redirect-mode-error": client(null),
  "opaque-no-cors": client(null),
  "opaque-redirect": client(null),
  "forbidden-method": client(null),
  /** The browser could make no call of it, and threw: an invalid header, method or option. */
  "invalid-call": client(null),
  /** Cache mode "only-if-cached" with another mode than "same-origin": the call throws. */
  "only-if-cached-not-same-origin": client(null),
  /** The page, or the browser on its behalf, gave the request up. */
  aborted: client("net::ERR_ABORTED"),

  "name-not-resolved": network(),
  "connection-refused": network(),
  "connection-reset": network(),
  "empty-response": network(),
  "timed-out": network(),
  "tls-error": network(),
  offline: network(),
  "proxy-error": network(),
  "protocol-error": network(),
  /** Firefox refuses it without a word. */
  "unsafe-port": { ...network(), gecko: null },
  "too-many-redirects": network(),
  /** Redirected to a URL that no server may redirect to: `data:`, `file:`. */
  "unsafe-redirect": network(),
  "network-error": network(),
} as const satisfies Record<string, CodeEntry>;

export type CauseCode = keyof typeof CODES;

/** What a note is to the symptom, for whoever asks what to repair first. */
export type NoteRole =
  /** Behind a symptom in the same message: repaired first. */
  | "root-cause"
  /** Behind a symptom where it changed the very header that failed. */
  | "changed-header"
  /** Said together with a symptom, which stays the title. */
  | "beside-symptom"
  /** The exchange passed by luck that will not last. */
  | "luck"
  /** A slip that will fail another request later. */
  | "slip";

/** What is worth saying though it is not what stopped the exchange. */
const NOTES = {
  /** A 4xx or 5xx response without CORS headers: the error is the problem, CORS only hides it. */
  "error-status-hidden-by-cors": "root-cause",
  /** A preflight response of 401, 403 with a challenge, or 407: it met authentication. */
  "preflight-met-authentication": "root-cause",
  /** A preflight response of 404, 405 or 501: nothing handles OPTIONS there. */
  "preflight-not-routed": "root-cause",
  /** A preflight response of 5xx: the server or its gateway failed before CORS mattered. */
  "preflight-met-server-error": "root-cause",
  /** Authorization was let through by `*`, which the standard does not allow. */
  "authorization-covered-by-wildcard": "luck",
  /** The engine says blocked and the browser let it pass: something else intervened. */
  "passed-against-the-rules": "luck",
  /** The browser judged headers that another extension had changed. */
  "headers-rewritten-by-extension": "changed-header",
  /** The response came from the cache, where a recorded request with another Origin had put it. */
  "cached-for-another-request": "root-cause",
  /** The response came from the cache, and nothing recorded says that it was stored for another. */
  "response-from-cache": "beside-symptom",
  /** The response depends on Origin and does not say so to caches. */
  "vary-origin-missing": "slip",
} as const satisfies Record<string, NoteRole>;

export type NoteCode = keyof typeof NOTES;
export const NOTE_CODES = Object.keys(NOTES) as readonly NoteCode[];

export type FindingCode = CauseCode | NoteCode;

/** Whether a code is one that can stop an exchange. */
export function isCauseCode(code: FindingCode): code is CauseCode {
  return code in CODES;
}

/** The family of a cause code. */
export function familyOf(code: CauseCode): Family {
  return CODES[code].family;
}

/** What a code is among the findings: what stopped an exchange, or what a note is to that. */
export function roleOf(code: FindingCode): "cause" | NoteRole {
  return isCauseCode(code) ? "cause" : NOTES[code];
}

/** Which half of the CORS check finds a code, or null where another check does. */
export function corsCheckPart(code: FindingCode): CorsCheckPart | null {
  return (isCauseCode(code) && (CODES[code] as CodeEntry).corsCheck) || null;
}
