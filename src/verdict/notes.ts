import type { Exchange, Hop, Preflight, Response } from "../exchange/exchange.ts";
import { judgedHeaders } from "../exchange/exchange.ts";
import { mayBeStored, variesByOrigin, varyWithOrigin } from "../http/caching.ts";
import { get, has } from "../http/header-list.ts";
import type { NoteCode } from "./codes.ts";
import type { Decision } from "./decision.ts";
import type { LaneRules } from "./lane-rules.ts";
import { SPEC } from "./lanes/spec.ts";
import { leadsToSignIn } from "./sign-in.ts";
import { corsFields, tokensOrNull } from "./standard/cors-fields.ts";
import { missingHeaderNames } from "./standard/cors-preflight-fetch.ts";
import type { FetchWalk, HopWalk } from "./standard/main-fetch.ts";
import type { Evidence, Finding, Stage } from "./verdict.ts";

/**
 * The findings that do not stop an exchange themselves, such as the root cause behind a symptom, or a pass by
 * luck. Each is based on evidence in the exchange alone.
 */
export function notes(
  exchange: Exchange,
  walk: FetchWalk,
  decision: Decision,
  rules: LaneRules,
): Finding[] {
  const found: Finding[] = [];
  if (decision.outcome === "pending" || decision.outcome === "unknown") return found;
  walk.hops.forEach((hopWalk, index) => {
    const hop = exchange.hops[index] as Hop;
    if (hop.preflight?.response && hopWalk.preflightProblems?.length) {
      const code = rootCauseOfPreflight(hop, hop.preflight, hop.preflight.response);
      if (code !== null) found.push(statusNote(code, "preflight", index, hop.preflight.response));
    }
    const response = hop.response;
    if (response !== null && hopWalk.responseProblems?.length && hopWalk.location === null) {
      if (response.status >= 400 && lacksCorsHeaders(response)) {
        found.push(statusNote("error-status-hidden-by-cors", "response", index, response));
      }
    }
    const isStopped = Boolean(hopWalk.responseProblems?.length) || mayBeStoppedAt(index, decision);
    if (isStored(exchange, hop, index) && response && isStopped) {
      found.push(
        isForAnother(exchange, hop, hopWalk)
          ? cachedForAnother(exchange, response, index)
          : note("response-from-cache", "response", index, null, []),
      );
    }
    // Views and reports show the headers that a trial of ours changed.
    if (hopWalk.corsTainted && !exchange.trial) {
      found.push(
        ...rewrittenNote("preflight", index, hop.preflight?.response),
        ...rewrittenNote("response", index, response),
      );
    }
    const luck = authorizationByWildcard(hop, hopWalk, rules);
    if (luck !== null) found.push(luck);
    const vary = varyMissing(hop, hopWalk, exchange);
    if (vary !== null) found.push(vary);
  });
  return found;
}

/** Why a server responds to a preflight with an error: authentication, routing, its own failure. */
function rootCauseOfPreflight(
  { method }: Hop,
  preflight: Preflight,
  response: Response,
): NoteCode | null {
  const { status } = response;
  const headers = judgedHeaders(response);
  if (status === 401 || status === 407) return "preflight-met-authentication";
  if (status === 403 && has(headers, "WWW-Authenticate")) return "preflight-met-authentication";
  if (preflight.redirect !== null || (status >= 300 && status < 400)) {
    const to = preflight.redirect?.url ?? corsFields(headers).location;
    if (to === null) return null;
    return leadsToSignIn({ from: preflight.url, to, status, method })
      ? "preflight-met-authentication"
      : null;
  }
  if (status === 404 || status === 405 || status === 501) return "preflight-not-routed";
  return status >= 500 ? "preflight-met-server-error" : null;
}

/** Whether a hop's response came from the cache; for a blocked response only `cachedFrom` shows it. */
export function isStored(exchange: Exchange, hop: Hop, index: number): boolean {
  const isLast = index === exchange.hops.length - 1;
  return hop.response?.fromCache === true || (isLast && exchange.cachedFrom !== null);
}

/** Whether CORS stopped a blocked exchange at a hop's response under an alternative hypothesis. */
function mayBeStoppedAt(at: number, { outcome, alternatives }: Decision): boolean {
  const isHere = (stage: Stage) => stage === "response" || stage === "redirect";
  return (
    outcome === "blocked" &&
    alternatives.some(({ family, hop, stage }) => family === "cors" && hop === at && isHere(stage))
  );
}

