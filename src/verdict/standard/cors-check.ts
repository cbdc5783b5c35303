import { decodeUtf8 } from "../../http/isomorphic.ts";
import { parseUrl } from "../../http/origin.ts";
import type { CodeOf } from "../codes.ts";
import type { LaneRules } from "../lane-rules.ts";
import type { Evidence, Finding, Stage } from "../verdict.ts";
import type { CorsFields } from "./cors-fields.ts";

/** A problem that one of the standard's checks finds. */
export type CorsProblem = Finding<CodeOf<"cors">>;

/** What a response is checked against. */
export interface CorsCheckRequest {
  /** The request's origin, serialised: "null" when opaque or tainted by redirects. */
  readonly origin: string;
  readonly credentialsIncluded: boolean;
}

/**
 * The CORS check, all of it: the problems of a response, in the order in which the browser meets
 * them. Empty means success. Where the standard says only "failure", the code says why; the order
 * of that diagnosis is Chromium's (Gecko's for the lane that counts lines).
 * https://fetch.spec.whatwg.org/#concept-cors-check
 */
export function corsCheck(
  request: CorsCheckRequest,
  response: CorsFields,
  rules: LaneRules,
  stage: Stage,
  hop: number,
): CorsProblem[] {
  const problems: CorsProblem[] = [];
  const originProblem = checkAllowOrigin(request, response, rules);
  if (originProblem !== null) {
    const shown = PARAMETERLESS.has(originProblem) ? null : parameterOf(response.allowOrigin);
    problems.push(
      blocker(originProblem, stage, hop, shown, {
        header: "Access-Control-Allow-Origin",
        got: response.allowOrigin,
        wanted: wantedAllowOrigin(request),
      }),
    );
  }
  if (request.credentialsIncluded && response.allowCredentials !== "true") {
    problems.push(
      blocker("invalid-allow-credentials", stage, hop, parameterOf(response.allowCredentials), {
        header: "Access-Control-Allow-Credentials",
        got: response.allowCredentials,
        wanted: "true",
      }),
    );
  }
  return problems;
}

const PARAMETERLESS: ReadonlySet<CodeOf<"cors">> = new Set([
  "missing-allow-origin",
  "wildcard-origin-not-allowed",
]);

/** A value as Chromium's failedParameter has it: decoded, and left out where it is no UTF-8. */
function parameterOf(value: string | null): string | null {
  return value === null ? null : decodeUtf8(value) || null;
}

/** Steps 1 to 4 of the check; then, only after failure, a closer look to say why. */
function checkAllowOrigin(
  request: CorsCheckRequest,
  response: CorsFields,
  rules: LaneRules,
): CodeOf<"cors"> | null {
  const value = response.allowOrigin;
  if (rules.countsAllowOriginLines && response.allowOriginLines > 1) {
    return "multiple-allow-origin-values";
  }
  if (value === null) return "missing-allow-origin";
  if (value === "*") return request.credentialsIncluded ? "wildcard-origin-not-allowed" : null;
  if (value === request.origin) return null;
  if (/[ ,]/.test(value)) {
    // Gecko counts lines: a list in one line is to it a value like any other.
    return rules.countsAllowOriginLines ? "allow-origin-mismatch" : "multiple-allow-origin-values";
  }
  if (value === "null") return "allow-origin-mismatch";
  return parseUrl(decodeUtf8(value) ?? "") === null
    ? "invalid-allow-origin-value"
    : "allow-origin-mismatch";
}

/** The value to propose: the exact origin; `*` for an opaque one, for `null` is never advised. */
export function wantedAllowOrigin(request: CorsCheckRequest): string | null {
  if (request.origin !== "null") return request.origin;
  return request.credentialsIncluded ? null : "*";
}

/** A finding that stops the exchange. */
export function blocker(
  code: CodeOf<"cors">,
  stage: Stage,
  hop: number,
  parameter: string | null,
  ...evidence: Evidence[]
): CorsProblem {
  return { code, stage, hop, parameter, severity: "blocker", evidence };
}
