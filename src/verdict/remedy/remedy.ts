import type { Exchange, Hop, Preflight, Response } from "../../exchange/exchange.ts";
import { judgedHeaders, withHops } from "../../exchange/exchange.ts";
import { isForAnybody, mayBeStored, variesByOrigin, varyWithOrigin } from "../../http/caching.ts";
import { isToken, listMembers } from "../../http/field-values.ts";
import { type HeaderList, has, remove, set } from "../../http/header-list.ts";
import { isCorsSafelistedMethod } from "../../http/methods.ts";
import { isLocalHost, withoutUserinfo } from "../../http/origin.ts";
import { isOkStatus, isRedirectStatus } from "../../http/statuses.ts";
import type { LaneRules } from "../lane-rules.ts";
import { SPEC } from "../lanes/spec.ts";
import { wantedAllowOrigin } from "../standard/cors-check.ts";
import { corsFields } from "../standard/cors-fields.ts";
import { listWith, missingHeaderNames } from "../standard/cors-preflight-fetch.ts";
import { type HopWalk, mainFetch, type RequestModes } from "../standard/main-fetch.ts";
import type { RemedyChange } from "../verdict.ts";

/**
 * The smallest change of responses under which the likeliest hypothesis of the exchange is allowed in
 * the given lane; null when no change of responses can do it.
 *
 * The change includes a response that was never sent because its preflight failed, as its headers are
 * unknown. Where a cache may hold the response to another request, the change adds `Vary: Origin`, or `*`
 * where the response is public already. The change is verified on the exchange before it is returned. It
 * never contains `*` with credentials, "null", or an origin other than the requesting one. It allows
 * credentials only where the request is known to include them.
 *
 * @param possibleModes the modes that the request may have had, likeliest first.
 */
export function remedyFor(
  exchange: Exchange,
  possibleModes: readonly RequestModes[],
  rules: LaneRules,
): readonly RemedyChange[] | null {
  const likeliest = possibleModes[0];
  if (likeliest === undefined) return null;
  const sendsNone = possibleModes.every(({ credentials }) => credentials !== "include");
  return propose(exchange, likeliest, rules, sendsNone);
}

function propose(
  exchange: Exchange,
  modes: RequestModes,
  rules: LaneRules,
  sendsNoCredentials: boolean,
): readonly RemedyChange[] | null {
  if (leadsBack(exchange)) return null;
  const walk = mainFetch(exchange, modes, rules);
  // Redirect mode "error" refuses the redirect even after it passes CORS.
  if (exchange.call?.redirect === "error" && walk.hops.some(({ location }) => location !== null)) {
    return null;
  }
  const changes: RemedyChange[] = [];
  for (const hopWalk of walk.hops) {
    const hop = exchange.hops[hopWalk.hop] as Hop;
    if (hopWalk.requestProblems.length > 0) return null;
    if (!hopWalk.corsTainted) {
      if (!addRedirect(changes, hop, hopWalk, [])) return null;
      continue;
    }
    if (!addPreflight(changes, hop, hopWalk, modes, rules)) return null;
    const isPublic = sendsNoCredentials && isAnybodys(hop, hopWalk);
    if (!addResponse(changes, exchange, hop, hopWalk, modes, rules, isPublic)) return null;
  }
  if (changes.length === 0) return null;
  return wouldPass(exchange, changes, modes, rules) ? changes : null;
}

/** Whether the exchange passes with the changed responses, also after caches store them. */
export function wouldPass(
  exchange: Exchange,
  changes: readonly RemedyChange[],
  modes: RequestModes,
  rules: LaneRules,
): boolean {
  if (mainFetch(applyRemedy(exchange, changes), modes, rules).cause !== null) return false;
  return changes.every(({ stage, hop, set }) => {
    const { response } = exchange.hops[hop] as Hop;
    const varies = set.some(({ name }) => name === VARY);
    return (
      stage === "preflight" ||
      response === null ||
      varies ||
      !mustVary(exchange, hop, set, modes, rules)
    );
  });
}

const ALLOW_ORIGIN = "Access-Control-Allow-Origin";
const VARY = "Vary";

/**
 * Whether a changed response needs `Vary: Origin`: it names one origin, and a cache may store it, or may
 * hold the response to a recorded request that names another origin or none.
 * https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
 */
