import type { Exchange, Hop, Preflight, Response } from "../exchange/exchange.ts";
import { judgedHeaders } from "../exchange/exchange.ts";
import { mayBeKept, variesByOrigin, varyWithOrigin } from "../http/caching.ts";
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
 * The findings that are not themselves what stops an exchange: the root cause above the symptom,
 * and what passes by luck. Each rests on evidence in the exchange alone.
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
      const code = rootCauseOfPreflight(hop.preflight, hop.preflight.response);
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
    if (response !== null && response.rewrittenHeaders !== null && hopWalk.corsTainted) {
      // What a trial of ours has changed, views and reports say by themselves.
      const evidence = rewritten(response);
      if (evidence.length > 0 && !exchange.trial) {
        found.push(note("headers-rewritten-by-extension", "response", index, null, evidence));
      }
    }
    const luck = authorizationByWildcard(hop, hopWalk, rules);
    if (luck !== null) found.push(luck);
    const vary = varyMissing(hop, hopWalk, exchange);
    if (vary !== null) found.push(vary);
  });
  return found;
}

/** Why a server responds to a preflight with an error: authentication, routing, its own failure. */
function rootCauseOfPreflight(preflight: Preflight, response: Response): NoteCode | null {
  const { status } = response;
  const headers = judgedHeaders(response);
  if (status === 401 || status === 407) return "preflight-met-authentication";
  if (status === 403 && has(headers, "WWW-Authenticate")) return "preflight-met-authentication";
  if (preflight.redirect !== null || (status >= 300 && status < 400)) {
    const to = preflight.redirect?.url ?? corsFields(headers).location;
    if (to === null) return null;
    return leadsToSignIn(preflight.url, to) ? "preflight-met-authentication" : null;
  }
  if (status === 404 || status === 405 || status === 501) return "preflight-not-routed";
  return status >= 500 ? "preflight-met-server-error" : null;
}

/** Whether a hop's response came from the cache; of a blocked response only `cachedFrom` says so. */
export function isStored(exchange: Exchange, hop: Hop, index: number): boolean {
  const isLast = index === exchange.hops.length - 1;
  return hop.response?.fromCache === true || (isLast && exchange.cachedFrom !== null);
}

/** Whether CORS stopped a blocked exchange at a hop's response under another hypothesis than was walked. */
function mayBeStoppedAt(at: number, { outcome, alternatives }: Decision): boolean {
  const isHere = (stage: Stage) => stage === "response" || stage === "redirect";
  return (
    outcome === "blocked" &&
    alternatives.some(({ family, hop, stage }) => family === "cors" && hop === at && isHere(stage))
  );
}

/**
 * Whether the stored response was made for a recorded request that sent another `Origin`, or none.
 * The page's own first request, stored with its fault (as Gecko does), is no such request.
 */
function isForAnother({ cachedFrom }: Exchange, hop: Hop, hopWalk: HopWalk): boolean {
  if (cachedFrom === null) return false;
  return cachedFrom.origin !== (get(hop.requestHeaders ?? [], "Origin") ?? hopWalk.origin);
}

/** A stored response that fails: it suits the request that stored it. */
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

/** The CORS headers that differ between what the server sent and what the browser judged. */
function rewritten(response: Response): Evidence[] {
  return CORS_HEADERS.flatMap((header) => {
    const got = get(response.headers, header);
    const wanted = get(judgedHeaders(response), header);
    return got === wanted ? [] : [{ header, got, wanted }];
  });
}

/** Authorization let through by `*` alone: the standard refuses it, shipping browsers do not yet. */
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
 * A cacheable response that names one origin and does not vary by it: a cache may hand it to
 * another origin. Only a note: a server may allow that one origin and no other.
 */
function varyMissing(hop: Hop, hopWalk: HopWalk, exchange: Exchange): Finding | null {
  const { response } = hop;
  if (!hopWalk.corsTainted || response === null || hop.method !== "GET") return null;
  const headers = judgedHeaders(response);
  const { allowOrigin } = corsFields(headers);
  if (allowOrigin === null || allowOrigin !== exchange.initiatorOrigin) return null;
  if (variesByOrigin(headers) || !mayBeKept(headers)) return null;
  return {
    ...note("vary-origin-missing", "response", hopWalk.hop, null, [varyEvidence(response)]),
    severity: "note",
  };
}

function varyEvidence(response: Response): Evidence {
  const headers = judgedHeaders(response);
  return { header: "Vary", got: get(headers, "Vary"), wanted: varyWithOrigin(headers) };
}
