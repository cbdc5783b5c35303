/**
 * The closed set of causes: stable kebab-case strings, as the report contract fixes them. A code
 * says what; `stage` and `hop` of a cause say where.
 */
export type Family = "cors" | "policy" | "network" | "client";

/** Every cause with its family. */
export const CODES = {
  "missing-allow-origin": "cors",
  "multiple-allow-origin-values": "cors",
  "invalid-allow-origin-value": "cors",
  "allow-origin-mismatch": "cors",
  "wildcard-origin-not-allowed": "cors",
  "invalid-allow-credentials": "cors",
  "preflight-invalid-status": "cors",
  "preflight-disallowed-redirect": "cors",
  "invalid-allow-methods": "cors",
  "invalid-allow-headers": "cors",
  "method-disallowed": "cors",
  "header-disallowed": "cors",
  "redirect-contains-credentials": "cors",
  "disallowed-by-mode": "cors",
  "cors-disabled-scheme": "cors",
  "invalid-response": "cors",
  "no-cors-redirect-mode-not-follow": "cors",
  "no-cors-method-not-safelisted": "cors",
  /** A body that is a stream, which only a CORS or same-origin request may have: the call throws. */
  "no-cors-stream-body": "cors",

  "insecure-local-network": "policy",
  "invalid-local-network-access": "policy",
  "local-network-access-denied": "policy",
  "mixed-content": "policy",
  csp: "policy",
  "corp-not-same-origin": "policy",
  "corp-not-same-site": "policy",
  "corp-not-same-origin-after-defaulted-to-same-origin-by-coep": "policy",
  "coep-frame": "policy",
  /** X-Frame-Options or frame-ancestors: not about reading, and often taken for it. */
  "frame-not-allowed": "policy",
  /** Chromium loads no subresource from a URL with user and password, wherever a redirect leads. */
  "credentialed-subresource": "policy",
  orb: "policy",
  /** Of a type that scripts or styles may not have. Chromium refuses it in the page, unseen. */
  "mime-type": "policy",
  integrity: "policy",

  "blocked-by-client": "client",
  /** The page's own service worker responded with an error, or with what may not be handed on. */
  "service-worker-error": "client",
  "redirect-mode-error": "client",
  "opaque-no-cors": "client",
  "opaque-redirect": "client",
  "forbidden-method": "client",
  /** The browser could make no call of it, and threw: an invalid header, method or option. */
  "invalid-call": "client",
  /** Cache mode "only-if-cached" with another mode than "same-origin": the call throws. */
  "only-if-cached-not-same-origin": "client",
  /** The page, or the browser on its behalf, gave the request up. */
  aborted: "client",

  "name-not-resolved": "network",
  "connection-refused": "network",
  "connection-reset": "network",
  "empty-response": "network",
  "timed-out": "network",
  "tls-error": "network",
  offline: "network",
  "proxy-error": "network",
  "protocol-error": "network",
  /** Firefox refuses it without a word. */
  "unsafe-port": "network",
  "too-many-redirects": "network",
  /** Redirected to a URL that no server may redirect to: `data:`, `file:`. */
  "unsafe-redirect": "network",
  "network-error": "network",
} as const satisfies Record<string, Family>;

export type CauseCode = keyof typeof CODES;
/** The causes of one family. */
export type CodeOf<F extends Family> = {
  [Code in CauseCode]: (typeof CODES)[Code] extends F ? Code : never;
}[CauseCode];
/** Why a page cannot look into a response that it has. */
export type OpaqueCode = "opaque-no-cors" | "opaque-redirect";
/** Why a page has no response. */
export type StoppingCode = Exclude<CauseCode, OpaqueCode>;
/** The same, of what nobody gave up. */
export type BlockingCode = Exclude<StoppingCode, "aborted">;

/** What a note is to the symptom, for whoever wants to know what to repair first. */
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
export function familyOf<Code extends CauseCode>(code: Code): (typeof CODES)[Code] {
  return CODES[code];
}

/** What a code is among the findings: what stopped an exchange, or what a note is to that. */
export function roleOf(code: FindingCode): "cause" | NoteRole {
  return isCauseCode(code) ? "cause" : NOTES[code];
}