function mustVary(
  exchange: Exchange,
  hop: number,
  lines: RemedyChange["set"],
  { credentials }: RequestModes,
  { cachesByCredentials }: LaneRules,
): boolean {
  const { response, method } = exchange.hops[hop] as Hop;
  const headers = response === null ? [] : judgedHeaders(response);
  if (variesByOrigin(headers)) return false;
  const changed = lines.find(({ name }) => name === ALLOW_ORIGIN)?.value;
  const allowOrigin = changed ?? corsFields(headers).allowOrigin;
  if (allowOrigin === "*") return false;
  if (method === "GET" && mayBeStored(headers)) return true;
  // A changed response is cross-origin, or was so before a redirect: "same-origin" excludes credentials.
  const isApart = (included: boolean | null) =>
    cachesByCredentials && included === (credentials !== "include");
  const others = exchange.requesters.filter(
    (other) => other.hop === hop && !other.storedApart && !isApart(other.credentialsIncluded),
  );
  if (changed !== undefined) return others.length > 0;
  return others.some((other) => other.allowOrigin !== allowOrigin);
}

/**
 * Whether a response is public: a plain GET or HEAD got it without credentials from a server on the
 * internet, and shared caches may store it.
 */
function isAnybodys(
  { url, method, requestHeaders, preflight, response }: Hop,
  walk: HopWalk,
): boolean {
  if (response === null || preflight !== null || walk.need?.needed !== false) return false;
  const headers = judgedHeaders(response);
  return (
    (method === "GET" || method === "HEAD") &&
    isOkStatus(response.status) &&
    corsFields(headers).allowOrigin === null &&
    isForAnybody(headers) &&
    requestHeaders !== null &&
    !has(requestHeaders, "Cookie") &&
    !has(requestHeaders, "Authorization") &&
    !isLocalHost(url)
  );
}

/** Whether the redirects lead to a URL for the second time, so that following them would never end. */
function leadsBack({ hops }: Exchange): boolean {
  const last = hops[hops.length - 1] as Hop;
  return (
    isRedirectStatus(last.response?.status ?? 0) &&
    hops.slice(0, -1).some((hop) => hop.url === last.url && hop.method === last.method)
  );
}

/** Adds the changes that the preflight response needs; false where no change can fix it. */
function addPreflight(
  changes: RemedyChange[],
  hop: Hop,
  walk: HopWalk,
  modes: RequestModes,
  rules: LaneRules,
): boolean {
  const problems = walk.preflightProblems;
  if (problems === null || problems.length === 0) {
    // No header can fix a preflight that failed in the network.
    return !(hop.preflight !== null && hop.preflight.ending.kind === "failed" && problems === null);
  }
  const response = hop.preflight?.response;
  if (!response || walk.need === null) return false;
  const credentialsIncluded = modes.credentials === "include";
  const fields = corsFields(judgedHeaders(response));
  const lines: { name: string; value: string }[] = [];
  const { preflightOrigin } = walk;
  if (
    preflightOrigin !== null &&
    !addAccess(lines, fields.allowOrigin, fields.allowCredentials, preflightOrigin, modes)
  ) {
    return false;
  }
  const methods = listMembers(fields.allowMethods);
  const validMethods = namesIn(methods, /^[A-Z]{3,}$/);
  const methodAllowed =
    isCorsSafelistedMethod(walk.need.method) ||
    validMethods.includes(walk.need.method) ||
    (!credentialsIncluded && validMethods.includes("*"));
  const removed: string[] = [];
  if (!methodAllowed || !methods.every(isToken)) {
    const added = methodAllowed ? [] : [walk.need.method];
    const value = listWith(validMethods, added, credentialsIncluded);
    if (value === "") removed.push("Access-Control-Allow-Methods");
    else lines.push({ name: "Access-Control-Allow-Methods", value });
  }
  const headers = listMembers(fields.allowHeaders);
  const validHeaders = namesIn(headers, /^[A-Za-z][A-Za-z\d-]{2,}$/);
  const missing = missingHeaderNames(
    validHeaders,
    walk.need.headerNames,
    credentialsIncluded,
    rules,
  );
  if (missing.length > 0 || !headers.every(isToken)) {
    // A rewritten list follows the standard, which does not let `*` cover Authorization.
    const { headerNames } = walk.need;
    const added = missingHeaderNames(validHeaders, headerNames, credentialsIncluded, SPEC);
    const value = listWith(validHeaders, added, credentialsIncluded);
    if (value === "") removed.push("Access-Control-Allow-Headers");
    else lines.push({ name: "Access-Control-Allow-Headers", value });
  }
  changes.push({
    hop: walk.hop,
    stage: "preflight",
    url: hop.url,
    status: isOkStatus(response.status) ? null : 204,
    set: lines,
    remove: removed,
  });
  return true;
}

