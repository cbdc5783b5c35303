import type { Preflight } from "../../exchange/exchange.ts";
import { judgedHeaders } from "../../exchange/exchange.ts";
import { asciiLowercase } from "../../http/field-values.ts";
import { isCorsSafelistedMethod } from "../../http/methods.ts";
import { isOkStatus, isRedirectStatus } from "../../http/statuses.ts";
import type { LaneRules } from "../lane-rules.ts";
import { blocker, type CorsCheckRequest, type CorsProblem, corsCheck } from "./cors-check.ts";
import { type CorsFields, corsFields, tokensOrNull } from "./cors-fields.ts";
import type { PreflightNeed } from "./preflight-needed.ts";

/**
 * All problems of a preflight's response, in the order of the lane's browser. Empty means that the request
 * may be sent; null means that there is no response to judge yet.
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch
 *
 * @param namingOrder sorts missing header names in the order in which the browser checks them; its error
 *   names the first.
 */
export function corsPreflightFetch(
  preflight: Preflight,
  need: PreflightNeed,
  request: CorsCheckRequest,
  rules: LaneRules,
  hop: number,
  namingOrder: (missing: readonly string[]) => readonly string[],
): CorsProblem[] | null {
  const response = preflight.response;
  if (response === null) return null;
  const fields = corsFields(judgedHeaders(response));
  const access = corsCheck(request, fields, rules, "preflight", hop);
  const redirects = isRedirectStatus(response.status) && fields.location !== null;
  // Another extension may redirect a response that is not a redirect itself.
  const isLedAway = !redirects && preflight.redirect !== null;
  if (isLedAway || (redirects && !isTakenForAResponse(preflight, rules))) {
    const redirect = blocker("preflight-disallowed-redirect", "preflight", hop, null, {
      header: "Location",
      got: fields.location ?? preflight.redirect?.url ?? null,
      wanted: null,
    });
    return rules.preflightRedirectFirst ? [redirect] : [...access, redirect];
  }
  const problems = access;
  if (!isOkStatus(response.status)) {
    problems.push(
      blocker("preflight-invalid-status", "preflight", hop, null, {
        header: ":status",
        got: String(response.status),
        wanted: "204",
      }),
    );
  }
  const methods = tokensOrNull(fields.allowMethods);
  const headers = tokensOrNull(fields.allowHeaders);
  const badMethods = methods === null ? [invalidMethods(fields, need, hop)] : [];
  const badHeaders = headers === null ? [invalidHeaders(fields, need, hop)] : [];
  const method =
    methods === null
      ? []
      : disallowedMethod(methods, fields, need, request.credentialsIncluded, hop);
  const names =
    headers === null
      ? []
      : disallowedHeaders(
          headers,
          fields,
          namingOrder(
            missingHeaderNames(headers, need.headerNames, request.credentialsIncluded, rules),
          ),
          request.credentialsIncluded,
          hop,
        );
  if (rules.parsesListsFirst) problems.push(...badMethods, ...badHeaders, ...method, ...names);
  else problems.push(...badMethods, ...method, ...badHeaders, ...names);
  return problems;
}

/**
 * Whether Gecko treated the redirect as a response with a bad status. A preflight has its request's redirect
 * mode there: with "manual" or "error" it ends in the error of refused preflights. A redirect that Gecko
 * refuses to follow ends in another error (seen in 153).
 */
function isTakenForAResponse({ ending }: Preflight, rules: LaneRules): boolean {
  return ending.kind === "failed" && ending.error === rules.redirectedPreflightError;
}

function invalidMethods(fields: CorsFields, need: PreflightNeed, hop: number): CorsProblem {
  return blocker("invalid-allow-methods", "preflight", hop, null, {
    header: "Access-Control-Allow-Methods",
    got: fields.allowMethods,
    wanted: need.method,
  });
}

function invalidHeaders(fields: CorsFields, need: PreflightNeed, hop: number): CorsProblem {
  return blocker("invalid-allow-headers", "preflight", hop, null, {
    header: "Access-Control-Allow-Headers",
    got: fields.allowHeaders,
    wanted: need.headerNames.join(", ") || null,
  });
}

/** Step 7.5: methods match byte for byte; the safelisted ones need no permission. */
function disallowedMethod(
  allowed: readonly string[],
  fields: CorsFields,
  need: PreflightNeed,
  credentialsIncluded: boolean,
  hop: number,
): CorsProblem[] {
  if (isCorsSafelistedMethod(need.method) || allowed.includes(need.method)) return [];
  if (!credentialsIncluded && allowed.includes("*")) return [];
  return [
    blocker("method-disallowed", "preflight", hop, need.method, {
      header: "Access-Control-Allow-Methods",
      got: fields.allowMethods,
      wanted: listWith(allowed, [need.method], credentialsIncluded),
    }),
  ];
}

/** Steps 7.6 and 7.7: names match case-insensitively; every missing name is a problem. */
function disallowedHeaders(
  allowed: readonly string[],
  fields: CorsFields,
  missing: readonly string[],
  credentialsIncluded: boolean,
  hop: number,
): CorsProblem[] {
  if (missing.length === 0) return [];
  // The wanted list is sorted as in the preflight and the remedy, whatever the naming order.
  const wanted = listWith(allowed, missing.toSorted(), credentialsIncluded);
  return missing.map((name) =>
    blocker("header-disallowed", "preflight", hop, name, {
      header: "Access-Control-Allow-Headers",
      got: fields.allowHeaders,
      wanted,
    }),
  );
}

/** The names among `wanted` (lower-case) that an Access-Control-Allow-Headers list does not allow. */
export function missingHeaderNames(
  allowed: readonly string[],
  wanted: readonly string[],
  credentialsIncluded: boolean,
  rules: LaneRules,
): string[] {
  if (wanted.length === 0) return [];
  const listed = new Set(allowed.map(asciiLowercase));
  const wildcard = !credentialsIncluded && listed.has("*");
  return wanted.filter((name) => {
    if (listed.has(name)) return false;
    if (!wildcard) return true;
    // https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
    return name === "authorization" && !rules.authorizationCoveredByWildcard;
  });
}

/** A list with the missing items added, and without a `*` that has no effect. */
export function listWith(
  allowed: readonly string[],
  missing: readonly string[],
  credentialsIncluded: boolean,
): string {
  const kept = credentialsIncluded ? allowed.filter((token) => token !== "*") : allowed;
  return [...kept, ...missing].join(", ");
}
