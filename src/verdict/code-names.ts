import { type CauseCode, type FindingCode, isCauseCode } from "./codes.ts";

/** The browsers' names for a cause, and the half of the CORS check that finds it. */
interface CodeNames {
  /** The name in the DevTools protocol: Network.CorsError, a blockedReason, or null. */
  readonly chromium: string | null;
  /** The protocol's name for the preflight, where that differs. */
  readonly chromiumPreflight?: string;
  /** The category of Firefox's console message, or null where there is none. */
  readonly gecko: string | null;
  /**
   * The console messages of Firefox and Safari without their values, so that a copied message finds the
   * request. Absent where both use our words, or have no message. Safari has one message for three causes.
   *
   * Firefox: dom/locales/en-US/chrome/security/security.properties. Safari: WebCore's
   * CrossOriginAccessControl.cpp, as WebKitGTK 2.50 prints it.
   */
  readonly console?: string;
  readonly corsCheck?: CorsCheckPart;
}

type CorsCheckPart = "origin" | "credentials";

const NOT_ALLOWED = "is not allowed by Access-Control-Allow-Origin";
const MISMATCH = `does not match ${NOT_ALLOWED}`;
const PREFLIGHT = "CORS preflight response did not succeed. Preflight response is not successful";

const cors = (chromium: string | null, gecko: string | null, console = ""): CodeNames => ({
  chromium,
  gecko,
  console,
});

/** A failure of the CORS check, which the preflight's response has to pass too. */
const corsCheck = (
  part: CorsCheckPart,
  chromium: string,
  gecko: string,
  console: string,
): CodeNames => ({
  ...cors(chromium, gecko, console),
  chromiumPreflight: `Preflight${chromium}`,
  corsCheck: part,
});

const policy = (chromium: string | null): CodeNames => ({ chromium, gecko: null });
const client = policy;

/** In CORS mode Firefox reports most network failures under one name, and a few without a message. */
const network = (gecko: string | null = "CORSDidNotSucceed"): CodeNames => ({
  chromium: null,
  gecko,
});

/** The names of every code, for the views only: the background worker does not import them. */
export const CODE_NAMES: Readonly<Record<CauseCode, CodeNames>> = {
  "missing-allow-origin": corsCheck(
    "origin",
    "MissingAllowOriginHeader",
    "CORSMissingAllowOrigin",
    `CORS header ‘Access-Control-Allow-Origin’ missing ${NOT_ALLOWED}`,
  ),
  "multiple-allow-origin-values": corsCheck(
    "origin",
    "MultipleAllowOriginValues",
    "CORSMultipleAllowOriginNotAllowed",
    "Multiple CORS header not allowed cannot contain more than one origin",
  ),
  "invalid-allow-origin-value": corsCheck(
    "origin",
    "InvalidAllowOriginValue",
    "CORSAllowOriginNotMatchingOrigin",
    MISMATCH,
  ),
  "allow-origin-mismatch": corsCheck(
    "origin",
    "AllowOriginMismatch",
    "CORSAllowOriginNotMatchingOrigin",
    MISMATCH,
  ),
  "wildcard-origin-not-allowed": corsCheck(
    "origin",
    "WildcardOriginNotAllowed",
    "CORSNotSupportingCredentials",
    "Credential is not supported Cannot use wildcard when credentials flag is true",
  ),
  "invalid-allow-credentials": corsCheck(
    "credentials",
    "InvalidAllowCredentials",
    "CORSMissingAllowCredentials",
    "expected ‘true’ in CORS header Credentials flag is true, but is not",
  ),
  "preflight-invalid-status": cors(
    "PreflightInvalidStatus",
    "CORSPreflightDidNotSucceed",
    PREFLIGHT,
  ),
  "preflight-disallowed-redirect": cors(
    "PreflightDisallowedRedirect",
    "CORSExternalRedirectNotAllowed",
    `CORS request external redirect not allowed ${PREFLIGHT}`,
  ),
  "invalid-allow-methods": cors("InvalidAllowMethodsPreflightResponse", "CORSInvalidAllowMethod"),
  "invalid-allow-headers": cors("InvalidAllowHeadersPreflightResponse", "CORSInvalidAllowHeader"),
  "method-disallowed": cors(
    "MethodDisallowedByPreflightResponse",
    "CORSMethodNotFound",
    "Did not find method in CORS header",
  ),
  "header-disallowed": cors(
    "HeaderDisallowedByPreflightResponse",
    "CORSMissingAllowHeaderFromPreflight",
    "is not allowed according to header Request header field",
  ),
  "redirect-contains-credentials": cors("RedirectContainsCredentials", null),
  "disallowed-by-mode": cors("DisallowedByMode", null),
  "cors-disabled-scheme": cors("CorsDisabledScheme", "CORSRequestNotHttp"),
  "invalid-response": cors("InvalidResponse", "CORSDidNotSucceed"),
  "no-cors-redirect-mode-not-follow": cors("NoCorsRedirectModeNotFollow", null),
  "no-cors-method-not-safelisted": cors(null, null),
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
  "frame-not-allowed": policy("net::ERR_BLOCKED_BY_RESPONSE"),
  "credentialed-subresource": policy("origin"),
  orb: policy(null),
  "mime-type": policy(null),
  integrity: policy("integrity"),
  "blocked-by-client": client(null),
  "service-worker-error": client(null),
  "redirect-mode-error": client(null),
  "opaque-no-cors": client(null),
  "opaque-redirect": client(null),
  "forbidden-method": client(null),
  "invalid-call": client(null),
  "only-if-cached-not-same-origin": client(null),
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
  "unsafe-port": network(null),
  "too-many-redirects": network(),
  "unsafe-redirect": network(),
  "network-error": network(),
};

/** The half of the CORS check that finds a code, or null where another check does. */
export function corsCheckPart(code: FindingCode): CorsCheckPart | null {
  return isCauseCode(code) ? (CODE_NAMES[code].corsCheck ?? null) : null;
}

/** The console messages by which a request can be found; "" where they add nothing to our own words. */
export function consoleText(code: CauseCode | undefined): string {
  return (code && CODE_NAMES[code].console) ?? "";
}