/**
 * The names in a list, including those in malformed members: "GET; PUT" and "[GET" were meant to allow
 * these names. A member with anything but names, signs and spaces is ignored.
 */
function namesIn(members: readonly string[], name: RegExp): string[] {
  const names = members.flatMap((member) => {
    if (isToken(member)) return [member];
    const parts = member.split(SIGNS).filter((part) => part !== "");
    return parts.every((part) => name.test(part)) ? parts : [];
  });
  return [...new Set(names)];
}

/** Separators, quotes and brackets of lists in the syntax of other languages. */
const SIGNS = /[\s;:|"'`()[\]{}]+/;

/** Adds the changes that the response or redirect of a CORS-tainted hop needs; false where none can fix it. */
function addResponse(
  changes: RemedyChange[],
  exchange: Exchange,
  hop: Hop,
  walk: HopWalk,
  modes: RequestModes,
  rules: LaneRules,
  isPublic: boolean,
): boolean {
  const lines: { name: string; value: string }[] = [];
  if (isPublic) {
    lines.push({ name: ALLOW_ORIGIN, value: "*" });
  } else if (hop.response === null) {
    // The response was not recorded, so it needs all headers that a CORS response needs.
    if (changes.length === 0) return true;
    if (!addAccess(lines, null, null, walk.origin, modes)) return false;
  } else {
    const fields = corsFields(judgedHeaders(hop.response));
    if (!addAccess(lines, fields.allowOrigin, fields.allowCredentials, walk.origin, modes)) {
      return false;
    }
  }
  if (lines.length > 0 && mustVary(exchange, walk.hop, lines, modes, rules)) {
    lines.push({
      name: VARY,
      value: varyWithOrigin(hop.response === null ? [] : judgedHeaders(hop.response)),
    });
  }
  return addRedirect(changes, hop, walk, lines);
}

/** Adds the change of a response, with a `Location` that CORS allows to follow. */
function addRedirect(
  changes: RemedyChange[],
  hop: Hop,
  walk: HopWalk,
  lines: { name: string; value: string }[],
): boolean {
  for (const problem of walk.redirectProblems) {
    if (problem.code !== "redirect-contains-credentials" || walk.location === null) return false;
    lines.push({ name: "Location", value: withoutUserinfo(walk.location) });
  }
  if (lines.length > 0) {
    changes.push({
      hop: walk.hop,
      stage: "response",
      url: hop.url,
      status: null,
      set: lines,
      remove: [],
    });
  }
  return true;
}

/** Adds the two headers of the CORS check where they fail it; false where no value can pass. */
function addAccess(
  lines: { name: string; value: string }[],
  allowOrigin: string | null,
  allowCredentials: string | null,
  requestOrigin: string,
  modes: RequestModes,
): boolean {
  const included = modes.credentials === "include";
  const passes = allowOrigin === requestOrigin || (allowOrigin === "*" && !included);
  if (!passes) {
    const wanted = wantedAllowOrigin({ origin: requestOrigin, credentialsIncluded: included });
    if (wanted === null) return false;
    lines.push({ name: ALLOW_ORIGIN, value: wanted });
  }
  if (included && allowCredentials !== "true") {
    lines.push({ name: "Access-Control-Allow-Credentials", value: "true" });
  }
  return true;
}

/** The exchange with the changed responses, on which a remedy is verified. */
export function applyRemedy(exchange: Exchange, changes: readonly RemedyChange[]): Exchange {
  const hops = exchange.hops.map((hop, index) => {
    let changed: Hop = hop;
    for (const change of changes) {
      if (change.hop !== index) continue;
      changed =
        change.stage === "preflight"
          ? changedPreflight(changed, change)
          : changedResponse(changed, change);
    }
    return changed;
  });
  return withHops(exchange, hops);
}

function changedPreflight(hop: Hop, change: RemedyChange): Hop {
  if (hop.preflight === null || hop.preflight.response === null) return hop;
  const preflight: Preflight = {
    ...hop.preflight,
    redirect: change.status === null ? hop.preflight.redirect : null,
    response: changeHead(hop.preflight.response, change),
  };
  return { ...hop, preflight };
}

function changedResponse(hop: Hop, change: RemedyChange): Hop {
  return hop.response === null ? hop : { ...hop, response: changeHead(hop.response, change) };
}

function changeHead(response: Response, change: RemedyChange): Response {
  let headers: HeaderList = judgedHeaders(response);
  for (const name of change.remove) headers = remove(headers, name);
  for (const { name, value } of change.set) headers = set(headers, name, value);
  return {
    ...response,
    status: change.status ?? response.status,
    headers,
    rewrittenHeaders: null,
  };
}
