/** The family of a cause. */
export type Family = "cors" | "policy" | "network" | "client";

/**
 * Every cause with its family. The codes are a closed set of stable strings, fixed by the report contract. A
 * cause's code names the problem; its `stage` and `hop` name the place.
 */
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
  /** A stream body, which only CORS and same-origin requests may have: the call throws. */
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
  /** X-Frame-Options or frame-ancestors. Not CORS, but often mistaken for it. */
  "frame-not-allowed": "policy",
  /** Chromium loads no subresource from a URL with user and password, also after a redirect. */
  "credentialed-subresource": "policy",
  orb: "policy",
  /** A media type that scripts or styles may not have. Chromium refuses it in the page, without an event. */
  "mime-type": "policy",
  integrity: "policy",

  "blocked-by-client": "client",
  /** The page's own service worker responded with an error, or with a response that may not be used. */
  "service-worker-error": "client",
  "redirect-mode-error": "client",
  "opaque-no-cors": "client",
  "opaque-redirect": "client",
  "forbidden-method": "client",
  /** The call threw because of an invalid header, method or option. */
  "invalid-call": "client",
  /** Cache mode "only-if-cached" with another mode than "same-origin": the call throws. */
  "only-if-cached-not-same-origin": "client",
  /** The page, or the browser on its behalf, aborted the request. */
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
  /** Firefox refuses it without a console message. */
  "unsafe-port": "network",
  "too-many-redirects": "network",
  /** A redirect to a URL that no server may redirect to: `data:`, `file:`. */
  "unsafe-redirect": "network",
  "network-error": "network",
} as const satisfies Record<string, Family>;

export type CauseCode = keyof typeof CODES;
/** The causes of one family. */
export type CodeOf<F extends Family> = {
  [Code in CauseCode]: (typeof CODES)[Code] extends F ? Code : never;
}[CauseCode];
/** Codes of a response that the page got and cannot read. */
export type OpaqueCode = "opaque-no-cors" | "opaque-redirect";
/** Codes of an exchange without a response for the page. */
export type StoppingCode = Exclude<CauseCode, OpaqueCode>;
/** Codes of a stopped exchange that was not aborted. */
export type BlockingCode = Exclude<StoppingCode, "aborted">;

/** The role of a note relative to the symptom, which shows what to fix first. */
export type NoteRole =
  /** The cause behind a symptom in the same message, to be fixed first. */
  | "root-cause"
  /** The cause behind a symptom if it changed the header that failed. */
  | "changed-header"
  /** Shown beside a symptom, which remains the title. */
  | "beside-symptom"
  /** The exchange passed for a reason that may cease to apply. */
  | "luck"
  /** A mistake that may break another request later. */
  | "slip";

/** Every note with its role: findings that did not stop the exchange. */
const NOTES = {
  /** A 4xx or 5xx response without CORS headers: the error is the problem, CORS only hides it. */
  "error-status-hidden-by-cors": "root-cause",
  /** A preflight response of 401, 403 with a challenge, or 407: the server requires authentication. */
  "preflight-met-authentication": "root-cause",
  /** A preflight response of 404, 405 or 501: nothing handles OPTIONS there. */
  "preflight-not-routed": "root-cause",
  /** A preflight response of 5xx: the server or its gateway failed before CORS mattered. */
  "preflight-met-server-error": "root-cause",
  /** Authorization was allowed by `*`, which the standard does not permit. */
  "authorization-covered-by-wildcard": "luck",
  /** By our walk the response is blocked, and yet the browser passed it: something else intervened. */
  "passed-against-the-rules": "luck",
  /** The browser used headers that another extension had changed. */
  "headers-rewritten-by-extension": "changed-header",
  /** The response came from the cache, where a recorded request with another Origin had stored it. */
  "cached-for-another-request": "root-cause",
  /** The response came from the cache, and no recorded request with another Origin stored it. */
  "response-from-cache": "beside-symptom",
  /** The response depends on Origin, but lacks `Vary: Origin` for caches. */
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

/** The role of a code among the findings: the cause, or the note's role. */
export function roleOf(code: FindingCode): "cause" | NoteRole {
  return isCauseCode(code) ? "cause" : NOTES[code];
}