/**
 * Whether the stored response was made for a recorded request that sent another `Origin`, or none.
 * The page's own first request, whose failing response was stored (as Gecko does), does not count.
 */
function isForAnother({ cachedFrom }: Exchange, hop: Hop, hopWalk: HopWalk): boolean {
  if (cachedFrom === null) return false;
  return cachedFrom.origin !== (get(hop.requestHeaders ?? [], "Origin") ?? hopWalk.origin);
}

/** The note on a stored response that fails here, but suits the request that stored it. */
function cachedForAnother(exchange: Exchange, response: Response, hop: number): Finding {
  const parameter = exchange.cachedFrom?.exchange ?? null;
  return note("cached-for-another-request", "response", hop, parameter, [varyEvidence(response)]);
}

function lacksCorsHeaders(response: Response): boolean {
  return corsFields(judgedHeaders(response)).allowOrigin === null;
}

function statusNote(code: NoteCode, stage: Stage, hop: number, response: Response): Finding {
  const status = { header: ":status", got: String(response.status), wanted: null };
  return note(code, stage, hop, String(response.status), [status]);
}

function note(
  code: NoteCode,
  stage: Stage,
  hop: number,
  parameter: string | null,
  evidence: readonly Evidence[],
): Finding {
  return { code, stage, hop, parameter, severity: "warning", evidence };
}

const CORS_HEADERS = [
  "Access-Control-Allow-Origin",
  "Access-Control-Allow-Credentials",
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers",
  "Access-Control-Expose-Headers",
];

/** The note that a response's CORS headers were changed in the browser. */
function rewrittenNote(stage: Stage, hop: number, response: Response | null = null): Finding[] {
  const evidence = response === null ? [] : rewritten(response);
  const isChanged = evidence.length > 0;
  return isChanged ? [note("headers-rewritten-by-extension", stage, hop, null, evidence)] : [];
}

/** The CORS headers that differ between the server's response and the headers used by the browser. */
function rewritten(response: Response): Evidence[] {
  return CORS_HEADERS.flatMap((header) => {
    const got = get(response.headers, header);
    const wanted = get(judgedHeaders(response), header);
    return got === wanted ? [] : [{ header, got, wanted }];
  });
}

/** The note on Authorization allowed by `*` alone, which the standard refuses and browsers still accept. */
function authorizationByWildcard(hop: Hop, hopWalk: HopWalk, rules: LaneRules): Finding | null {
  if (!rules.authorizationCoveredByWildcard) return null;
  const response = hop.preflight?.response;
  if (!response || hopWalk.need?.needed !== true) return null;
  if (!hopWalk.need.headerNames.includes("authorization")) return null;
  const fields = corsFields(judgedHeaders(response));
  const allowed = tokensOrNull(fields.allowHeaders);
  if (!allowed?.includes("*") || hopWalk.preflightProblems?.some(isAboutAuthorization)) return null;
  if (missingHeaderNames(allowed, ["authorization"], false, SPEC).length === 0) return null;
  const wanted = [...allowed, "Authorization"].join(", ");
  return note("authorization-covered-by-wildcard", "preflight", hopWalk.hop, "authorization", [
    { header: "Access-Control-Allow-Headers", got: fields.allowHeaders, wanted },
  ]);
}

const isAboutAuthorization = ({ code, parameter }: Finding) =>
  code === "header-disallowed" && parameter === "authorization";

/**
 * The note on a cacheable response that names one origin without `Vary: Origin`: a cache may serve it to
 * another origin. Severity "note" only, as a server may allow just that one origin.
 */
function varyMissing(hop: Hop, hopWalk: HopWalk, exchange: Exchange): Finding | null {
  const { response } = hop;
  if (!hopWalk.corsTainted || response === null || hop.method !== "GET") return null;
  const headers = judgedHeaders(response);
  const { allowOrigin } = corsFields(headers);
  if (allowOrigin === null || allowOrigin !== exchange.initiatorOrigin) return null;
  if (variesByOrigin(headers) || !mayBeStored(headers)) return null;
  return {
    ...note("vary-origin-missing", "response", hopWalk.hop, null, [varyEvidence(response)]),
    severity: "note",
  };
}

function varyEvidence(response: Response): Evidence {
  const headers = judgedHeaders(response);
  return { header: "Vary", got: get(headers, "Vary"), wanted: varyWithOrigin(headers) };
}
