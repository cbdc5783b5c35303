import type { CauseCode } from "../../verdict/codes.ts";

const NOT_ALLOWED = "is not allowed by Access-Control-Allow-Origin";
const MISMATCH = `does not match ${NOT_ALLOWED}`;
const PREFLIGHT = "CORS preflight response did not succeed. Preflight response is not successful";

/**
 * What the consoles of Firefox and Safari say of a cause, without the values: who copies a message from
 * there finds the request by it. Safari has one message for three causes.
 *
 * Firefox: dom/locales/en-US/chrome/security/security.properties. Safari: WebCore's
 * CrossOriginAccessControl.cpp, as WebKitGTK 2.50 prints it.
 */
const TEXTS: Readonly<Partial<Record<CauseCode, string>>> = {
  "missing-allow-origin": `CORS header ‘Access-Control-Allow-Origin’ missing ${NOT_ALLOWED}`,
  "allow-origin-mismatch": MISMATCH,
  "invalid-allow-origin-value": MISMATCH,
  "multiple-allow-origin-values":
    "Multiple CORS header not allowed cannot contain more than one origin",
  "wildcard-origin-not-allowed":
    "Credential is not supported Cannot use wildcard when credentials flag is true",
  "invalid-allow-credentials":
    "expected ‘true’ in CORS header Credentials flag is true, but is not",
  "preflight-invalid-status": PREFLIGHT,
  "preflight-disallowed-redirect": `CORS request external redirect not allowed ${PREFLIGHT}`,
  "method-disallowed": "Did not find method in CORS header",
  "header-disallowed": "is not allowed according to header Request header field",
};

/** The words by which a row is found; "" for a cause that both name as we do, or not at all. */
export function consoleText(code: CauseCode | undefined): string {
  return (code && TEXTS[code]) ?? "";
}
