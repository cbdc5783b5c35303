import { decodeUtf8 } from "../../http/isomorphic.ts";
import { parseUrl } from "../../http/origin.ts";
import type { CodeOf } from "../codes.ts";
import type { LaneRules } from "../lane-rules.ts";
import type { Evidence, Finding, Stage } from "../verdict.ts";
import type { CorsFields } from "./cors-fields.ts";

/** A problem that one of the standard's checks finds. */
export type CorsProblem = Finding<CodeOf<"cors">>;

/** The request's side of the CORS check. */
export interface CorsCheckRequest {
  /** The request's origin, serialised: "null" when opaque or tainted by redirects. */
  readonly origin: string;
  readonly credentialsIncluded: boolean;
}

/**
 * The complete CORS check: all problems of a response, in the browser's order. Empty means success. Where
 * the standard only says "failure", the code gives the reason. The order of these reasons is Chromium's
 * (Gecko's for the lane that counts lines).
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

/** A value as in Chromium's failedParameter: decoded, and null where it is not UTF-8. */
function parameterOf(value: string | null): string | null {
  return value === null ? null : decodeUtf8(value) || null;
}

/** Steps 1 to 4 of the check. After a failure, the value is examined for the reason. */
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
    // Gecko counts lines, so a list in one line is an ordinary value.
    return rules.countsAllowOriginLines ? "allow-origin-mismatch" : "multiple-allow-origin-values";
  }
  if (value === "null") return "allow-origin-mismatch";
  return parseUrl(decodeUtf8(value) ?? "") === null
    ? "invalid-allow-origin-value"
    : "allow-origin-mismatch";
}

/** The value to propose: the exact origin, or `*` for an opaque origin, as `null` is never advised. */
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
